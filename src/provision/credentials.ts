import { readFileSync, statSync } from 'node:fs';
import { type Dispatcher, fetch } from 'undici';

/** What opens the target: a bearer token that may change while we run. */
export interface Credentials {
  /** Undefined: the target asks for none. @throws Error when none can be had now */
  token(): Promise<string | undefined>;
  /** The target refused the token it was given. True when another one can be had at once. */
  refused(): Promise<boolean>;
}

export function fixedToken(token: string | undefined): Credentials {
  return { token: () => Promise.resolve(token), refused: () => Promise.resolve(false) };
}

/** The token of a file, read again when the file changes. @throws Error when it cannot be read */
export function tokenOfFile(path: string): Credentials {
  let seen = '';
  let token = '';
  const look = (): boolean => {
    const { mtimeMs, size, ino } = statSync(path);
    const facts = `${String(mtimeMs)} ${String(size)} ${String(ino)}`;
    if (facts === seen) return false;
    const before = token;
    token = readFileSync(path, 'utf8').trim();
    seen = facts;
    return token !== before;
  };
  look();
  return {
    token: async () => {
      look();
      return Promise.resolve(token);
    },
    refused: async () => Promise.resolve(look()),
  };
}

export interface ClientCredentials {
  /** The token endpoint. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string | undefined;
}

/** A token is asked for so long before it ends. */
const marginMs = 30_000;
const timeoutMs = 10_000;
const lifeMsDefault = 300_000;

/** OAuth 2.0 client credentials (RFC 6749 §4.4); a token serves until shortly before its end. */
export function clientCredentials(
  client: ClientCredentials,
  means: { readonly clock: () => Date; readonly dispatcher?: Dispatcher },
): Credentials {
  let held: { readonly token: string; readonly until: number } | undefined;
  let asking: Promise<string> | undefined;

  const ask = async (): Promise<string> => {
    const answer = await fetch(client.url, {
      method: 'POST',
      headers: { accept: 'application/json', authorization: basicOf(client) },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        ...(client.scope !== undefined && { scope: client.scope }),
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...(means.dispatcher && { dispatcher: means.dispatcher }),
    });
    const body = answer.ok ? ((await answer.json()) as Readonly<Record<string, unknown>>) : {};
    const { access_token: token, expires_in: life } = body;
    if (typeof token !== 'string') throw new Error(`token endpoint answered ${answer.status}`);
    const lifeMs = typeof life === 'number' ? life * 1_000 : lifeMsDefault;
    held = { token, until: means.clock().getTime() + lifeMs - marginMs };
    return token;
  };
  return {
    token: async () => {
      if (held && means.clock().getTime() < held.until) return held.token;
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    refused: async () => {
      const had = held !== undefined;
      held = undefined;
      return Promise.resolve(had);
    },
  };
}

/** RFC 6749 §2.3.1: both parts are form-encoded first. */
function basicOf({ clientId, clientSecret }: ClientCredentials): string {
  const encode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);
  const pair = `${encode(clientId)}:${encode(clientSecret)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
