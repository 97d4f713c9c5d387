import { createHash } from 'node:crypto';
import { serverSecretOf } from '../../state/server-secret.js';
import type { Kernel } from '../context.js';

/** The secret of this directory, made and kept when it is first wanted. */
export async function serverSecret({ store, writes, randomUuid }: Kernel): Promise<Buffer> {
  const known = serverSecretOf(store.state);
  if (known) return known;
  // A random UUID holds 122 bits: two make a key.
  const made = createHash('sha256').update(`${randomUuid()}${randomUuid()}`).digest();
  return writes.keepSecret(made);
}
