import { expect } from 'chai';
import { fieldLabels, mssSource, overrideLabel } from '../../src/domain/field-labels.js';
import { threeWayFields } from '../../src/domain/overlay.js';

describe('the labels of three-way fields', () => {
  it('are those of the guide, field by field', () => {
    expect(threeWayFields.map((field) => fieldLabels[field].label)).to.deep.equal([
      'Numéro de voie',
      'Indice répétition voie',
      'Type de voie',
      'Libellé de la voie',
      'Code postal',
      'Commune',
      'Téléphone',
      'Email sécurisé MSS',
    ]);
    expect(overrideLabel).to.equal('Valeur pour modification');
  });

  it('say where the national value comes from', () => {
    for (const field of threeWayFields) {
      const expected = field === 'emailMSS' ? mssSource : '(*) Données issues des référentiels';
      expect(fieldLabels[field].source).to.equal(expected);
    }
  });

  it('help where the guide does', () => {
    const hints = threeWayFields.filter((field) => fieldLabels[field].hint !== undefined);
    expect(hints).to.deep.equal(['numeroVoie', 'indiceRepetitionVoie', 'libelleVoie']);
  });
});
