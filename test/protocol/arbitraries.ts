import fc from 'fast-check';
import { type Filter } from '../../src/model/filter.js';
import { type Control, type Request } from '../../src/model/request.js';
import { writeRequest } from '../../src/protocol/encode-request.js';
import { BerWriter } from '../../src/protocol/writer.js';

/** Values of every shape of message, for round trips and mutations. */

export const octets = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes));
const someOctets = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((each) => Buffer.from(each));
// Lone surrogates have no UTF-8.
const text = fc.string({ unit: 'binary', maxLength: 80 });
export const attributeName = fc.stringMatching(
  /^[A-Za-z][A-Za-z0-9-]{0,10}(;[a-z0-9-]{1,5}){0,2}$/,
);
const integer = fc.nat(0x7fffffff);

export const filter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.record({
      kind: fc.constantFrom('equality', 'greaterOrEqual', 'lessOrEqual', 'approximate'),
      attribute: attributeName,
      value: octets,
    }),
    fc.record({ kind: fc.constant('present' as const), attribute: attributeName }),
    fc
      .record({
        kind: fc.constant('substrings' as const),
        attribute: attributeName,
        initial: fc.option(someOctets, { nil: undefined }),
        any: fc.array(someOctets, { maxLength: 3 }),
        final: fc.option(someOctets, { nil: undefined }),
      })
      .filter(({ initial, any, final }) => Boolean(initial ?? final ?? any[0])),
    fc
      .record({
        kind: fc.constant('extensible' as const),
        rule: fc.option(
          attributeName.filter((name) => !/^dn$/i.test(name) && !name.includes(';')),
          { nil: undefined },
        ),
        attribute: fc.option(attributeName, { nil: undefined }),
        value: octets,
        dnAttributes: fc.boolean(),
      })
      .filter(({ rule, attribute }) => rule !== undefined || attribute !== undefined),
    fc.record({
      kind: fc.constantFrom('and', 'or'),
      filters: fc.array(tie('filter'), { maxLength: 4 }),
    }),
    fc.record({ kind: fc.constant('not' as const), filter: tie('filter') }),
  ),
})).filter;

const optionalOctets = fc.option(octets, { nil: undefined });
const attributeInput = fc.record({
  attribute: text,
  values: fc.array(octets, { minLength: 1, maxLength: 3 }),
});

const bind = fc.record({
  kind: fc.constant('bind' as const),
  version: fc.integer({ min: 1, max: 127 }),
  dn: text,
  authentication: fc.oneof(
    fc.record({ kind: fc.constant('simple' as const), password: octets }),
    fc.record({ kind: fc.constant('sasl' as const), mechanism: text, credentials: optionalOctets }),
  ),
});

const search = fc.record({
  kind: fc.constant('search' as const),
  base: text,
  scope: fc.constantFrom('base', 'one', 'sub'),
  deref: fc.constantFrom('never', 'searching', 'finding', 'always'),
  sizeLimit: integer,
  timeLimit: integer,
  typesOnly: fc.boolean(),
  filter,
  attributes: fc.array(text, { maxLength: 4 }),
});

const change = fc.oneof(
  fc.record({
    kind: fc.constantFrom('add', 'delete', 'replace'),
    attribute: text,
    values: fc.array(octets, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constantFrom('delete', 'replace'),
    attribute: text,
    values: fc.constant([]),
  }),
  fc.record({ kind: fc.constant('increment' as const), attribute: text, values: fc.tuple(octets) }),
);

const updates = [
  fc.record({
    kind: fc.constant('modify' as const),
    dn: text,
    changes: fc.array(change, { maxLength: 4 }),
  }),
  fc.record({
    kind: fc.constant('add' as const),
    dn: text,
    attributes: fc.array(attributeInput, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant('delete' as const), dn: text }),
  fc.record({
    kind: fc.constant('modifyDn' as const),
    dn: text,
    newRdn: text,
    deleteOldRdn: fc.boolean(),
    newSuperior: fc.option(text, { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('compare' as const), dn: text, attribute: text, value: octets }),
] as const;

export const request: fc.Arbitrary<Request> = fc.oneof(
  bind,
  search,
  ...updates,
  fc.constant({ kind: 'unbind' as const }),
  fc.record({ kind: fc.constant('abandon' as const), messageId: integer }),
  fc.record({ kind: fc.constant('extended' as const), oid: text, value: optionalOctets }),
);

const control: fc.Arbitrary<Control> = fc.record({
  oid: text,
  critical: fc.boolean(),
  value: optionalOctets,
});

export const message = fc.record({
  id: fc.integer({ min: 1, max: 0x7fffffff }),
  request,
  controls: fc.array(control, { maxLength: 3 }),
});

export function encoded(each: {
  readonly id: number;
  readonly request: Request;
  readonly controls: readonly Control[];
}): Buffer {
  const writer = new BerWriter(Buffer.alloc(0));
  writeRequest(writer, each.id, each.request, each.controls);
  return writer.copy();
}
