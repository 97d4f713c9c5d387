import { expect } from 'chai';
import { checklist, row, type Row } from './checklist.js';
import { people, person } from './checklist-fixture.js';
import { read, someone } from './checklist-update.js';
import { matchedValues, postRead, preRead, readEntryOf, uncritical } from './client/controls.js';
import { type Expected } from './expected.js';
import { control } from './oids.js';
import { rootDn } from './servers.js';
import { add, modify, remove, rename, search } from './session.js';

type Shown = Readonly<Record<string, readonly string[] | undefined>>;

/** The response control shows this entry so; an undefined attribute is not among the shown. */
const reads = (oid: string, dn: string, values: Shown): Expected => ({
  code: 'success',
  controls: [oid],
  and: ({ result }) => {
    const entry = readEntryOf(result.controls, oid);
    expect(entry.dn).to.equal(dn);
    for (const [name, some] of Object.entries(values)) {
      expect(entry.values[name], name).to.deep.equal(some);
    }
  },
});
const before = (dn: string, values: Shown): Expected => reads(control.preRead, dn, values);
const after = (dn: string, values: Shown): Expected => reads(control.postRead, dn, values);

let count = 0;
/** An entry of one row alone. */
const fresh = (): string => person(`l${++count}`);
function given(
  ask: (dn: string) => Row['ask'],
  then: (dn: string) => Expected,
  more: Partial<Row>,
  title: string,
): Row {
  const dn = fresh();
  return {
    title,
    given: [add(dn, { ...someone, title: 'a' })],
    ask: ask(dn),
    then: then(dn),
    ...more,
  };
}

const toB = (dn: string): Row['ask'] => modify(dn, ['replace', 'title', 'b']);

/** 75: an entry before and after its update (RFC 4527). */
const readEntries: readonly Row[] = [
  given(
    toB,
    (dn) => before(dn, { title: ['a'], sn: undefined }),
    { controls: [preRead('title')] },
    '75 pre-read: modify',
  ),
  given(
    toB,
    (dn) => after(dn, { title: ['b'], sn: undefined }),
    { controls: [postRead('title')] },
    '75 post-read: modify',
  ),
  given(
    remove,
    (dn) => before(dn, { title: ['a'], sn: ['q'] }),
    { controls: [preRead()] },
    '75 pre-read: delete, all user attributes',
  ),
  given(
    (dn) => rename(dn, 'uid=renomme1'),
    (dn) => before(dn, { uid: [dn.slice(4, dn.indexOf(','))] }),
    { controls: [preRead('uid')] },
    '75 pre-read: rename, under the old name',
  ),
  given(
    (dn) => rename(dn, 'uid=renomme2'),
    () => after(person('renomme2'), { uid: ['renomme2'] }),
    { controls: [postRead('uid')] },
    '75 post-read: rename, under the new name',
  ),
  row(
    '75 post-read: add',
    add(person('neuf'), someone),
    after(person('neuf'), { uid: ['neuf'], creatorsName: [rootDn] }),
    {
      controls: [postRead('uid', 'creatorsName')],
    },
  ),
  given(
    (dn) => modify(dn, ['replace', 'title', 'b']),
    (dn) => ({
      code: 'success',
      controls: [control.preRead, control.postRead],
      and: ({ result: { controls } }) => {
        expect(readEntryOf(controls, control.preRead)).to.deep.equal({
          dn,
          values: { title: ['a'] },
        });
        expect(readEntryOf(controls, control.postRead)).to.deep.equal({
          dn,
          values: { title: ['b'] },
        });
      },
    }),
    { controls: [preRead('title'), postRead('title')] },
    '75 both of one modify',
  ),
  given(
    toB,
    (dn) => ({
      code: 'success',
      and: ({ result: { controls } }) => {
        const { values } = readEntryOf(controls, control.postRead);
        expect(values['entryUUID']).to.have.length(1);
        expect(values['modifyTimestamp']).to.have.length(1);
        expect(values['title'], dn).to.equal(undefined);
      },
    }),
    { controls: [postRead('+')] },
    '75 post-read: `+`',
  ),
  given(
    toB,
    (dn) => after(dn, { title: undefined, uid: undefined }),
    { controls: [postRead('1.1')] },
    '75 post-read: `1.1`',
  ),
  given(
    toB,
    (dn) => after(dn, { title: ['b'] }),
    { controls: [uncritical(postRead('title', 'nope'))] },
    '75 post-read: not critical, an unknown attribute',
  ),
  given(
    (dn) => modify(dn, ['delete', 'description']),
    () => ({ code: 'noSuchAttribute', controls: [] }),
    { controls: [preRead('title')] },
    '75 pre-read: nothing when the update fails',
  ),
  row(
    '71 pre-read on an add, critical',
    add(person('zz1'), someone),
    'unavailableCriticalExtension',
    {
      controls: [preRead('uid')],
      after: [read(person('zz1')), 'noSuchObject'],
    },
  ),
  row('71 post-read on a delete, critical', remove(person('p1')), 'unavailableCriticalExtension', {
    controls: [postRead('uid')],
    after: [read(person('p1')), 'success'],
  }),
];

