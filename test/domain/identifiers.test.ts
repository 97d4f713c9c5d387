import { expect } from 'chai';
import fc from 'fast-check';
import {
  freeLogin,
  hasLuhnKey,
  isAdeli,
  isFiness,
  isMatricule,
  isRpps,
  isSiret,
  loginBase,
  matricule,
} from '../../src/domain/identifiers.js';
import { identityLine } from '../../src/domain/person-line.js';

describe('identifiers', () => {
  const tables: readonly (readonly [
    string,
    (text: string) => boolean,
    readonly string[],
    readonly string[],
  ])[] = [
    [
      'an RPPS number',
      isRpps,
      ['99700218896'],
      ['99700218897', '899700218896', '9970021889', '9970021889x', '', ' 99700218896'],
    ],
    [
      'an ADELI number',
      isAdeli,
      ['990000010', '2A0000017', '9A1234567'],
      ['990000018', '99000001'],
    ],
    [
      'a FINESS number',
      isFiness,
      ['010000024', '010780054', '750100125', '970100012', '2B0000012'],
      ['010000025', '01000002', '0100000240', 'ABCDEFGHI'],
    ],
    [
      'a SIRET',
      isSiret,
      ['26010004500012', '35600000000048', '35600000049837'],
      ['26010004500013', '35600000049838', '2601000450001'],
    ],
    [
      'a matricule',
      isMatricule,
      ['GCS02140', 'GCS123456'],
      ['GCS0214', 'gcs02140', '02140', 'GCS02140 '],
    ],
  ];
  for (const [title, test, good, bad] of tables) {
    for (const text of good) {
      it(`“${text}” is ${title}`, () => {
        expect(test(text)).to.equal(true);
      });
    }
    for (const text of bad) {
      it(`“${text}” is not ${title}`, () => {
        expect(test(text)).to.equal(false);
      });
    }
  }

  it('have one Luhn key, and one wrong digit breaks it', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{1,13}$/),
        fc.nat(12),
        fc.integer({ min: 1, max: 9 }),
        (body, at, by) => {
          const keys = Array.from('0123456789').filter((key) => hasLuhnKey(body + key));
          expect(keys).to.have.length(1);
          const index = at % body.length;
          const digit = (Number(body[index]) + by) % 10;
          const wrong = body.slice(0, index) + String(digit) + body.slice(index + 1);
          expect(hasLuhnKey(wrong + keys.join(''))).to.equal(false);
        },
      ),
    );
  });

  it('are numbered GCS and at least five digits', () => {
    expect(matricule(2140)).to.equal('GCS02140');
    expect(matricule(1)).to.equal('GCS00001');
    expect(matricule(123_456)).to.equal('GCS123456');
  });
});

describe('a login', () => {
  const table: readonly (readonly [string, string, string])[] = [
    ['FRANCOIS', 'GRANGERE', 'francois.grangere'],
    ['François', 'Grangère', 'francois.grangere'],
    ['Jean-Luc', 'LE GALL', 'jean-luc.le-gall'],
    ['Anne  Marie', "L'HOSTIS", 'anne-marie.lhostis'],
    ['Maëlle', 'Kerhervé-Le Goff', 'maelle.kerherve-le-goff'],
    ['Cœur', 'Straße', 'coeur.strasse'],
    ['Łukasz', 'Øberg', 'lukasz.oberg'],
    ['', 'Dupont', 'dupont'],
    ['王', '李', ''],
    [' - ', '(?)', ''],
  ];
  for (const [givenName, sn, login] of table) {
    it(`of ${givenName} ${sn} is “${login}”`, () => {
      expect(loginBase(givenName, sn)).to.equal(login);
    });
  }

  it('needs no escape in a DN and is bounded, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(loginBase(a, b)).to.match(/^(?:[a-z0-9][a-z0-9.-]*)?$/);
        expect(loginBase(a, b).length).to.be.at.most(81);
      }),
    );
  });

  it('of a homonym is numbered', () => {
    const taken = new Set(['yann.le-gall', 'yann.le-gall2']);
    expect(freeLogin('yann.le-gall', (login) => taken.has(login))).to.equal('yann.le-gall3');
    expect(freeLogin('anna.le-gall', (login) => taken.has(login))).to.equal('anna.le-gall');
  });
});

describe('the identity line of a mail', () => {
  const table: readonly (readonly [string, string, string])[] = [
    ['GRANGERE', 'FRANCOIS', 'GRANGERE.FRANCOIS'],
    ['Grangère', 'François', 'GRANGERE.FRANCOIS'],
    ['Le Gall', 'Jean-Luc', 'LE GALL.JEAN-LUC'],
    ["L'Hostis", '', "L'HOSTIS"],
  ];
  for (const [sn, givenName, line] of table) {
    it(`of ${givenName} ${sn} is ${line}`, () => {
      expect(identityLine({ sn, givenName })).to.equal(line);
    });
  }
});
