import { expect } from 'chai';
import { textOf } from '../../src/model/entry.js';
import { parseFilter } from '../../src/model/filter-text.js';
import type { FindRequest, Found } from '../../src/operations/directory.js';
import {
  type Opened,
  openFixture,
  personDn,
  root,
  smallDirectory,
  suffix,
  type Values,
} from './fixture.js';

type Named = readonly [dn: string, values: Values];

const person = (uid: string, givenName: string, sn: string, more: Values = {}): Named => [
  personDn(uid),
  {
    objectClass: ['inetOrgPerson', 'personneAnnuaire'],
    uid,
    cn: `${givenName} ${sn}`,
    givenName,
    sn,
    ...more,
  },
];

const branches = smallDirectory.filter(([dn]) => !dn.includes('uid='));

const persons: readonly Named[] = [
  person('yann.legoff', 'Yann', 'LE GOFF', {
    l: 'BREST',
    codePostal: '29200',
    numeroRPPS: '99000000017',
    mail: 'yann.legoff@exemple.bzh',
    matricule: 'GCS10001',
  }),
  person('yann.legoff2', 'Yann', 'LEGOFF', { l: 'SAINT-BRIEUC', codePostal: '22000' }),
  person('anne.legall', 'Anne', 'LE GALL', { l: 'BREST', codePostal: '29200' }),
  person('maelle.lhenoret', 'Maëlle', "L'HÉNORET", { l: "PONT-L'ABBÉ", codePostal: '29120' }),
  person('jean-pierre.quemener', 'Jean-Pierre', 'QUÉMÉNER', { l: 'QUIMPER', codePostal: '29000' }),
  person('pierre.corre', 'Pierre', 'CORRE', { l: 'QUIMPER', codePostal: '29000' }),
  person('pierre.lecorre', 'Pierre', 'LE CORRE', { l: 'QUIMPER', codePostal: '29000' }),
  person('helene.riou', 'Hélène', 'RIOU', { nomNaissance: 'ABHERVÉ-GUÉGUEN', l: 'VANNES' }),
  person('philippe.moreau', 'Philippe', 'MOREAU', { l: 'RENNES', etat: 'Inactif' }),
  // A login that tells nothing of the name.
  person('dupont29', 'Soizic', 'JAOUEN', { l: 'DINAN', mail: 'contact@exemple.bzh' }),
];