const p2 = person('p2');
const matched = (
  attributes: readonly string[],
  filters: readonly string[],
  values: Readonly<Record<string, readonly string[]>>,
  title: string,
  more: Partial<Row> = {},
): Row =>
  row(
    title,
    search(p2, { attributes }),
    {
      code: 'success',
      and: ({ entries: [entry] }) => {
        const own = entry?.attributes.map(({ attribute, values: some }) => [
          attribute,
          some.map(String).sort(),
        ]);
        expect(Object.fromEntries(own ?? [])).to.deep.equal(values);
      },
    },
    { controls: [matchedValues(...filters)], ...more },
  );

/** 75: matched values (RFC 3876). */
const values: readonly Row[] = [
  matched(
    ['description'],
    ['(description=b)'],
    { description: ['b'] },
    '75 matched values: one of two',
  ),
  matched(
    ['description'],
    ['(description=B)'],
    { description: ['b'] },
    '75 matched values: by the rule',
  ),
  matched(
    ['description'],
    ['(description=r*)'],
    { description: ['Réseau de Bretagne'] },
    '75 matched values: substrings',
  ),
  matched(
    ['description'],
    ['(description=b)', '(description=*bretagne)'],
    { description: ['Réseau de Bretagne', 'b'] },
    '75 matched values: one filter or the other',
  ),
  matched(
    ['description'],
    ['(description=*)'],
    { description: ['Réseau de Bretagne', 'b'] },
    '75 matched values: presence brings all',
  ),
  matched(
    ['description', 'sn'],
    ['(description=b)'],
    { description: ['b'], sn: [] },
    '75 matched values: an attribute without one is there, empty (RFC 3876 §2)',
    { slapdDeparts: 'it leaves it out' },
  ),
  matched(['description'], ['(description=zz)'], { description: [] }, '75 matched values: none', {
    slapdDeparts: 'it leaves the attribute out',
  }),
  matched(['description'], ['(nope=x)'], { description: [] }, '75 matched values: Undefined', {
    slapdDeparts: 'it leaves the attribute out',
  }),
  matched(
    ['sn'],
    ['(sn:caseExactMatch:=Martin)'],
    { sn: ['Martin'] },
    '75 matched values: another rule',
  ),
  matched(
    ['sn', 'cn'],
    ['(name=martin)'],
    { sn: ['Martin'], cn: [] },
    '75 matched values: by the supertype',
    { slapdDeparts: 'it leaves the empty attribute out' },
  ),
  row(
    '75 matched values: types only, no effect',
    search(p2, { attributes: ['description', 'sn'], typesOnly: true }),
    { code: 'success', types: ['description', 'sn'] },
    { controls: [matchedValues('(description=b)')] },
  ),
  row(
    '75 matched values: `1.1`, no effect',
    search(p2, { attributes: ['1.1'] }),
    { code: 'success', descriptions: [] },
    { controls: [matchedValues('(description=b)')] },
  ),
  row(
    '75 matched values: entries are found all the same',
    search(people, { scope: 'one', filter: '(|(uid=p1)(uid=p2))', attributes: ['uid'] }),
    { code: 'success', found: ['p1', 'p2'] },
    { controls: [matchedValues('(uid=p1)')] },
  ),
  row('75 matched values: a compound filter is none (RFC 3876 §2)', search(p2), 'protocolError', {
    controls: [matchedValues('(&(description=b))')],
    slapdDeparts: 'it ends the session',
  }),
];

checklist('controls', [...readEntries, ...values]);
