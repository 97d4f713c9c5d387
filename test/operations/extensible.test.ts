import { expect } from 'chai';
import fc from 'fast-check';
import { parseFilter } from '../../src/model/filter-text.js';
import type { Filter } from '../../src/model/filter.js';
import type { PlanExplanation } from '../../src/operations/filter/explain.js';
import { testOfAssertion } from '../../src/operations/filter/rule-assertion.js';
import { familyNames, givenNames } from '../region/names.js';
import {
  actorOf,
  type Opened,
  openFixture,
  personDn,
  root,
  search,
  smallDirectory,
  storeEntries,
  suffix,
  type Values,
} from './fixture.js';

const people = `ou=personnes,${suffix}`;

const person = (uid: string, values: Values): readonly [string, Values] => [
  `uid=${uid},${people}`,
  { objectClass: ['inetOrgPerson', 'posixAccount', 'personneAnnuaire'], uid, ...values },
];

const posix = (uidNumber: string): Values => ({
  uidNumber,
  gidNumber: '514',
  homeDirectory: '/home/x',
});

const breton = [
  person('katell', {
    ...posix('514'),
    cn: "L'HÉNORET Katell",
    sn: 'L’HÉNORET',
    displayName: 'Katell L’Hénoret',
    commune: 'Saint-Brieuc',
    l: 'Saint-Brieuc',
    specialite: 'Chirurgie générale',
    manager: personDn('helene.le-goff'),
    userPassword: 'secret',
  }),
  person('gwenole', { ...posix('2'), cn: 'Cœur Gwénolé', sn: 'Cœur', title: 'Médecin chef' }),
];

/** Filters, whom they find, and the index that answers; none: each entry is looked at. */
const filters: readonly (readonly [filter: string, found: readonly string[], index?: string])[] = [
  ['(sn~=legoff)', ['helene'], 'sn'],
  ['(givenName~=helene)', ['helene'], 'givenname'],
  ['(sn~=lhenoret)', ['katell'], 'sn'],
  ["(sn~=l'henoret)", ['katell'], 'sn'],
  ['(cn~=coeur gwenole)', ['gwenole'], 'cn'],
  ['(displayName~=katell l henoret)', ['katell'], 'displayname'],
  ['(commune~=saint brieuc)', ['katell'], 'commune'],
  ['(l~=SAINTBRIEUC)', ['katell'], 'l'],
  ['(specialite~=chirurgie generale)', ['katell'], 'specialite'],
  ['(cn=l’henoret katell)', []],
  ['(sn:fr:=le goff)', ['helene'], 'sn'],
  ['(sn:fr.eq:=legoff)', ['helene'], 'sn'],
  ['(sn:2.16.840.1.113730.3.3.2.18.1:=legoff)', ['helene'], 'sn'],
  ['(sn:2.16.840.1.113730.3.3.2.18.1.3:=legoff)', ['helene'], 'sn'],
  ['(sn:1.3.6.1.4.1.42.2.27.9.4.76.1:=legoff)', ['helene'], 'sn'],
  ['(sn:1.3.6.1.4.1.42.2.27.9.4.76.1.3:=legoff)', ['helene'], 'sn'],
  ['(sn:fr.lt:=le goff)', ['francois', 'gwenole'], 'sn'],
  ['(sn:fr.lte:=le goff)', ['francois', 'gwenole', 'helene'], 'sn'],
  ['(sn:fr.gte:=martin)', ['anne', 'soazig', 'yann'], 'sn'],
  ['(sn:fr.gt:=martin)', ['soazig'], 'sn'],
  ['(sn:fr:=>= martin)', ['anne', 'soazig', 'yann'], 'sn'],
  ['(sn:1.3.6.1.4.1.42.2.27.9.4.76.1.5:=martin)', ['soazig'], 'sn'],
  ['(sn:fr.sub:=*goff*)', ['helene'], 'sn'],
  ['(cn:fr.6:=*oret ka*)', ['katell'], 'cn'],
  ['(sn:2.16.840.1.113730.3.3.2.18.1.6:=lheno*)', ['katell'], 'sn'],
  ['(sn:1.3.6.1.4.1.42.2.27.9.4.76.1.6:=*oeur)', ['gwenole'], 'sn'],
  ['(sn:fr.sub:=l*noret)', ['katell'], 'sn'],
  ['(title:fr:=medecin chef)', ['gwenole']],
  ['(:fr:=medecin chef)', ['gwenole']],
  ['(ou:dn:fr:=PERSONNES)', ['anne', 'francois', 'gwenole', 'helene', 'katell', 'soazig', 'yann']],
  ['(name:fr:=coeur)', ['gwenole']],
  ['(sn:caseIgnoreOrderingMatch:=h)', ['francois', 'gwenole'], 'sn'],
  ['(sn:caseIgnoreSubstringsMatch:=mar*)', ['anne', 'yann'], 'sn'],
  ['(sn:caseExactMatch:=Martin)', ['anne', 'yann'], 'sn'],
  ['(sn:caseExactMatch:=MARTIN)', [], 'sn'],
  ['(cn:wordMatch:=martin)', ['anne', 'yann'], 'cn'],
  ['(cn:keywordMatch:=henoret)', ['katell'], 'cn'],
  ['(uidNumber:integerBitAndMatch:=2)', ['gwenole', 'katell']],
  ['(uidNumber:1.2.840.113556.1.4.804:=512)', ['katell']],
  [`(manager:dnSubtreeMatch:=${people})`, ['katell']],
  [`(manager:dnSubordinateMatch:=${personDn('helene.le-goff')})`, []],
  [`(&(uid=katell)(entryDN:dnOneLevelMatch:=${people}))`, ['katell'], 'uid'],
  [`(&(sn=martin)(entryDN:dnSubtreeMatch:=ou=groupes,${suffix}))`, [], 'sn'],
  [`(&(sn=martin)(memberOf:dnOneLevelMatch:=ou=groupes,${suffix}))`, ['anne', 'yann'], 'sn'],
];

