import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  readAccessRules,
  readConstraints,
  readServices,
  readTerritories,
} from '../../src/config/data-files.js';
import { ConfigurationFault } from '../../src/config/fault.js';

describe('the data files', () => {
  const directory = mkdtempSync(join(tmpdir(), 'annuaire-data-'));
  after(() => {
    rmSync(directory, { recursive: true });
  });

  function fileOf(content: unknown): string {
    const path = join(directory, 'data.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  it('of the project are sound', () => {
    expect(readServices()).to.have.length(9);
    expect(readTerritories().territoires).to.have.length(8);
    expect(readTerritories().centres).to.have.length(7);
    expect(readAccessRules(undefined, 'annuaire').regles).not.to.be.empty;
    expect(readAccessRules(undefined, 'general').regles).not.to.be.empty;
    expect(readConstraints().map(({ attribute }) => attribute)).to.include(
      'numeroVoieModification',
    );
  });

  const service = readServices()[0];
  const wrongServices: readonly (readonly [string, unknown, RegExp])[] = [
    ['not JSON', '[{]', /is not JSON/],
    ['not a list', {}, /the whole must be array/],
    ['an unknown key', [{ ...service, couleur: 'rouge' }], /\/0 must NOT have .*“couleur”/],
    ['a code with a space', [{ ...service, code: 'a b' }], /\/0\/code must match pattern/],
    ['a service twice', [service, { ...service, oid: '99' }], /service “portailenrs” stands twice/],
    ['a number twice', [service, { ...service, code: 'Autre' }], /oid “1” stands twice/],
    [
      'a grant of nothing',
      [{ ...service, accordeAussi: ['Rien'] }],
      /accordeAussi names “Rien”, which is no service/,
    ],
  ];
  for (const [title, content, message] of wrongServices) {
    it(`of services are refused with ${title}, naming the file`, () => {
      const path = fileOf(content);
      expect(() => readServices(path)).to.throw(ConfigurationFault, message);
      expect(() => readServices(path)).to.throw(path);
    });
  }

  it('of territories are refused when a territory has no centre', () => {
    const data = { ...readTerritories(), centres: [] };
    expect(() => readTerritories(fileOf(data))).to.throw(/“3C-BREST” is no centre/);
  });

  it('of access are refused with a right that does not exist', () => {
    const rule = { regle: 'r', qui: ['connecte'], sur: ['*'], droits: ['voler'] };
    const rules = { secrets: [], cibles: {}, regles: [rule] };
    expect(() => readAccessRules(fileOf(rules), 'annuaire')).to.throw(/\/regles\/0\/droits\/0/);
  });

  const wrongLimits: readonly (readonly [string, unknown, RegExp])[] = [
    ['an unknown quantity', { vitesse: 3 }, /\/limites\/0 must NOT have .*“vitesse”/],
    ['a quantity of nothing', { entrees: 0 }, /\/limites\/0\/entrees/],
    ['a fraction', { secondes: 1.5 }, /\/limites\/0\/secondes/],
    ['a word', { page: 'beaucoup' }, /\/limites\/0\/page/],
    ['a reader that may stall for ever', { lectureSecondes: 'illimite' }, /\/lectureSecondes/],
    ['messages of no end', { pduKio: 1_000_000 }, /\/limites\/0\/pduKio/],
  ];
  for (const [title, quantities, message] of wrongLimits) {
    it(`of access are refused with ${title}`, () => {
      const line = { limite: 'l', qui: ['connecte'], ...(quantities as object) };
      const rules = { secrets: [], cibles: {}, regles: [], limites: [line] };
      expect(() => readAccessRules(fileOf(rules), 'annuaire')).to.throw(message);
    });
  }
});

describe('the constraints on overrides', () => {
  const constraints = new Map(readConstraints().map((each) => [each.attribute, each]));
  const numeric = "Merci d'indiquer une valeur numérique";
  const table: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
    numeroVoieModification: [
      ['7', '33', '0120'],
      ['7 bis', 'sept', 'P', '-1'],
    ],
    indiceRepetitionVoieModification: [
      ['2', 'B', 'T', 'Q', 'b', 'bis', 'TER', 'quater'],
      ['C', 'quinquies', 'bister'],
    ],
    codePostalModification: [
      ['35000', '01000'],
      ['3500', '350000', '2A004', '35 000'],
    ],
    telephoneModification: [
      ['0299000000', '02 99 00 00 00', '+33 2.99.00.00.00', '15 00'],
      ['poste 12', '02 99 00 00 00 x'],
    ],
    emailMSSModification: [
      ['pierre.barel@bretagne.mssante.fr'],
      ['pierre.barel', '@mssante.fr', 'a b@mssante.fr', 'a@b@mssante.fr'],
    ],
  };
  for (const [attribute, [accepted, refused]] of Object.entries(table)) {
    for (const value of accepted) {
      it(`${attribute}: “${value}” is accepted`, () => {
        expect(constraints.get(attribute)?.accepts(value)).to.equal(true);
      });
    }
    for (const value of refused) {
      it(`${attribute}: “${value}” is refused`, () => {
        expect(constraints.get(attribute)?.accepts(value)).to.equal(false);
      });
    }
  }

  it('say it in the words of the guide', () => {
    expect(constraints.get('numeroVoieModification')?.message).to.equal(numeric);
  });
});
