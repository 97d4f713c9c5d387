import type { StateReader, StateTransaction } from '../store/state-database.js';

const key = 'server-secret';

/**
 * A secret of this directory, 32 octets, the same for as long as its data lives; undefined until
 * one is kept.
 */
export function serverSecretOf(state: StateReader): Buffer | undefined {
  const stored = state.get('settings', key);
  return typeof stored === 'string' ? Buffer.from(stored, 'base64') : undefined;
}

/** Keeps a secret, unless there is one; answers the one there is. */
export function keepServerSecret(state: StateTransaction, made: Buffer): Buffer {
  const known = serverSecretOf(state);
  if (known) return known;
  state.put('settings', key, made.toString('base64'));
  return made;
}
