import { expect } from 'chai';
import fc from 'fast-check';
import { modificationOf, nationalOf, threeWayFields } from '../../src/domain/overlay.js';
import {
  adoptPerson,
  defaultAddressParts,
  derivedAttributes,
  derivePerson,
  type Values,
} from '../../src/domain/person.js';

const options = { addressParts: defaultAddressParts };

function valuesOf(record: Readonly<Record<string, string>>): Values {
  return new Map(Object.entries(record).map(([name, value]) => [name.toLowerCase(), [value]]));
}

function derived(record: Readonly<Record<string, string>>): Record<string, string | undefined> {
  const values = derivePerson(valuesOf(record), options);
  return Object.fromEntries([...values].map(([name, [value]]) => [name, value]));
}

/** The address of the guide's screenshot, and the pitfall its note warns of. */
const national = {
  numeroVoieNational: '7',
  indiceRepetitionVoieNational: 'B',
  typeVoieNational: 'RUE',
  libelleVoieNational: 'DU PORT',
  codePostalNational: '29200',
  communeNational: 'BREST',
  telephoneNational: '0298000000',
  emailMSSNational: 'pierre.barel@bretagne.mssante.fr',
};

describe('the derived attributes of a person', () => {
  it('are all there, in the schema’s spelling', () => {
    expect([...derivePerson(new Map(), options).keys()]).to.deep.equal(derivedAttributes);
    expect(derivedAttributes).to.include.members(['street', 'postalCode', 'l', 'telephoneNumber']);
  });

  it('have no value when nothing is known', () => {
    for (const values of derivePerson(new Map(), options).values()) expect(values).to.be.empty;
  });

  it('repeat the national values when nothing replaces them', () => {
    expect(derived(national)).to.deep.equal({
      numeroVoie: '7',
      indiceRepetitionVoie: 'B',
      typeVoie: 'RUE',
      libelleVoie: 'DU PORT',
      codePostal: '29200',
      commune: 'BREST',
      telephone: '0298000000',
      emailMSS: 'pierre.barel@bretagne.mssante.fr',
      street: '7 B RUE DU PORT',
      postalCode: '29200',
      l: 'BREST',
      telephoneNumber: '0298000000',
      adresseTransmise: '7 RUE DU PORT 29200 BREST',
    });
  });

  it('mix both sources field by field, as the guide warns', () => {
    const values = derived({ ...national, numeroVoieModification: '33' });
    expect(values['street']).to.equal('33 B RUE DU PORT');
    expect(values['adresseTransmise']).to.equal('33 RUE DU PORT 29200 BREST');
  });

  it('lose a field that a space empties, without a double space in the address', () => {
    const values = derived({ ...national, typeVoieModification: ' ' });
    expect(values['typeVoie']).to.equal(undefined);
    expect(values['adresseTransmise']).to.equal('7 DU PORT 29200 BREST');
  });

  it('compose the address from the parts configured, in their order', () => {
    const addressParts = ['numeroVoie', 'indiceRepetitionVoie', 'typeVoie', 'commune'];
    const values = derivePerson(valuesOf(national), { addressParts });
    expect(values.get('adresseTransmise')).to.deep.equal(['7 B RUE BREST']);
  });

  it('are never blank, whatever the values', () => {
    const value = fc.constantFrom('7', ' ', '\u00a0', '', ' x ', 'RUE');
    const names = threeWayFields.flatMap((field) => [nationalOf(field), modificationOf(field)]);
    const record = fc.dictionary(fc.constantFrom(...names), value);
    fc.assert(
      fc.property(record, (given) => {
        for (const values of derivePerson(valuesOf(given), options).values()) {
          expect(values.every((each) => each.trim() !== '')).to.equal(true);
        }
      }),
    );
  });
});

describe('an entry that becomes a person', () => {
  const table: readonly (readonly [
    string,
    Readonly<Record<string, string>>,
    Readonly<Record<string, string>>,
  ])[] = [
    ['without an address keeps none', {}, {}],
    [
      'keeps its standard attributes as overrides',
      { postalCode: '35000', l: 'Rennes', telephoneNumber: '0299', street: '1 rue de Brest' },
      {
        codePostalModification: '35000',
        communeModification: 'Rennes',
        telephoneModification: '0299',
        libelleVoieModification: '1 rue de Brest',
      },
    ],
    ['needs no override for a national value', { l: 'BREST', communeNational: 'BREST' }, {}],
    ['keeps the override it has', { l: 'Rennes', communeModification: 'Brest' }, {}],
    [
      'prefers the named field to its mirror',
      { l: 'Rennes', commune: 'Vannes' },
      { communeModification: 'Vannes' },
    ],
    [
      'empties the national parts of a street that one line replaces',
      { ...national, street: '1 rue de Brest' },
      {
        numeroVoieModification: ' ',
        indiceRepetitionVoieModification: ' ',
        typeVoieModification: ' ',
        libelleVoieModification: '1 rue de Brest',
      },
    ],
    ['needs none for a street it would derive', { ...national, street: '7 B RUE DU PORT' }, {}],
  ];
  for (const [title, given, expected] of table) {
    it(title, () => {
      const adopted = adoptPerson(valuesOf(given));
      const found = Object.fromEntries([...adopted].map(([name, [value]]) => [name, value]));
      expect(found).to.deep.equal(expected);
    });
  }

  it('reads the same after the adoption as before', () => {
    const before = { postalCode: '35000', l: 'Rennes', street: '1 rue de Brest' };
    const after = new Map(valuesOf(before));
    for (const [name, values] of adoptPerson(after)) after.set(name.toLowerCase(), values);
    const values = derivePerson(after, options);
    for (const [name, value] of Object.entries(before)) {
      expect(values.get(name)).to.deep.equal([value]);
    }
  });
});
