/**
 * Small durable records that are no entries: cursors, queues, sessions, tokens, logins. The
 * store keeps them in named databases beside the directory's; the `state` room gives them
 * meaning. Keys are UTF-8 strings of at most 500 bytes, in byte order; values are JSON.
 */
export const stateDatabases = [
  'cursors',
  'mails',
  'provisioning',
  'sessions',
  'tokens',
  'logins',
  'settings',
] as const;

export type StateDatabase = (typeof stateDatabases)[number];

export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

export interface StateReader {
  get(database: StateDatabase, key: string): Json | undefined;
  /** Records whose key starts with the prefix, in key order. */
  list(
    database: StateDatabase,
    options?: { prefix?: string; after?: string; limit?: number },
  ): Iterable<{ readonly key: string; readonly value: Json }>;
}

export interface StateTransaction extends StateReader {
  put(database: StateDatabase, key: string, value: Json): void;
  remove(database: StateDatabase, key: string): void;
}
