import { type RemoteAccount, resourcesOf } from './accounts.js';
import type { ScimClient } from './client.js';
import { type Answered, exchange } from './exchange.js';
import { PushStopped } from './push-outcome.js';

/** How a reading of all accounts ended. */
export interface AccountScan {
  /** Distinct accounts seen. */
  readonly accounts: number;
  readonly pages: number;
  /**
   * Why accounts may have escaped it, in French; undefined when it saw everything. Absence is
   * concluded from a complete scan only.
   */
  readonly incomplete: string | undefined;
}

const pageSize = 200;
const pagesMax = 10_000;
const accountsMax = 1_000_000;
const attemptsMax = 3;

/**
 * Reads all accounts page by page (RFC 7644 §3.4.2.4), each given once. Index paging is
 * stateless and targets lie about it, so that it goes forward by what came, not by what was
 * asked, and ends with the first page that brings no new account: an empty one, or the first
 * page again from a target that wraps around. Only ids are kept.
 */
export async function scanAccounts(
  client: ScimClient,
  take: (account: RemoteAccount) => Promise<void>,
): Promise<AccountScan> {
  const ids = new Set<string>();
  const seen = { pages: 0, received: 0, total: undefined as number | undefined };
  const ended = (incomplete?: string): AccountScan => ({
    accounts: ids.size,
    pages: seen.pages,
    incomplete,
  });
  try {
    while (seen.pages < pagesMax && ids.size < accountsMax) {
      const { body } = await readPage(client, seen.received + 1);
      const accounts = resourcesOf(body);
      const before = ids.size;
      for (const account of accounts) {
        if (ids.has(account.id)) continue;
        ids.add(account.id);
        await take(account);
      }
      const total = countOf(body?.['totalResults']);
      seen.pages += 1;
      seen.received += countOf((body?.['Resources'] as unknown[] | undefined)?.length) ?? 0;
      if (ids.size === before) return ended(shortfall(ids.size, total ?? seen.total, seen.total));
      if (seen.total !== undefined && total !== seen.total) return ended(movedReason);
      seen.total = total;
    }
    return ended('trop de pages');
  } catch (error) {
    if (error instanceof PushStopped) return ended(error.outcome.reason);
    throw error;
  }
}

const movedReason = 'le nombre de comptes a changé pendant la lecture';

function shortfall(
  got: number,
  total: number | undefined,
  announced: number | undefined,
): string | undefined {
  if (announced !== undefined && total !== announced) return movedReason;
  if (total === undefined) return got === 0 ? undefined : 'webDCR n’annonce pas son total';
  if (got < total) return `${String(got)} comptes lus sur ${String(total)} annoncés`;
  return undefined;
}

async function readPage(client: ScimClient, startIndex: number): Promise<Answered> {
  const query = { startIndex: String(startIndex), count: String(pageSize) };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await exchange(client, { method: 'GET', path: '/Users', query }, [200]);
    } catch (error) {
      const passing = error instanceof PushStopped && error.outcome.kind === 'retry';
      if (!passing || attempt >= attemptsMax) throw error;
    }
  }
}

const countOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
