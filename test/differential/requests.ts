import { createHash } from 'node:crypto';
import type { Filter } from '../../src/model/filter.js';
import type { AttributeInput } from '../../src/model/modification.js';
import type { Request } from '../../src/model/request.js';
import type { RandomFilter } from './random-filters.js';
import type { RandomTarget } from './random-names.js';
import { knownPassword, type RandomOperation } from './random-operations.js';
import type { RandomValue } from './random-values.js';

/** The names of the entries that exist, deepest parents first; the first is the base. */
export type Known = readonly string[];

/** The request that an operation is, given the entries that exist now. */
export function requestOf(operation: RandomOperation, known: Known): Request {
  switch (operation.kind) {
    case 'add':
      return additionOf(operation, known);
    case 'modify': {
      const changes = operation.changes.map(({ kind, attribute, values }) => ({
        kind,
        attribute,
        values: values.map((value) => octetsOf(value, known)),
      }));
      return { kind: 'modify', dn: targetName(operation.target, known), changes };
    }
    case 'delete':
      return { kind: 'delete', dn: targetName(operation.target, known) };
    case 'modifyDn': {
      const { target, rdn, keep, under } = operation;
      const newSuperior = under && targetName(under, known);
      const dn = targetName(target, known);
      return { kind: 'modifyDn', dn, newRdn: rdn, deleteOldRdn: !keep, newSuperior };
    }
    case 'compare': {
      const { target, attribute, value } = operation;
      const dn = targetName(target, known);
      return { kind: 'compare', dn, attribute, value: octetsOf(value, known) };
    }
    case 'bind': {
      const password = Buffer.from(operation.password);
      const dn = targetName(operation.target, known);
      return { kind: 'bind', version: 3, dn, authentication: { kind: 'simple', password } };
    }
    case 'extended':
      return { kind: 'extended', oid: operation.oid, value: undefined };
    case 'search': {
      const { target, filter, ...rest } = operation;
      const base = targetName(target, known);
      return { ...rest, base, timeLimit: 0, filter: filterOf(filter, known) };
    }
  }
}

const required: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  person: { cn: 'a', sn: 'b' },
  inetOrgPerson: { cn: 'a', sn: 'b' },
  posixAccount: { uidNumber: '7', gidNumber: '100', homeDirectory: '/home/a', uid: 'p1', cn: 'a' },
  shadowAccount: { uid: 'p1' },
  uidObject: { uid: 'p1' },
  organizationalUnit: { ou: 'b' },
  organizationalRole: { cn: 'a' },
  groupOfNames: { cn: 'a', member: 'cn=a,dc=example,dc=org' },
};

/** `{SSHA}` of the known password: no key to derive, 100,000 times over. */
const knownDigest = ((): Buffer => {
  const salt = Buffer.from('sel');
  const digest = createHash('sha1').update(knownPassword).update(salt).digest();
  return Buffer.from(`{SSHA}${Buffer.concat([digest, salt]).toString('base64')}`);
})();