describe('operations/find', () => {
  let opened: Opened;
  before(async () => {
    opened = await openFixture({ entries: [...branches, ...persons, activity] });
  });
  after(() => opened.close());

  const activity: Named = [
    `cn=act-1,${personDn('yann.legoff')}`,
    { objectClass: 'activiteExercee', cn: 'act-1', l: 'BREST', codePostal: '29200' },
  ];
  const find = (text: string, asked: Partial<FindRequest> = {}): Found =>
    opened.directory.as(root).find({
      base: `ou=personnes,${suffix}`,
      text,
      attributes: ['uid'],
      offset: 0,
      limit: 10,
      ...asked,
    });
  const logins = (found: Found): string =>
    found.persons.map(({ entry }) => textOf(entry, 'uid')).join(' ');

  const rows: readonly (readonly [what: string, text: string, logins: string])[] = [
    ['a name in any case', 'riou', 'helene.riou'],
    ['a name without its accents', 'quemener', 'jean-pierre.quemener'],
    ['a name without its apostrophe', 'lhenoret', 'maelle.lhenoret'],
    ['a name with a space in its place', 'l henoret', 'maelle.lhenoret'],
    ['a name without its article', 'henoret', 'maelle.lhenoret'],
    ['a name written as one, and as two', 'legoff', 'yann.legoff yann.legoff2'],
    ['a name written as two, and as one', 'le goff', 'yann.legoff yann.legoff2'],
    ['a whole name before a part of one', 'corre pierre', 'pierre.corre pierre.lecorre'],
    ['a first name without its hyphen', 'jeanpierre', 'jean-pierre.quemener'],
    ['a part of a first name', 'pierre quemener', 'jean-pierre.quemener'],
    ['a name at birth', 'gueguen', 'helene.riou'],
    ['a name and its commune', 'legoff brest', 'yann.legoff'],
    ['a commune in short', 'legoff st brieuc', 'yann.legoff2'],
    ['a name and a post code', 'legoff 2200', 'yann.legoff2'],
    ['an initial among words', 'y le goff brest', 'yann.legoff'],
    ['beginnings', 'qué jea', 'jean-pierre.quemener'],
    ['an RPPS number', '99000000017', 'yann.legoff'],
    ['an RPPS number in groups', '990 0000 0017', 'yann.legoff'],
    ['the beginning of an RPPS number', '990000', 'yann.legoff'],
    ['a matricule', 'gcs10001', 'yann.legoff'],
    ['a login', 'dupont29', 'dupont29'],
    ['a login before its namesake', 'yann.legoff2', 'yann.legoff2'],
    ['an address', 'CONTACT@exemple.bzh', 'dupont29'],
    ['a slip: letters that changed places', 'rioi', 'helene.riou'],
    ['a slip: a letter left out', 'quemner', 'jean-pierre.quemener'],
    ['a slip: a letter twice', 'quemeneer', 'jean-pierre.quemener'],
    ['a word as it is heard: k for qu', 'kemener', 'jean-pierre.quemener'],
    ['a word as it is heard: f for ph', 'filipe moro', 'philippe.moreau'],
    ['a slip in each word', 'henorret maele', 'maelle.lhenoret'],
    ['a name in two words, misspelt', 'quemen ner', 'jean-pierre.quemener'],
    ['another name', 'zzzz', ''],
    ['a name with another commune', 'riou brest', ''],
    ['signs alone', ')(*-', ''],
    ['nothing', '  ', ''],
  ];
  for (const [what, text, expected] of rows) {
    it(`finds by ${what}: ${text}`, () => {
      expect(logins(find(text))).to.equal(expected);
    });
  }

  it('tells through which attributes, names first', () => {
    const met = (text: string): string => find(text).persons[0]?.attributes.join(' ') ?? '';
    expect(met('yann legoff brest')).to.equal('sn givenName l');
    expect(met('gueguen')).to.equal('nomNaissance');
    expect(met('contact@exemple')).to.equal('mail');
  });

  it('finds persons alone, whatever has their words', () => {
    expect(logins(find('brest'))).to.equal('anne.legall yann.legoff');
  });

  it('keeps to a filter', () => {
    const inactive = { filter: parseFilter('(etat=Inactif)') };
    expect(logins(find('moreau', inactive))).to.equal('philippe.moreau');
    expect(logins(find('riou', inactive))).to.equal('');
  });

  it('pages, with the total', () => {
    const { total, totalIsExact } = find('quimper', { limit: 2 });
    expect([total, totalIsExact]).to.deep.equal([3, true]);
    expect(logins(find('quimper', { offset: 2, limit: 2 }))).to.equal('jean-pierre.quemener');
  });

  it('sorts what it found by an attribute, both ways', () => {
    const by = (sortBy: string, reverse: boolean): string =>
      logins(find('quimper', { sortBy, reverse }));
    expect(by('givenName', false)).to.match(/^jean-pierre/);
    expect(by('sn', true)).to.equal('jean-pierre.quemener pierre.lecorre pierre.corre');
  });

  it('follows changes at once', async () => {
    const write = (sn: string) =>
      opened.directory.as(root).modify(
        {
          kind: 'modify',
          dn: personDn('helene.riou'),
          changes: [{ kind: 'replace', attribute: 'sn', values: [Buffer.from(sn)] }],
        },
        { controls: [] },
      );
    expect((await write('KERVELLA')).code).to.equal('success');
    expect([logins(find('kervela')), logins(find('riou'))]).to.deep.equal(['helene.riou', '']);
    expect((await write('RIOU')).code).to.equal('success');
    expect([logins(find('kervela')), logins(find('riou'))]).to.deep.equal(['', 'helene.riou']);
  });

  it('reads a bounded part of a text', () => {
    expect(logins(find(`riou ${'helene '.repeat(1_000)}`))).to.equal('helene.riou');
    expect(find('a '.repeat(50_000)).total).to.be.at.most(10);
  });

  it('refuses a base that is not there', () => {
    expect(() => find('riou', { base: `ou=nulle,${suffix}` })).to.throw();
  });
});
