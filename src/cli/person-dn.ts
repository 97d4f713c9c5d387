import { formatDn, parseDn } from '../model/dn.js';
import type { CommandWorld } from './command.js';

/** The name of the person with that login. */
export function personDn({ configuration }: CommandWorld, login: string): string {
  const rdn = [{ type: 'uid', value: Buffer.from(login) }];
  return formatDn([rdn, ...parseDn(`ou=personnes,${configuration.suffix}`)]);
}

/** The name of a group of roles. */
export function groupDn({ configuration }: CommandWorld, cn: string): string {
  const rdn = [{ type: 'cn', value: Buffer.from(cn) }];
  return formatDn([rdn, ...parseDn(`ou=groupes,${configuration.suffix}`)]);
}
