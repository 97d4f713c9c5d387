import type { ScimAnswer, ScimClient, ScimRequest } from './client.js';
import { PushStopped } from './push-outcome.js';

export type Answered = Extract<ScimAnswer, { kind: 'answer' }>;

/**
 * One request whose answer is among the expected statuses; any other ends the push with the
 * class of its failure:
 *
 * | answer | class |
 * |---|---|
 * | 401, 403, 404, 3xx, no connection, 429 | pause the target |
 * | 503 with Retry-After | pause the target |
 * | 408, 5xx, silence | retry, outcome unknown |
 * | 412 | retry, someone else wrote |
 * | any other 4xx | blocked until the person changes |
 *
 * @throws PushStopped
 */
export async function exchange(
  client: ScimClient,
  request: ScimRequest,
  expected: readonly number[],
): Promise<Answered> {
  const answer = await client.request(request);
  if (answer.kind !== 'answer') {
    const { kind, reason } = answer;
    if (kind === 'lost') throw retry(`webDCR n’a pas répondu (${reason})`);
    throw pause(`webDCR est injoignable (${reason})`, undefined);
  }
  if (expected.includes(answer.status)) return answer;
  throw stopped(answer);
}

function stopped({ status, body, retryAfterMs }: Answered): PushStopped {
  if (status === 429 || (status === 503 && retryAfterMs !== undefined)) {
    return pause(`webDCR demande d’attendre (${status})`, retryAfterMs);
  }
  if (status === 401 || status === 403) {
    return pause(`webDCR refuse notre accès (${status})`, undefined);
  }
  if (status === 404 || (status >= 300 && status < 400)) {
    return pause(`L’adresse de webDCR n’est pas la bonne (${status})`, undefined);
  }
  if (status === 408 || status === 412 || status >= 500) {
    return retry(`webDCR a répondu ${status}`);
  }
  if (status < 300) return retry(`Réponse inattendue de webDCR (${status})`);
  return blocked(`webDCR refuse la fiche (${status})${detailOf(body)}`);
}

export const retry = (reason: string): PushStopped => new PushStopped({ kind: 'retry', reason });

export const blocked = (reason: string): PushStopped =>
  new PushStopped({ kind: 'blocked', reason });

const pause = (reason: string, waitMs: number | undefined): PushStopped =>
  new PushStopped({ kind: 'pause', reason, waitMs });

/** RFC 7644 §3.12: the target's own words, bounded and on one line. */
function detailOf(body: Answered['body']): string {
  const detail = body?.['detail'];
  if (typeof detail !== 'string') return '';
  return ` : ${detail.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 200)}`;
}
