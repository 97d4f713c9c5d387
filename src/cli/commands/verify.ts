import type { Command } from '../command.js';
import { unverifiablePasswords } from '../unverifiable-passwords.js';
import { findingsOf, showFindings, statusOf } from '../findings.js';

/**
 * Recomputes every row of the store from the others; the server may run. Passwords that no
 * password can match are named too: they are no fault of the store.
 */
export const verify: Command = {
  name: 'verify',
  usage: '',
  summary: 'check every row of the store against the others',
  options: {},
  arity: [0, 0],
  run: async (world, { json }) => {
    const findings = await findingsOf(world);
    const passwords = findings.length === 0 ? await unverifiablePasswords(world) : [];
    if (json) world.print(JSON.stringify({ findings, unverifiablePasswords: passwords }));
    else {
      for (const { dn, scheme } of passwords) {
        world.warn(`${dn}: nobody can sign in with a password of scheme ${scheme}`);
      }
      showFindings(world, findings, { none: 'sound', many: 'findings' });
    }
    return statusOf(findings);
  },
};
