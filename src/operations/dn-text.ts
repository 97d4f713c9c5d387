import { parseDn, parseRdn } from '../model/dn.js';
import { LdapError } from '../model/result.js';
import type { DnKey } from '../schema/definitions.js';
import type { Schema } from '../schema/schema.js';
import type { Kernel } from './context.js';

/**
 * Names to keys, remembered: clients ask for the same bases again and again, and entries share
 * their parents.
 */

const remembered = 4_096;
const textMax = 512;

export interface DnMemory {
  /** Written base or parent → its key. */
  readonly keys: Map<string, DnKey>;
}

export const newDnMemory = (): DnMemory => ({ keys: new Map() });

/**
 * The key of a name as a client wrote it.
 *
 * @throws LdapError `invalidDNSyntax`
 */
export function dnKeyOf(kernel: Kernel, text: string): DnKey {
  const { keys } = kernel.memory.names;
  const known = keys.get(text);
  if (known) return known;
  const key = kernel.schema.dnKey(parseDn(text));
  if (text.length > textMax) return key;
  if (keys.size >= remembered) keys.clear();
  keys.set(text, key);
  return key;
}

/** The normalised text of a stored name (RFC 4514 as this server formats it). */
export function dnTextOf(kernel: Kernel, stored: string): string {
  const comma = stored.indexOf(',');
  if (comma < 0 || stored.lastIndexOf('\\', comma) >= 0) return dnText(kernel.schema, stored);
  const leaf = leafText(kernel, stored.slice(0, comma));
  return `${leaf},${dnKeyOf(kernel, stored.slice(comma + 1)).text}`;
}

/** A value that every rule ignoring case and spaces takes for its own key. */
const plainValue = /^[a-z0-9]+(?:[._@-][a-z0-9]+)*$/;
const caseIgnoring: ReadonlySet<string> = new Set(['caseIgnoreMatch', 'caseIgnoreIA5Match']);

/** An RDN normalised; most are written so already, which a glance tells. */
function leafText(kernel: Kernel, rdn: string): string {
  const equals = rdn.indexOf('=');
  const type = kernel.schema.attributeType(rdn.slice(0, equals));
  if (type && plainValue.test(rdn.slice(equals + 1)) && caseIgnoring.has(type.equality?.name ?? '')) {
    return `${type.name.toLowerCase()}${rdn.slice(equals)}`;
  }
  return kernel.schema.rdnKey(parseRdn(rdn));
}

/** The normalised text of a name that was accepted before; a name that is no name is itself. */
export function dnText(schema: Schema, stored: string): string {
  try {
    return schema.dnKey(parseDn(stored)).text;
  } catch (error) {
    if (error instanceof LdapError) return stored;
    throw error;
  }
}
