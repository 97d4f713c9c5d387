/**
 * Links that serve once, for a while: to choose a password, to confirm an address. The mail
 * holds a random 256-bit token; the store holds its SHA-256 only. A subject has one live link of
 * a purpose: a new one ends the one before. Rows of `tokens`: `link/<hash>` and
 * `live/<purpose>/<subject>`.
 */
import { createHash } from 'node:crypto';
import type { DurableState, Json, StateView, StateWrite } from './durable-state.js';

export type LinkPurpose = 'password' | 'activation' | 'oidc';

/** A type, not an interface, so that it is a `Json`. Times are milliseconds since 1970. */
type LinkRow = {
  readonly purpose: LinkPurpose;
  readonly subject: string;
  readonly data: Json;
  readonly issuedAt: number;
  readonly endsAt: number;
};

export interface OneTimeLinks {
  /** Makes a link for a subject and returns its token. */
  issue(link: {
    readonly purpose: LinkPurpose;
    readonly subject: string;
    readonly data: Json;
    readonly lifetimeMs: number;
  }): Promise<string>;
  /** What a live link was made with; undefined when it has ended, served, or never was. */
  look(
    purpose: LinkPurpose,
    token: string,
  ): { readonly subject: string; readonly data: Json } | undefined;
  /** The same, and it has served: of two who come at once, one gets it. */
  use(
    purpose: LinkPurpose,
    token: string,
  ): Promise<{ readonly subject: string; readonly data: Json } | undefined>;
  /** When the live link of a subject was made, milliseconds since 1970. */
  issuedAt(purpose: LinkPurpose, subject: string): number | undefined;
  /** Removes links that have ended, a bounded number per call; returns how many. */
  purge(): Promise<number>;
}

const tokenPattern = /^[\w-]{43}$/;
const purgeMax = 1_000;
const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

export function openOneTimeLinks(options: {
  readonly store: DurableState;
  readonly clock: () => Date;
  readonly random: (bytes: number) => Buffer;
}): OneTimeLinks {
  const { store, clock, random } = options;
  const liveKey = (purpose: LinkPurpose, subject: string): string => `live/${purpose}/${subject}`;
  const now = (): number => clock().getTime();

  const read = (state: StateView, purpose: LinkPurpose, token: string): LinkRow | undefined => {
    if (!tokenPattern.test(token)) return undefined;
    const row = state.get('tokens', `link/${hashOf(token)}`) as LinkRow | undefined;
    return row?.purpose === purpose && now() < row.endsAt ? row : undefined;
  };
  const remove = (state: StateWrite['state'], hash: string, row: LinkRow): void => {
    state.remove('tokens', `link/${hash}`);
    const key = liveKey(row.purpose, row.subject);
    if (state.get('tokens', key) === hash) state.remove('tokens', key);
  };

  return {
    async issue({ purpose, subject, data, lifetimeMs }) {
      const token = random(32).toString('base64url');
      const hash = hashOf(token);
      const row: LinkRow = { purpose, subject, data, issuedAt: now(), endsAt: now() + lifetimeMs };
      await store.write(({ state }) => {
        const before = state.get('tokens', liveKey(purpose, subject));
        if (typeof before === 'string') state.remove('tokens', `link/${before}`);
        state.put('tokens', `link/${hash}`, row);
        state.put('tokens', liveKey(purpose, subject), hash);
      });
      return token;
    },
    look: (purpose, token) => read(store.state, purpose, token),
    use: (purpose, token) =>
      store.write(({ state }) => {
        const row = read(state, purpose, token);
        if (row) remove(state, hashOf(token), row);
        return row;
      }),
    issuedAt: (purpose, subject) => {
      const hash = store.state.get('tokens', liveKey(purpose, subject));
      if (typeof hash !== 'string') return undefined;
      const row = store.state.get('tokens', `link/${hash}`) as LinkRow | undefined;
      return row && now() < row.endsAt ? row.issuedAt : undefined;
    },
    purge: () =>
      store.write(({ state }) => {
        const ended = [...state.list('tokens', { prefix: 'link/' })]
          .filter(({ value }) => (value as LinkRow).endsAt <= now())
          .slice(0, purgeMax);
        for (const { key, value } of ended)
          remove(state, key.slice('link/'.length), value as LinkRow);
        return ended.length;
      }),
  };
}