/** What the classes require comes with the entry, but for what its attributes say. */
function additionOf(
  { parent, rdn, classes, attributes }: RandomOperation & { kind: 'add' },
  known: Known,
): Request {
  const parentName = targetName(parent, known);
  const values = new Map<string, Buffer[]>();
  for (const name of classes) {
    for (const [attribute, value] of Object.entries(required[name] ?? {})) {
      values.set(attribute, [Buffer.from(value)]);
    }
  }
  for (const part of rdn.split('+')) {
    const [attribute = '', value = ''] = part.split('=');
    const isPlain = value !== '' && !/[\\#]/.test(value);
    const name = [...values.keys()].find((each) => each === attribute.toLowerCase());
    if (isPlain && name !== undefined) values.set(name, [Buffer.from(value)]);
  }
  if (classes.includes('person') || classes.includes('inetOrgPerson')) {
    values.set('userPassword', [knownDigest]);
  }
  for (const { attribute, values: some } of attributes) {
    values.set(
      attribute,
      some.map((value) => octetsOf(value, known)),
    );
  }
  const inputs: AttributeInput[] = [...values].map(([attribute, some]) => ({
    attribute,
    values: some,
  }));
  const classNames = classes.map((name) => Buffer.from(name));
  const objectClass = { attribute: 'objectClass', values: classNames };
  const all = classes.length === 0 ? inputs : [objectClass, ...inputs];
  return { kind: 'add', dn: `${rdn},${parentName}`, attributes: all };
}

export function targetName({ index, spelling, missing }: RandomTarget, known: Known): string {
  const name = spelled(known[index % known.length] ?? '', spelling);
  switch (missing) {
    case 'no':
      return name;
    case 'entry':
      return `cn=missing,${name}`;
    case 'parent':
      return `cn=missing,ou=missing,${name}`;
    case 'malformed':
      return `foo,${name}`;
    case 'outside':
      return 'cn=outside,dc=nowhere';
  }
}

/** The same name in other words (RFC 4514 §2, RFC 4518). */
function spelled(name: string, spelling: number): string {
  const parts = name.split(/(?<!\\),/);
  switch (spelling) {
    case 1:
      return name.toUpperCase().replace(/\\([0-9A-F]{2})/g, '\\$1');
    case 2:
      return parts.join(' , ');
    case 3:
      return name.replace(/^cn=/, '2.5.4.3=').replace(/^ou=/, 'organizationalUnitName=');
    default:
      return name;
  }
}

function octetsOf(value: RandomValue, known: Known): Buffer {
  if (value.kind === 'octets') return value.octets;
  return Buffer.from(spelled(known[value.index % known.length] ?? '', value.spelling));
}

function filterOf(filter: RandomFilter, known: Known): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, filters: filter.filters.map((each) => filterOf(each, known)) };
    case 'not':
      return { kind: 'not', filter: filterOf(filter.filter, known) };
    case 'present':
      return filter;
    case 'substrings':
      return substringsOf(filter, known);
    case 'extensible': {
      const { attribute, rule, value, dnAttributes } = filter;
      // With neither rule nor type the message is malformed: a row of the checklist.
      const named = attribute ?? (rule === undefined ? 'cn' : undefined);
      return {
        kind: 'extensible',
        attribute: named,
        rule,
        dnAttributes,
        value: octetsOf(value, known),
      };
    }
    case 'approximate':
    case 'equality':
    case 'greaterOrEqual':
    case 'lessOrEqual':
      return { ...filter, value: octetsOf(filter.value, known) };
  }
}

function substringsOf(
  { attribute, parts, form }: RandomFilter & { kind: 'substrings' },
  known: Known,
): Filter {
  // An empty part is malformed, and spaces at an end count, but not in slapd: rows of the
  // checklist.
  const some = parts
    .map((part) => octetsOf(part, known))
    .filter((part) => part.toString() !== '' && part.toString().trim() === part.toString())
    .filter((part) => attribute !== 'x121Address' || /^[\d ]+$/.test(part.toString()));
  const pieces = some.length > 0 ? some : [Buffer.from('1')];
  const initial = form % 2 === 1 ? pieces.shift() : undefined;
  const final = form >= 2 ? pieces.pop() : undefined;
  if (!initial && !final && pieces.length === 0) pieces.push(Buffer.from('1'));
  return { kind: 'substrings', attribute, initial, any: pieces, final };
}

const keptByServer = new Set([
  'createTimestamp',
  'entryUUID',
  'structuralObjectClass',
  'hasSubordinates',
]);
const wellFormed = /^(?:ou|cn|sn|uid)=[^#]+$/i;

/**
 * How many things may be wrong with an operation. Where several are, which one a server names is
 * its own affair (RFC 4511 §4.1.9).
 */
export function oddities(operation: RandomOperation): number {
  switch (operation.kind) {
    case 'add': {
      const { parent, rdn, classes, attributes } = operation;
      const isOdd = [parent.missing !== 'no', !wellFormed.test(rdn), classes.length === 0];
      const several = attributes.reduce((sum, { values }) => sum + Math.max(1, values.length), 0);
      return isOdd.filter(Boolean).length + several + 1;
    }
    case 'modify': {
      const sizes = operation.changes.map(({ values }) => Math.max(1, values.length));
      const kept = operation.changes.filter(({ attribute }) => keptByServer.has(attribute));
      const odd = Number(operation.target.missing !== 'no') + kept.length;
      return sizes.reduce((sum, size) => sum + size, odd);
    }
    case 'modifyDn': {
      const { target, under, rdn } = operation;
      const isOdd = [
        target.missing !== 'no',
        (under?.missing ?? 'no') !== 'no',
        under !== undefined,
      ];
      return isOdd.filter(Boolean).length + Number(!wellFormed.test(rdn)) + 1;
    }
    case 'delete':
    case 'compare':
    case 'search':
    case 'bind':
    case 'extended':
      return 1;
  }
}
