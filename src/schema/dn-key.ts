import { type Ava, type Dn, escapeValue, type Rdn } from '../model/dn.js';
import { LdapError } from '../model/result.js';
import type { AttributeType, DnKey } from './definitions.js';
import { spaceFramedRules } from './rules-of-strings.js';

/** Normalised names: the first name of each type and the equality key of each value. */

type TypeLookup = (nameOrOid: string) => AttributeType | undefined;

/** Values that their equality key leaves alone but for case; most of a directory's RDNs. */
const plain = /^[A-Za-z0-9][A-Za-z0-9._@-]*(?: [A-Za-z0-9._@-]+)*$/;
const caseIgnoring = new Set(['2.5.13.2', '1.3.6.1.4.1.1466.109.114.2']);

/** @throws LdapError `invalidDNSyntax` */
export function keyOfDn(dn: Dn, lookup: TypeLookup): DnKey {
  const rdns = dn.map((rdn) => keyOfRdn(rdn, lookup));
  return { rdns, text: rdns.join(',') };
}

/**
 * The key whose text this is: commas in it stand between RDNs alone. It is not read as a name, for
 * a value's equality key need not be a value.
 */
export function keyOfText(text: string): DnKey {
  return { rdns: text === '' ? [] : text.split(','), text };
}

/** @throws LdapError `invalidDNSyntax` */
export function keyOfRdn(rdn: Rdn, lookup: TypeLookup): string {
  const [only, ...others] = rdn;
  if (only !== undefined && others.length === 0) return keyOfAva(only, lookup);
  // A set: `cn=a+sn=b` and `sn=b+cn=a` are one name. A type names an entry once (X.501 §9.3).
  const types = new Set(rdn.map(({ type }) => lookup(type)));
  if (types.size < rdn.length) throw invalid('an attribute type twice in one RDN');
  return rdn
    .map((ava) => keyOfAva(ava, lookup))
    .sort()
    .join('+');
}

function keyOfAva({ type: name, value }: Ava, lookup: TypeLookup): string {
  const type = lookup(name);
  if (type === undefined) throw invalid(`unknown attribute type “${name}”`);
  return `${type.name.toLowerCase()}=${valueKey(type, value)}`;
}

function valueKey(type: AttributeType, value: Buffer): string {
  if (!type.syntax.accepts(value)) throw invalid(`not a value of “${type.name}”`);
  const { equality } = type;
  if (equality === undefined) return escapeValue(value);
  if (caseIgnoring.has(equality.oid)) {
    const text = value.toString('latin1');
    if (plain.test(text)) return text.toLowerCase();
  }
  const key = equality.prepareValue(value);
  if (key === undefined) throw invalid(`not a value of “${type.name}”`);
  return escapeValue(spaceFramedRules.has(equality.oid) ? withoutFrame(key) : key);
}

/** The frame and the doubled spaces serve substrings; a name does without. */
function withoutFrame(key: Buffer): Buffer {
  return Buffer.from(key.toString('utf8').slice(1, -1).replaceAll('  ', ' '));
}

function invalid(why: string): LdapError {
  return new LdapError('invalidDNSyntax', `invalid DN: ${why}`);
}
