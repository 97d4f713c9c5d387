import fc from 'fast-check';
import type { DerefAliases, SearchScope } from '../../src/model/request.js';
import { type RandomTarget, rdn, target } from './random-names.js';
import { description, filters, kindOfDescription, type RandomFilter } from './random-filters.js';
import { type RandomValue, valueOf } from './random-values.js';

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
      readonly kind: 'bind';
      readonly target: RandomTarget;
      readonly password: string;
    }
  | { readonly kind: 'extended'; readonly oid: string }
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

/** The one password that entries have, here as a digest that both servers verify. */
export const knownPassword = 'secret';
const whoAmI = '1.3.6.1.4.1.4203.1.11.3';

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

const entryAdded: fc.Arbitrary<RandomOperation> = fc.record({
  kind: fc.constant('add' as const),
  parent: target,
  rdn,
  classes: addition,
  attributes: fc.oneof(
    { weight: 3, arbitrary: fc.constant<RandomAttribute[]>([]) },
    { weight: 2, arbitrary: fc.array(attribute, { maxLength: 2 }) },
  ),
});

const operation: fc.Arbitrary<RandomOperation> = fc.oneof(
  { weight: 4, arbitrary: entryAdded },
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
      under: fc.option(target, { nil: undefined, freq: 1 }),
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
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('bind' as const),
      target,
      password: fc.constantFrom(knownPassword, knownPassword, knownPassword, 'wrong', ''),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('extended' as const),
      oid: fc.constantFrom(whoAmI, whoAmI, whoAmI, '1.2.3.4'),
    }),
  },
);

/** Some entries first, then anything. */
export const sequence: fc.Arbitrary<readonly RandomOperation[]> = fc
  .tuple(
    fc.array(entryAdded, { minLength: 2, maxLength: 4 }),
    fc.array(operation, { minLength: 8, maxLength: 20 }),
  )
  .map(([first, then]) => [...first, ...then]);
