import { expect } from 'chai';
import { parseFilter } from '../../src/model/filter-text.js';
import { listKey } from '../../src/schema/list-key.js';
import { loadSchema } from '../../src/schema/load.js';
import { shippedTexts } from './shipped.js';

const load = (lists: string): ReturnType<typeof loadSchema> =>
  loadSchema([
    ...shippedTexts,
    {
      name: 'a.schema',
      text: `objectclass ( 1.2.3 NAME 'k' AUXILIARY X-LIST ( ${lists} ) )`,
    },
  ]);

/** Filters that ask the same, by their keys, of those in one row. */
const alike: readonly (readonly string[])[] = [
  ['(objectClass=inetOrgPerson)', '(OBJECTCLASS=INETORGPERSON)', '(2.5.4.0=inetorgperson)'],
  ['(&(sn=a)(cn=b))', '(&(cn=B)(surname=A ))', '(&(cn=b)(&(sn=a)(sn=a)))'],
  ['(|(sn=*)(cn=b))', '(|(cn=b)(|(sn=*)))'],
  ['(sn=a)', '(&(sn=a))', '(|(&(sn=a)(sn=a)))'],
  ['(!(sn=*))'],
];

const without = ['(sn=a*)', '(sn>=a)', '(sn:=a)', '(sn~=a)', '(nope=a)', '(sn;x-y=a)', '(&)'];

describe('the lists of a schema', () => {
  const schema = load("'(objectClass=k) sn' '(&(sn=*)(objectClass=K)) uid sn:fr'");
  const keyOf = (text: string): string | undefined => listKey(schema, parseFilter(text));

  it('have the same key where their filters ask the same, and else another', () => {
    const keys = alike.map((row) => new Set(row.map(keyOf)));
    for (const each of keys) expect(each.size, [...each].join()).to.equal(1);
    expect(new Set(keys.flatMap((each) => [...each])).size).to.equal(alike.length);
    for (const text of without) expect(keyOf(text), text).to.equal(undefined);
    const many = Array.from({ length: 65 }, (_, at) => `(sn=${at})`).join('');
    expect(keyOf(`(|${many})`)).to.equal(undefined);
  });

  it('are one where it is the same list, in all its orders', () => {
    const both = load("'(objectClass=k) sn uid' '(objectClass=K) sn cn:fr'").lists.find(
      ({ key }) => key === keyOf('(objectClass=k)'),
    );
    expect(both?.orders.map(({ type, rule }) => `${type.name} ${rule.name}`)).to.deep.equal([
      'sn caseIgnoreMatch',
      'uid caseIgnoreMatch',
      'cn caseIgnoreOrderingMatch-fr',
    ]);
  });

  const faults: Readonly<Record<string, readonly [list: string, message: RegExp]>> = {
    'a filter that is none': ['(sn=a sn', /expected/],
    'a filter that is not kept': ['(sn=a*) sn', /no list is kept/],
    'an unknown class': ['(objectClass=nope) sn', /no list is kept/],
    'an unknown attribute': ['(objectClass=k) nope', /“nope”/],
    'an unknown rule': ['(objectClass=k) sn:nope', /“sn:nope”/],
    'a rule that orders nothing': ['(objectClass=k) sn:caseIgnoreMatch', /no order/],
    'an attribute without an index': ['(objectClass=k) street', /“street”/],
    'an attribute with subtypes': ['(objectClass=k) name', /“name”/],
    'no order': ['(objectClass=k)', /names no order/],
  };
  for (const [fault, [list, message]] of Object.entries(faults)) {
    it(`name the place and ${fault}`, () => {
      expect(() => load(`'${list}'`))
        .to.throw(Error, message)
        .with.property('message')
        .match(/^a\.schema:1: /);
    });
  }
});
