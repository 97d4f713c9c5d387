import { expect } from 'chai';
import type { Request } from '../../src/model/request.js';
import { checklist, type Row } from './checklist.js';
import { people, person } from './checklist-fixture.js';
import { read, someone } from './checklist-update.js';
import { shown } from './expected.js';
import { add, type Change, modify, search, type Values } from './session.js';
import type { Check } from './side-by-side.js';
import { testSchema } from './test-schema.js';

const p1 = person('p1');

/** Each on an entry of its own, as `uid=m<n>`. */
let count = 0;
function change(
  title: string,
  { given = {}, changes }: { readonly given?: Values; readonly changes: readonly Change[] },
  after: Readonly<Record<string, readonly string[]>>,
): Row {
  const dn = person(`m${++count}`);
  return {
    title,
    given: [add(dn, { ...someone, ...given })],
    ask: modify(dn, ...changes),
    then: 'success',
    after: [read(dn), shown(after)],
  };
}

const numbers = ['inetOrgPerson', 'marque'];

const done: readonly Row[] = [
  change(
    '62 replaces an absent attribute by nothing',
    { changes: [['replace', 'title']] },
    { title: [] },
  ),
  change(
    '62 replaces all values',
    { given: { title: ['a', 'b'] }, changes: [['replace', 'title', 'c']] },
    { title: ['c'] },
  ),
  change(
    '62 deletes all values one by one',
    { given: { title: ['a', 'b'] }, changes: [['delete', 'title', 'a', 'B']] },
    { title: [] },
  ),
  change(
    '62 deletes the attribute',
    { given: { title: ['a', 'b'] }, changes: [['delete', 'title']] },
    { title: [] },
  ),
  change(
    '62 adds to what is there',
    { given: { title: 'a' }, changes: [['add', 'title', 'b']] },
    { title: ['a', 'b'] },
  ),
  change(
    '62 rewrites a value in another case',
    { given: { title: 'a' }, changes: [['replace', 'title', 'A']] },
    { title: ['A'] },
  ),
  change(
    '63 adds an auxiliary class and what it allows',
    {
      changes: [
        ['add', 'objectClass', 'marque'],
        ['add', 'nombre', '1'],
      ],
    },
    { nombre: ['1'] },
  ),
  change(
    '64 in order: deleted, then added',
    {
      given: { title: 'a' },
      changes: [
        ['delete', 'title', 'a'],
        ['add', 'title', 'a'],
      ],
    },
    { title: ['a'] },
  ),
  change(
    '64 in order: added, then deleted',
    {
      changes: [
        ['add', 'title', 'a'],
        ['delete', 'title', 'a'],
      ],
    },
    { title: [] },
  ),
  change(
    '64 a required attribute may be missing in between',
    {
      changes: [
        ['delete', 'sn'],
        ['add', 'sn', 'r'],
      ],
    },
    { sn: ['r'] },
  ),
  change(
    '64 a SINGLE-VALUE attribute may have two in between',
    {
      given: { employeeNumber: '1' },
      changes: [
        ['add', 'employeeNumber', '2'],
        ['delete', 'employeeNumber', '1'],
      ],
    },
    { employeeNumber: ['2'] },
  ),
  change(
    '64 a value of the RDN may be missing in between',
    {
      changes: [
        ['delete', 'uid'],
        ['add', 'uid', `m${count + 1}`],
      ],
    },
    { sn: ['q'] },
  ),
  change(
    '65 options are attributes of their own',
    {
      given: { description: 'a', 'description;lang-fr': 'b' },
      changes: [['replace', 'description', 'c']],
    },
    { description: ['c'], 'description;lang-fr': ['b'] },
  ),
  change(
    '65 one option alone is deleted',
    {
      given: { description: 'a', 'description;lang-fr': 'b' },
      changes: [['delete', 'description;lang-fr']],
    },
    { description: ['a'], 'description;lang-fr': [] },
  ),
  change(
    '65 one value under two options',
    { given: { description: 'a' }, changes: [['add', 'description;lang-fr', 'a']] },
    { description: ['a'], 'description;lang-fr': ['a'] },
  ),
  change(
    '66 increments (RFC 4525)',
    { given: { objectClass: numbers, nombre: '7' }, changes: [['increment', 'nombre', '3']] },
    { nombre: ['10'] },
  ),
  change(
    '66 increments all values',
    {
      given: { objectClass: numbers, nombre: ['1', '-1'] },
      changes: [['increment', 'nombre', '10']],
    },
    { nombre: ['11', '9'] },
  ),
  change(
    '66 decrements',
    { given: { objectClass: numbers, nombre: '7' }, changes: [['increment', 'nombre', '-10']] },
    { nombre: ['-3'] },
  ),
  change(
    '66 increments what it has just added',
    {
      given: { objectClass: numbers },
      changes: [
        ['add', 'nombre', '1'],
        ['increment', 'nombre', '1'],
      ],
    },
    { nombre: ['2'] },
  ),
  change('no changes', { changes: [] }, { sn: ['q'] }),
];

const stamps = ['entryUUID', 'entryCSN', 'createTimestamp', 'modifyTimestamp', 'modifiersName'];

/** What the server keeps of an entry, by name. */
const kept: Check = {
  title: '67 a change moves entryCSN and modifyTimestamp, never entryUUID and createTimestamp',
  run: async (peer) => {
    const root = await peer.root();
    const own = async (): Promise<Readonly<Record<string, string | undefined>>> => {
      const { entries } = await root.ask(search(p1, { attributes: stamps }));
      const pairs = entries[0]?.attributes.map(({ attribute, values }) => [
        attribute,
        String(values[0]),
      ]);
      return Object.fromEntries(pairs ?? []) as Record<string, string>;
    };
    const before = await own();
    expect(Object.keys(before)).to.have.members(stamps);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await peer.load([modify(p1, ['replace', 'title', 'x'])]);
    const after = await own();
    expect(after['entryUUID']).to.equal(before['entryUUID']);
    expect(after['createTimestamp']).to.equal(before['createTimestamp']);
    expect(Number.parseInt(after['modifyTimestamp'] ?? '')).to.be.above(
      Number.parseInt(before['modifyTimestamp'] ?? ''),
    );
    expect([after['entryCSN'], before['entryCSN']].sort()).to.deep.equal([
      before['entryCSN'],
      after['entryCSN'],
    ]);
    expect(after['entryCSN']).to.not.equal(before['entryCSN']);
  },
};

const asked: Request = search(people, {
  scope: 'one',
  filter: '(title=indexé)',
  attributes: ['1.1'],
});
const indexed: Check = {
  title: 'what is written is found at once, and what is deleted no more',
  run: async (peer) => {
    const root = await peer.root();
    const count = async (): Promise<number> => (await root.ask(asked)).entries.length;
    await peer.load([modify(person('p4'), ['add', 'title', 'Indexé'])]);
    expect(await count()).to.equal(1);
    await peer.load([modify(person('p4'), ['delete', 'title', 'indexé'])]);
    expect(await count()).to.equal(0);
  },
};

checklist('modify', [...done, kept, indexed], { schema: testSchema });
