/**
 * HTTP to a SCIM target. It never throws; what came back is data, and what did not come back
 * says so.
 */
import { type Dispatcher, fetch, type Response } from 'undici';
import type { Credentials } from './credentials.js';

/** What a target answered, or that it did not. */
export type ScimAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** The JSON object of the body; undefined when empty or no JSON object (an HTML page). */
      readonly body: Readonly<Record<string, unknown>> | undefined;
      /** `Retry-After`, whether in seconds or as a date. */
      readonly retryAfterMs: number | undefined;
    }
  /** No connection: the request was not seen. `lost`: sent, and then silence. */
  | { readonly kind: 'unreachable' | 'lost'; readonly reason: string };

export interface ScimRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT';
  /** Below the base URL, starting with a slash. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly ifMatch?: string | undefined;
}

export interface ScimClient {
  request(request: ScimRequest): Promise<ScimAnswer>;
}

export interface ScimClientOptions {
  /** `https://webdcr.example/scim/v2` */
  readonly url: string;
  readonly credentials: Credentials;
  /** Undefined: plain connections of the process. */
  readonly transport?: Dispatcher | undefined;
  readonly clock: () => Date;
  readonly timeoutMs?: number;
  readonly bodyBytesMax?: number;
}

export function scimClient(options: ScimClientOptions): ScimClient {
  const base = options.url.replace(/\/+$/, '');
  const timeoutMs = options.timeoutMs ?? 10_000;
  const bytesMax = options.bodyBytesMax ?? 4 * 1024 * 1024;
  const send = async (request: ScimRequest, token: string | undefined): Promise<ScimAnswer> => {
    try {
      const response = await fetch(urlOf(base, request), {
        method: request.method,
        headers: headersOf(request, token),
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        // Following one would hand the token to whoever it names.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        ...(options.transport && { dispatcher: options.transport }),
      });
      return {
        kind: 'answer',
        status: response.status,
        body: objectOf(await readBody(response, bytesMax)),
        retryAfterMs: retryAfter(response.headers.get('retry-after'), options.clock()),
      };
    } catch (error) {
      return failureOf(error);
    }
  };
  return {
    request: async (request) => {
      const { credentials } = options;
      try {
        const answer = await send(request, await credentials.token());
        const isRefused = answer.kind === 'answer' && answer.status === 401;
        if (!isRefused || !(await credentials.refused())) return answer;
        return await send(request, await credentials.token());
      } catch (error) {
        const reason = error instanceof Error ? error.message : 'failure';
        return { kind: 'unreachable', reason: `jeton : ${reason}` };
      }
    },
  };
}

function urlOf(base: string, { path, query }: ScimRequest): string {
  const search = new URLSearchParams(query).toString();
  // A space as `+` is form encoding, which a strict server does not undo.
  return `${base}${path}${search === '' ? '' : `?${search.replaceAll('+', '%20')}`}`;
}

function headersOf(request: ScimRequest, token: string | undefined): Record<string, string> {
  return {
    accept: 'application/scim+json, application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(request.body === undefined ? {} : { 'content-type': 'application/scim+json' }),
    ...(request.ifMatch === undefined ? {} : { 'if-match': request.ifMatch }),
  };
}

async function readBody(response: Response, bytesMax: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    // Leaving the loop cancels the body and closes the connection.
    if (bytes > bytesMax) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** RFC 9110 §10.2.3; at most an hour, whatever the target asks. */
function retryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), 3_600_000);
}

/** Codes of failures that happen before a request leaves. */
const unsent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function failureOf(error: unknown): ScimAnswer {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  const code = cause?.code ?? name ?? 'failure';
  const tls = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code);
  return { kind: unsent.has(code) || tls ? 'unreachable' : 'lost', reason: code };
}
