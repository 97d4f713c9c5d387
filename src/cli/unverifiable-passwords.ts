import { valuesOf } from '../model/entry.js';
import { isVerifiable } from '../password/hash.js';
import { schemeText } from '../password/stored-password.js';
import type { CommandWorld } from './command.js';
import { exportEntries } from './export-entries.js';
import { openLocal } from './local-directory.js';

/** A stored password that this server verifies by no scheme; imported, most likely. */
export interface UnverifiablePassword {
  readonly dn: string;
  /** `{CRYPT}$1$`, never more of the value. */
  readonly scheme: string;
}

/** The stored passwords that nobody can sign in with. */
export async function unverifiablePasswords(
  world: Parameters<typeof openLocal>[0] & Pick<CommandWorld, 'configuration'>,
): Promise<readonly UnverifiablePassword[]> {
  const found: UnverifiablePassword[] = [];
  const local = openLocal(world, { readOnly: true });
  try {
    await exportEntries(local.directory, {
      base: world.configuration.suffix,
      filter: { kind: 'present', attribute: 'userPassword' },
      attributes: ['userPassword'],
      write: (entry) => {
        for (const value of valuesOf(entry, 'userPassword')) {
          if (!isVerifiable(value)) found.push({ dn: entry.dn, scheme: schemeText(value) });
        }
        return Promise.resolve();
      },
    });
    return found;
  } finally {
    await local.close();
  }
}
