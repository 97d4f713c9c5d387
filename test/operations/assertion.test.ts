import { expect } from 'chai';
import type { ResultCodeName } from '../../src/model/result.js';
import {
  actorOf,
  anonymous,
  type Opened,
  openFixture,
  personDn,
  root,
  search,
  smallDirectory,
  suffix,
} from './fixture.js';
import { adding, ask, asserts, comparing, deleting, renaming, replacing } from './controlled.js';
import { read } from './writing.js';

const soazig = personDn('soazig.riou');
const group = `cn=nouveau,ou=groupes,${suffix}`;
const entries = smallDirectory.map(([dn, values]) =>
  dn === soazig ? ([dn, { ...values, userPassword: 'secret' }] as const) : ([dn, values] as const),
);

/** Each operation, a filter that is true of its target, and its code without an assertion. */
const operations = {
  add: [adding(group, { objectClass: 'groupOfNames', cn: 'nouveau' }), '(cn=NOUVEAU)'],
  modify: [replacing(soazig, 'mail', 'a@example.org'), '(&(sn=riou)(!(mail=*)))'],
  modifyDn: [renaming(soazig, 'uid=s.riou'), '(uid=soazig.riou)'],
  delete: [deleting(soazig), '(objectClass=inetOrgPerson)'],
  compare: [comparing(soazig, 'sn', 'riou'), '(memberOf=cn=cancerologie,ou=acces,' + suffix + ')'],
} as const;

describe('assertion (RFC 4528)', () => {
  let opened: Opened;

  beforeEach(async () => (opened = await openFixture({ entries })));
  afterEach(() => opened.close());

  for (const [name, [request, holds]] of Object.entries(operations)) {
    it(`${name} goes on when the filter is TRUE`, async () => {
      const { code } = await ask(opened.directory, root, request, asserts(holds));
      expect(code).to.equal(name === 'compare' ? 'compareTrue' : 'success');
    });

    for (const [truth, filter] of [
      ['FALSE', `(!${holds})`],
      ['Undefined', '(nope=x)'],
      ['Undefined, negated', '(!(nope=x))'],
    ] as const) {
      it(`${name} does nothing when it is ${truth}`, async () => {
        const { lastSequence } = opened.directory;
        const result = await ask(opened.directory, root, request, asserts(filter));
        expect(result).to.include({ code: 'assertionFailed', matchedDn: '' });
        expect(opened.directory.lastSequence).to.equal(lastSequence);
        expect(read(opened.directory, group)).to.deep.equal({});
      });
    }
  }

  it('an addition is judged by the entry as it would stand, defaults included', async () => {
    const person = adding(personDn('jean.kerjean'), {
      objectClass: ['inetOrgPerson', 'personneAnnuaire'],
      cn: 'J',
      sn: 'K',
    });
    const other = asserts('(etat=Inactif)');
    expect((await ask(opened.directory, root, person, other)).code).to.equal('assertionFailed');
    const own = asserts('(&(etat=Actif)(hasSubordinates=FALSE)(objectClass=person))');
    expect((await ask(opened.directory, root, person, own)).code).to.equal('success');
  });

  const searches: readonly (readonly [string, string, ResultCodeName, number])[] = [
    ['the base', '(ou=personnes)', 'success', 5],
    ['the base, not what is below', '(uid=soazig.riou)', 'assertionFailed', 0],
  ];
  for (const [name, filter, code, count] of searches) {
    it(`a search asks it of ${name}`, async () => {
      const found = await search(opened.directory, root, {
        base: `ou=personnes,${suffix}`,
        filter: '(uid=*)',
        controls: [asserts(filter)],
      });
      expect(found.result).to.include({ code });
      expect(found.dns).to.have.length(count);
    });
  }

  it('the root DSE and the subschema are targets as well', async () => {
    for (const [base, filter, code] of [
      ['', '(supportedLDAPVersion=3)', 'success'],
      ['', '(supportedLDAPVersion=2)', 'assertionFailed'],
      ['cn=Subschema', '(cn=Subschema)', 'success'],
      ['cn=Subschema', '(cn=other)', 'assertionFailed'],
    ] as const) {
      const asked = { base, scope: 'base', controls: [asserts(filter)] } as const;
      const { result } = await search(opened.directory, anonymous, asked);
      expect(result.code, `${base} ${filter}`).to.equal(code);
      const compared = comparing(base, 'objectClass', 'top');
      const { code: told } = await ask(opened.directory, anonymous, compared, asserts(filter));
      expect(told).to.equal(code === 'success' ? 'compareTrue' : code);
    }
  });

  it('a filter on what may not be searched fails, whatever the value', async () => {
    const yann = actorOf(opened.directory, personDn('yann.martin'));
    const request = replacing(soazig, 'codePostalModification', '29200');
    for (const filter of ['(userPassword=secret)', '(!(userPassword=x))', '(userPassword=*)']) {
      const { code } = await ask(opened.directory, yann, request, asserts(filter));
      expect(code, filter).to.equal('assertionFailed');
    }
  });

  it('tells nothing of an entry that may not be known', async () => {
    const own = actorOf(opened.directory, soazig);
    for (const dn of [personDn('anne.martin'), personDn('nobody')]) {
      for (const filter of ['(uid=*)', '(uid=x)']) {
        for (const request of [deleting(dn), renaming(dn, 'uid=x'), comparing(dn, 'sn', 'x')]) {
          const result = await ask(opened.directory, own, request, asserts(filter));
          expect(result).to.deep.include({ code: 'noSuchObject', message: '' });
          expect(result.matchedDn).to.equal(`ou=personnes,${suffix}`);
        }
      }
    }
  });
});
