import { createHash } from 'node:crypto';
import type { Json } from '../store/state-database.js';
import type { Store } from '../store/store.js';

/**
 * Signed-in sessions of the panel. The browser holds a random 256-bit token; the store holds
 * its SHA-256 only, so that a copy of the data opens no session. A session ends 8 hours after
 * the sign-in, or 30 minutes after its last use.
 */
export interface Session {
  /** Of the person: as stored at the sign-in. */
  readonly dn: string;
  readonly entryUuid: string;
  /** Stands in every form of the session. */
  readonly formToken: string;
  /** Codes of the services accepted at the sign-in: the active tiles. */
  readonly services: readonly string[];
  /** Opened by an OpenID provider, where the person may still be signed in afterwards. */
  readonly via?: 'oidc';
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  readonly usedAt: number;
}

export interface Sessions {
  /** Opens a session and returns the token for the browser. */
  open(facts: Pick<Session, 'dn' | 'entryUuid' | 'services' | 'via'>): Promise<string>;
  /** The session of a token, unless it has ended; its idle time starts again. */
  use(token: string): Promise<Session | undefined>;
  close(token: string): Promise<void>;
  /** Ends every session of a person: after a change of password or of rights. */
  closeAllOf(entryUuid: string): Promise<number>;
  /** Removes ended sessions, a bounded number per call; returns how many. */
  purge(): Promise<number>;
}

export interface SessionsOptions {
  readonly store: Pick<Store, 'state' | 'write'>;
  readonly clock: () => Date;
  readonly random: (bytes: number) => Buffer;
  readonly lifetimeMs?: number;
  readonly idleMs?: number;
}

const minuteMs = 60_000;
const tokenPattern = /^[\w-]{43}$/;
const purgeMax = 1000;

const keyOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

export function openSessions(options: SessionsOptions): Sessions {
  const { store, clock, random } = options;
  const lifetimeMs = options.lifetimeMs ?? 8 * 60 * minuteMs;
  const idleMs = options.idleMs ?? 30 * minuteMs;

  const hasEnded = (session: Session, now: number): boolean =>
    now >= session.openedAt + lifetimeMs || now >= session.usedAt + idleMs;

  const removeWhere = (unwanted: (session: Session | undefined) => boolean): Promise<number> =>
    store.write((transaction) => {
      const keys: string[] = [];
      for (const { key, value } of transaction.state.list('sessions')) {
        if (unwanted(sessionOf(value))) keys.push(key);
        if (keys.length >= purgeMax) break;
      }
      for (const key of keys) transaction.state.remove('sessions', key);
      return keys.length;
    });

  return {
    async open(facts) {
      const token = random(32).toString('base64url');
      const now = clock().getTime();
      const record = {
        dn: facts.dn,
        entryUuid: facts.entryUuid,
        services: [...facts.services],
        ...(facts.via && { via: facts.via }),
        formToken: random(32).toString('base64url'),
        openedAt: now,
        usedAt: now,
      };
      await store.write((transaction) => {
        transaction.state.put('sessions', keyOf(token), record);
      });
      return token;
    },

    async use(token) {
      if (!tokenPattern.test(token)) return undefined;
      const key = keyOf(token);
      const session = sessionOf(store.state.get('sessions', key));
      const now = clock().getTime();
      if (session === undefined || hasEnded(session, now)) return undefined;
      // One durable write a minute at most: a page view must not cost a disk flush.
      if (now - session.usedAt < minuteMs) return session;
      const used: Session = { ...session, usedAt: now };
      await store.write((transaction) => {
        if (transaction.state.get('sessions', key) === undefined) return;
        transaction.state.put('sessions', key, { ...used });
      });
      return used;
    },

    async close(token) {
      await store.write((transaction) => {
        transaction.state.remove('sessions', keyOf(token));
      });
    },

    closeAllOf: (entryUuid) => removeWhere((session) => session?.entryUuid === entryUuid),

    purge() {
      const now = clock().getTime();
      return removeWhere((session) => session === undefined || hasEnded(session, now));
    },
  };
}

function sessionOf(value: Json | undefined): Session | undefined {
  if (typeof value !== 'object' || value === null || !('openedAt' in value)) return undefined;
  return value as unknown as Session;
}
