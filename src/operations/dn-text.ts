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
  const known = kernel.memory.names.keys.get(text);
  if (known) return known;
  // Its superior is remembered in its place: there are more leaves than there is room.
  return plainKey(kernel, text) ?? rememberedKey(kernel, text);
}

/** The key of `type=value,<superior>` whose value is its own key. */
function plainKey(kernel: Kernel, text: string): DnKey | undefined {
  const comma = text.indexOf(',');
  if (comma < 0 || text.length > textMax) return undefined;
  const leaf = plainLeaf(kernel, text.slice(0, comma));
  if (leaf === undefined) return undefined;
  const above = rememberedKey(kernel, text.slice(comma + 1));
  if (above.rdns.length === 0) return undefined;
  return { rdns: [leaf, ...above.rdns], text: `${leaf},${above.text}` };
}

function rememberedKey(kernel: Kernel, text: string): DnKey {
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
  const rdn = stored.slice(0, comma);
  const leaf = plainLeaf(kernel, rdn) ?? kernel.schema.rdnKey(parseRdn(rdn));
  return `${leaf},${dnKeyOf(kernel, stored.slice(comma + 1)).text}`;
}

/** A value that every rule ignoring case and spaces takes for its own key. */
const plainValue = /^[a-z0-9]+(?:[._@-][a-z0-9]+)*$/;
const plainValueMax = 200;
const caseIgnoring: ReadonlySet<string> = new Set(['caseIgnoreMatch', 'caseIgnoreIA5Match']);

/** An RDN normalised, where a glance tells that it is written so already, as most are. */
function plainLeaf(kernel: Kernel, rdn: string): string | undefined {
  const equals = rdn.indexOf('=');
  const value = rdn.slice(equals + 1);
  if (equals < 1 || value.length > plainValueMax || !plainValue.test(value)) return undefined;
  const type = kernel.schema.attributeType(rdn.slice(0, equals));
  if (!type || !caseIgnoring.has(type.equality?.name ?? '')) return undefined;
  return `${type.name.toLowerCase()}=${value}`;
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