/** Items that are Undefined: neither they nor their negations find anything. */
const undefinedItems = [
  'sn:nopeMatch:=x',
  'sn:fr.7:=x',
  'sn:integerMatch:=1',
  'uidNumber:fr:=5',
  'uidNumber:caseIgnoreMatch:=5',
  'manager:wordMatch:=x',
  'sn:dnSubtreeMatch:=dc=x',
  'sn:fr:=',
  'sn:fr:=\\ff',
  'sn:caseIgnoreSubstringsMatch:=martin',
  'uidNumber:integerBitAndMatch:=two',
  'sn:integerFirstComponentMatch:=1',
];

describe('extensible filters', () => {
  let opened: Opened;
  before(async () => {
    opened = await openFixture({ entries: [...smallDirectory, ...breton] });
  });
  after(() => opened.close());

  const found = async (filter: Filter | string, actor = root): Promise<string[]> => {
    const request = { base: people, scope: 'one', filter, attributes: ['1.1'] } as const;
    const { result, dns } = await search(opened.directory, actor, request);
    expect(result.code).to.equal('success');
    return dns.map((dn) => /^uid=([^.,]*)/.exec(dn)?.[1] ?? dn).sort();
  };

  const indexOf = ({ step, detail, parts }: PlanExplanation): string | undefined =>
    step === 'index' ? detail : parts?.map(indexOf).find((each) => each !== undefined);

  for (const [filter, expected, index] of filters) {
    const from = index === undefined ? 'entry by entry' : `from the index of ${index}`;
    it(`${filter} finds ${expected.join(' ') || 'nobody'} ${from}`, async () => {
      expect(await found(filter)).to.deep.equal(expected);
      if (expected.length === 0 && index === undefined) return;
      expect(indexOf(opened.directory.explain(parseFilter(filter)))).to.equal(index);
    });
  }

  for (const item of undefinedItems) {
    it(`(${item}) is Undefined`, async () => {
      expect(await found(`(${item})`)).to.deep.equal([]);
      expect(await found(`(!(${item}))`)).to.deep.equal([]);
    });
  }

  it('tell nothing of an attribute that the reader may not search', async () => {
    const administrator = actorOf(opened.directory, personDn('anne.martin'));
    const items = ['octetStringSubstringsMatch:=*', 'octetStringOrderingMatch:=\\ff'];
    for (const item of items) {
      expect(await found(`(userPassword:${item})`, root), item).to.deep.equal(['katell']);
      for (const filter of [`(userPassword:${item})`, `(!(userPassword:${item}))`]) {
        expect(await found(filter, administrator), filter).to.deep.equal([]);
      }
    }
  });

  it('find from the index what a test of every name finds', async () => {
    const names = givenNames
      .slice(0, 20)
      .flatMap((given, at) => familyNames.slice(at, at + 5).map((family) => `${given} ${family}`));
    await storeEntries(
      opened.store,
      opened.schema,
      names.map((cn, at) => person(`x${String(at)}`, { ...posix('1'), cn, sn: 'x' })),
    );
    const rules = ['fr', 'fr.lt', 'fr.lte', 'fr.eq', 'fr.gte', 'fr.gt', 'fr.sub', 'wordMatch'];
    const name = fc.constantFrom(...names);
    const cut = fc.tuple(name, fc.nat(12), fc.nat(12)).map(([text, from, length]) => {
      const part = text
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .slice(from, from + length + 1);
      return from % 2 === 0 ? `*${part}*` : `${part}*`;
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...rules),
        fc.oneof(name, cut, fc.constantFrom(...familyNames)),
        async (rule, text) => {
          const value = Buffer.from(text);
          const filter = { kind: 'extensible', rule, attribute: 'cn', value } as const;
          const asserted = opened.schema.matchingRule(rule)?.assertion(value);
          const test = asserted && testOfAssertion(asserted);
          const expected = names.flatMap((cn, at) =>
            test?.(Buffer.from(cn)) === true ? [`x${String(at)}`] : [],
          );
          const all = await found({
            kind: 'and',
            filters: [{ ...filter, dnAttributes: false }, parseFilter('(sn=x)')],
          });
          expect(all).to.deep.equal(expected.sort());
        },
      ),
      { numRuns: 150 },
    );
  });
});
