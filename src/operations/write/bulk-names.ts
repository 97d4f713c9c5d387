import { type Dn, formatDn, formatRdn, parseDn, parseRdn, type Rdn } from '../../model/dn.js';
import { canonicalDn, canonicalRdn } from '../../schema/canonical-name.js';
import type { Schema } from '../../schema/schema.js';

/** The name of an entry to be loaded. */
export interface BulkName {
  /** RFC 4514 string, spelt canonically. */
  readonly text: string;
  readonly rdn: Rdn;
  /** The normalised name. @throws LdapError `invalidDNSyntax` */
  readonly key: () => string;
}

interface ParentName {
  readonly text: string;
  readonly key: () => string;
}

const remembered = 10_000;
/** No escape, no quotation, no `+`: the first comma ends the first RDN, and there is text after. */
const plainName = /^[^\\"#+;<>\0,]*[^\\"#+;<>\0, ],[^\\"#+;<>\0]*[^\\"#+;<>\0, ][^\\"#+;<>\0]*$/;
const lengthMax = 8192;

/**
 * Reads the names of a file whose entries mostly share their parents: a parent is read once.
 *
 * @returns a function that throws LdapError `invalidDNSyntax`
 */
export function bulkNames(schema: Schema): (dn: string) => BulkName {
  const parents = new Map<string, ParentName>();
  const parentOf = (text: string): ParentName => {
    const known = parents.get(text);
    if (known !== undefined) return known;
    const dn = canonicalDn(schema, parseDn(text));
    const parent = { text: formatDn(dn), key: once(() => schema.dnKey(dn).text) };
    if (parents.size >= remembered) parents.clear();
    parents.set(text, parent);
    return parent;
  };
  return (dn) => {
    if (dn.length > lengthMax || !plainName.test(dn)) {
      return wholeName(schema, canonicalDn(schema, parseDn(dn)));
    }
    const comma = dn.indexOf(',');
    const rdn = canonicalRdn(schema, parseRdn(dn.slice(0, comma)));
    const parent = parentOf(dn.slice(comma + 1));
    return {
      text: `${formatRdn(rdn)},${parent.text}`,
      rdn,
      key: () => `${schema.rdnKey(rdn)},${parent.key()}`,
    };
  };
}

function wholeName(schema: Schema, dn: Dn): BulkName {
  return { text: formatDn(dn), rdn: dn[0] ?? [], key: () => schema.dnKey(dn).text };
}

function once(make: () => string): () => string {
  let made: string | undefined;
  return () => (made ??= make());
}
