import { type Ava, type Dn, formatDn, parseDn, type Rdn } from '../model/dn.js';
import { LdapError } from '../model/result.js';
import type { AttributeType } from './definitions.js';
import type { Schema } from './schema.js';

type Types = Pick<Schema, 'attributeType'>;

/**
 * A name as this server stores and answers it: values as written, attribute types by their short
 * name (RFC 4514 §2.3), the AVAs of an RDN, which are a set, in the order of their types.
 */
export function canonicalDn(schema: Types, dn: Dn): Dn {
  return dn.map((rdn) => canonicalRdn(schema, rdn));
}

/** The same for one relative name. */
export function canonicalRdn(schema: Types, rdn: Rdn): Rdn {
  const [only, ...others] = rdn;
  if (only !== undefined && others.length === 0) return [canonicalAva(schema, only)];
  return rdn
    .map((ava) => canonicalAva(schema, ava))
    .sort((one, other) => (one.type < other.type ? -1 : Number(one.type > other.type)));
}

function canonicalAva(schema: Types, ava: Ava): Ava {
  const name = schema.attributeType(ava.type)?.name;
  return name === undefined || name === ava.type ? ava : { type: name, value: ava.value };
}

const nameSyntax = '1.3.6.1.4.1.1466.115.121.1.12';

/** Values as they are stored: names in their canonical spelling, anything else as written. */
export function canonicalValues(
  schema: Types,
  { syntax }: AttributeType,
  values: readonly Buffer[],
): readonly Buffer[] {
  if (syntax.oid !== nameSyntax) return values;
  return values.map((value) => canonicalNameValue(schema, value));
}

function canonicalNameValue(schema: Types, value: Buffer): Buffer {
  try {
    const text = value.toString('utf8');
    const canonical = formatDn(canonicalDn(schema, parseDn(text)));
    return canonical === text ? value : Buffer.from(canonical);
  } catch (error) {
    // What is no name is for the syntax to refuse.
    if (error instanceof LdapError) return value;
    throw error;
  }
}
