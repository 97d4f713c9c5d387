import fc from 'fast-check';
import type { DerefAliases, SearchScope } from '../../src/model/request.js';
import { description, filters, kindOfDescription, type RandomFilter } from './random-filters.js';
import { type RandomValue, valueOf } from './random-values.js';

/** An entry by its place among those that exist when the operation is sent, or a missing one. */
export interface RandomTarget {
  readonly index: number;
  readonly spelling: number;
  readonly missing: 'no' | 'entry' | 'parent' | 'malformed' | 'outside';
}

export interface RandomAttribute {
  readonly attribute: string;
  readonly values: readonly RandomValue[];
}

export interface RandomChange extends RandomAttribute {
  readonly kind: 'add' | 'delete' | 'replace' | 'increment';
}

export type RandomOperation =
  | {
      readonly kind: 'add';
      readonly parent: RandomTarget;
      readonly rdn: string;
      readonly classes: readonly string[];
      readonly attributes: readonly RandomAttribute[];
    }
  | { readonly kind: 'modify'; readonly target: RandomTarget; readonly changes: RandomChange[] }
  | { readonly kind: 'delete'; readonly target: RandomTarget }
  | {
      readonly kind: 'modifyDn';
      readonly target: RandomTarget;
      readonly rdn: string;
      readonly keep: boolean;
      readonly under: RandomTarget | undefined;
    }
  | {
      readonly kind: 'compare';
      readonly target: RandomTarget;
      readonly attribute: string;
      readonly value: RandomValue;
    }
  | {
      readonly kind: 'search';
      readonly target: RandomTarget;
      readonly scope: SearchScope;
      readonly deref: DerefAliases;
      readonly sizeLimit: number;
      readonly typesOnly: boolean;
      readonly filter: RandomFilter;
      readonly attributes: readonly string[];
    };

const target: fc.Arbitrary<RandomTarget> = fc.record({
  index: fc.nat(1000),
  spelling: fc.nat(4),
  missing: fc.oneof<fc.MaybeWeightedArbitrary<RandomTarget['missing']>[]>(
    { weight: 12, arbitrary: fc.constant('no') },
    { weight: 1, arbitrary: fc.constantFrom('entry', 'parent', 'malformed', 'outside') },
  ),
});

const rdn = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      'ou=Équipe',
      'ou=b',
      'ou=A',
      'ou=JEAN  pierre',
      'cn=a',
      'cn=A',
      'cn=Jean Pierre',
      'uid=p1',
      'uid=p2',
      'uid=P1',
      'cn=a+sn=b',
      'SN=B+CN=a',
      'cn=x\\2Cy',
      'cn=\\#12',
      'cn=c+uid=c',
      'cn=d',
      'cn=e',
      'cn=f',
      'uid=p3',
      'uid=p4',
      'ou=c',
      'ou=d',
      'cn=Hélène',
      'cn=He\u0301le\u0300ne',
      'cn=\\20lead',
      'cn=a\\2Bb',
      '2.5.4.3=oid',
      'uidNumber=7',
      'cn=tail\\20',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('nope=1', 'foo', 'cn=', 'cn=a,cn=b', '', 'uidNumber=x') },
);

const classLists: readonly (readonly string[])[] = [
  ['organizationalUnit'],
  ['inetOrgPerson'],
  ['inetOrgPerson'],
  ['inetOrgPerson', 'posixAccount', 'shadowAccount'],
  ['top', 'person', 'organizationalPerson', 'inetOrgPerson'],
  ['person', 'uidObject'],
  ['groupOfNames'],
  ['person', 'extensibleObject'],
  ['inetOrgPerson', 'uidObject'],
  ['organizationalRole'],
];
const strangeClassLists: readonly (readonly string[])[] = [
  [],
  ['top'],
  ['uidObject'],
  ['person', 'organizationalUnit'],
  ['nope'],
  ['person', 'nope'],
  ['person', 'PERSON'],
  ['posixAccount'],
];

const attribute: fc.Arbitrary<RandomAttribute> = description.chain((name) =>
  fc.record({
    attribute: fc.constant(name),
    values: fc.array(valueOf(kindOfDescription(name)), { minLength: 0, maxLength: 2 }),
  }),
);

const change: fc.Arbitrary<RandomChange> = fc
  .tuple(
    fc.constantFrom('add', 'add', 'delete', 'replace', 'replace', 'increment' as const),
    attribute,
    fc.nat(3),
  )
  .map(([kind, what, several]) => ({
    ...what,
    kind,
    values: kind === 'increment' && several > 0 ? what.values.slice(0, 1) : what.values,
  }));

/** Likely to succeed: an increment of a number, the addition of an optional value. */
const mildChange: fc.Arbitrary<RandomChange> = fc.oneof(
  fc.constantFrom('uidNumber', 'gidNumber', 'shadowMax').map((name): RandomChange => ({
    kind: 'increment',
    attribute: name,
    values: [{ kind: 'octets', octets: Buffer.from('5') }],
  })),
  fc
    .tuple(
      fc.constantFrom('add', 'delete', 'replace' as const),
      fc
        .constantFrom('description', 'title', 'telephoneNumber', 'seeAlso', 'mail', 'member')
        .chain((name) =>
          fc.tuple(fc.constant(name), fc.array(valueOf(kindOfDescription(name)), { maxLength: 1 })),
        ),
    )
    .map(([kind, [name, values]]) => ({ kind, attribute: name, values })),
);

const selection = fc.oneof(
  { weight: 2, arbitrary: fc.constant<string[]>([]) },
  {
    weight: 3,
    arbitrary: fc.uniqueArray(
      fc.constantFrom(
        '*',
        '1.1',
        'cn',
        'CN',
        'commonName',
        '2.5.4.3',
        'name',
        'description',
        'nope',
        'cn;lang-fr',
        '@person',
        '@posixAccount',
        'structuralObjectClass',
        'hasSubordinates',
        'entryDN',
        'member',
        'description;lang-fr',
        'entrydn',
        '@nope',
        'telephoneNumber',
        'subschemaSubentry',
        'bad name',
      ),
      { maxLength: 3 },
    ),
  },
);

const addition = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...classLists) },
  { weight: 1, arbitrary: fc.constantFrom(...strangeClassLists) },
);

export const operation: fc.Arbitrary<RandomOperation> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('add' as const),
      parent: target,
      rdn,
      classes: addition,
      attributes: fc.oneof(
        { weight: 3, arbitrary: fc.constant<RandomAttribute[]>([]) },
        { weight: 2, arbitrary: fc.array(attribute, { maxLength: 2 }) },
      ),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('modify' as const),
      target,
      changes: fc.oneof(
        fc.array(change, { minLength: 0, maxLength: 3 }),
        fc.array(mildChange, { minLength: 1, maxLength: 2 }),
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), target }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('modifyDn' as const),
      target,
      rdn,
      keep: fc.boolean(),
      under: fc.option(target, { nil: undefined }),
    }),
  },
  {
    weight: 3,
    arbitrary: description.chain((name) =>
      fc.record({
        kind: fc.constant('compare' as const),
        target,
        attribute: fc.constant(name),
        value: valueOf(kindOfDescription(name)),
      }),
    ),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('search' as const),
      target,
      scope: fc.constantFrom('base', 'one', 'sub', 'sub' as const),
      deref: fc.constantFrom('never', 'always' as const),
      sizeLimit: fc.oneof(
        { weight: 5, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.constantFrom(1, 3) },
      ),
      typesOnly: fc.oneof(
        { weight: 8, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
      filter: filters,
      attributes: selection,
    }),
  },
);
