import { isUtf8 } from 'node:buffer';
import { type Dn, parseDn } from '../model/dn.js';
import { LdapError } from '../model/result.js';
import type { DnKey, MatchingRule } from './definitions.js';
import { equalityRule, ldapSyntax } from './matching-rule.js';
import { prepareText } from './insignificant-space.js';
import { splitOptionalUid } from './syntaxes-of-values.js';

/** The matching rules whose answers depend on the schema itself: names of entries and OIDs. */

/** What these rules ask of the schema that they are part of. */
export interface SchemaNames {
  readonly dnKey: (dn: Dn) => DnKey;
  /** The numeric OID behind a descriptor or an OID; undefined when nothing bears it. */
  readonly oidOf: (nameOrOid: string) => string | undefined;
}

const numericOid = /^\d+(?:\.\d+)+$/;
const firstOid = /^\( *(\d+(?:\.\d+)*)[ )]/;
const firstString = /^\( *'((?:[^'\\]|\\[0-9A-Fa-f]{2})*)'/;

/** The syntaxes of values that open with an OID (RFC 4517 §4.2.25). */
const definitions = [3, 16, 30, 31, 35, 37, 54].map(ldapSyntax);

export function nameRules(names: SchemaNames): readonly MatchingRule[] {
  const dnKey = (value: Buffer): string | undefined => readDn(value, names)?.text;
  const oidKey = (value: Buffer): Buffer | undefined => {
    const text = value.toString('latin1').trim();
    const oid = names.oidOf(text) ?? (numericOid.test(text) ? text : undefined);
    return oid === undefined ? undefined : Buffer.from(oid, 'latin1');
  };
  return [
    equalityRule({
      oid: '2.5.13.0',
      name: 'objectIdentifierMatch',
      syntaxOid: ldapSyntax(38),
      prepare: oidKey,
    }),
    equalityRule({
      oid: '2.5.13.1',
      name: 'distinguishedNameMatch',
      syntaxOid: ldapSyntax(12),
      prepare: (value) => bufferOf(dnKey(value)),
    }),
    equalityRule({
      oid: '2.5.13.23',
      name: 'uniqueMemberMatch',
      syntaxOid: ldapSyntax(34),
      prepare: (value) => {
        const { dn, uid } = splitOptionalUid(value);
        const key = dnKey(dn);
        return bufferOf(key === undefined ? undefined : `${key}${uid}`);
      },
    }),
    equalityRule({
      oid: '2.5.13.30',
      name: 'objectIdentifierFirstComponentMatch',
      syntaxOid: ldapSyntax(38),
      values: definitions,
      prepare: (value) => bufferOf(firstOid.exec(value.toString('latin1'))?.[1]) ?? oidKey(value),
      prepareAssertion: oidKey,
    }),
    equalityRule({
      oid: '2.5.13.31',
      name: 'directoryStringFirstComponentMatch',
      syntaxOid: ldapSyntax(15),
      values: [],
      prepare: (value) => prepareText(firstStringOf(value), true),
      prepareAssertion: (value) => prepareText(value, true),
    }),
  ];
}

/** The key of a name's octets; undefined when they are none by this schema. */
export function readDn(value: Buffer, names: SchemaNames): DnKey | undefined {
  if (!isUtf8(value)) return undefined;
  try {
    return names.dnKey(parseDn(value.toString('utf8')));
  } catch (error) {
    if (error instanceof LdapError) return undefined;
    throw error;
  }
}

function firstStringOf(value: Buffer): Buffer {
  const quoted = firstString.exec(value.toString('latin1'))?.[1];
  return quoted === undefined ? value : Buffer.from(quoted, 'latin1');
}

function bufferOf(text: string | undefined): Buffer | undefined {
  return text === undefined ? undefined : Buffer.from(text);
}
