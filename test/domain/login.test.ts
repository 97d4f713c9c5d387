import { expect } from 'chai';
import { proposedLogin } from '../../src/domain/login.js';

describe('the login proposed for a person', () => {
  const free = () => false;
  const rows: readonly (readonly [givenName: string, surname: string, login: string])[] = [
    ['FRANCOIS', 'GRANGERE', 'francois.grangere'],
    ['Maëlle', "KERBRAT-L'HOSTIS", 'maelle.kerbrat-l-hostis'],
    ['Anne', 'LE GOFF', 'anne.le-goff'],
    ['Jean-Noël', 'ŒUVRARD', 'jean-noel.oeuvrard'],
    ['', 'MADEC', 'madec'],
  ];
  for (const [givenName, surname, login] of rows) {
    it(`of ${givenName} ${surname} is ${login}`, () => {
      expect(proposedLogin(givenName, surname, free)).to.equal(login);
    });
  }

  it('is numbered for homonyms, from two', () => {
    const taken = new Set(['anne.madec', 'anne.madec2']);
    expect(proposedLogin('Anne', 'Madec', (login) => taken.has(login))).to.equal('anne.madec3');
  });

  it('is none of names without a letter, or when no number is left', () => {
    expect(proposedLogin('…', '—', free)).to.equal(undefined);
    expect(proposedLogin('Anne', 'Madec', () => true)).to.equal(undefined);
  });
});
