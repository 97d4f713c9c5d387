import { expect } from 'chai';
import { readTerritories } from '../../src/config/data-files.js';
import { coordinationCentreOf, isInRegion, territoriesOf } from '../../src/domain/territory.js';

const territories = territoriesOf(readTerritories());

describe('the coordination centre of a post code', () => {
  const table: readonly (readonly [string, string, string])[] = [
    ['29200', 'TS1', '3C-BREST'],
    ['29600', 'TS1', '3C-BREST'],
    ['29000', 'TS2', '3C-QUIMPER'],
    ['29900', 'TS2', '3C-QUIMPER'],
    ['29300', 'TS3', '3C-LORIENT'],
    ['56100', 'TS3', '3C-LORIENT'],
    ['56000', 'TS4', '3C-VANNES'],
    ['35000', 'TS5', '3C-RENNES'],
    ['35600', 'TS5', '3C-RENNES'],
    ['35400', 'TS6', '3C-SAINT-MALO'],
    ['22100', 'TS6', '3C-SAINT-MALO'],
    ['22000', 'TS7', '3C-SAINT-BRIEUC'],
    ['56300', 'TS8', '3C-VANNES'],
    ['22600', 'TS8', '3C-VANNES'],
  ];
  for (const [postalCode, territory, centre] of table) {
    it(`${postalCode} is in ${territory}, answered by ${centre}`, () => {
      const found = coordinationCentreOf(postalCode, territories);
      expect(found?.territory.code).to.equal(territory);
      expect(found?.centre.code).to.equal(centre);
    });
  }

  for (const outside of ['75015', '44000', '2A004', 'GL', '', '350', '350000', '35000x']) {
    it(`“${outside}” has none`, () => {
      expect(coordinationCentreOf(outside, territories)).to.equal(undefined);
      expect(isInRegion(outside, territories)).to.equal(false);
    });
  }

  it('does not mind spaces around the code', () => {
    expect(isInRegion(' 35000 ', territories)).to.equal(true);
  });

  it('follows the longest prefix', () => {
    const small = territoriesOf({
      centres: [
        { code: 'C1', label: 'Un' },
        { code: 'C2', label: 'Deux' },
      ],
      territoires: [
        { code: 'T1', label: 'Un', centre: 'C1', codesPostaux: ['294'] },
        { code: 'T2', label: 'Deux', centre: 'C2', codesPostaux: ['29450'] },
      ],
      departements: { 29: 'T2' },
    });
    expect(coordinationCentreOf('29460', small)?.territory.code).to.equal('T1');
    expect(coordinationCentreOf('29450', small)?.territory.code).to.equal('T2');
    expect(coordinationCentreOf('29000', small)?.centre.code).to.equal('C2');
  });

  it('exists for every territory of the region', () => {
    expect(territories.territories).to.have.length(8);
    expect(new Set(territories.territories.map(({ centre }) => centre)).size).to.equal(7);
  });
});
