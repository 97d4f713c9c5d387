import { expect } from 'chai';
import { compileAccess } from '../../src/access/compile.js';
import type { RuleRecord } from '../../src/access/rules.js';
import { facts, policyOf, schema, signedIn, subjects, suffix } from './directory-of-roles.js';

/** Whether a role may surely read the surname of every child, and know that it exists. */
const sure: readonly (readonly [role: keyof typeof subjects, below: string, isSure: boolean])[] = [
  ['root', 'ou=personnes', true],
  ['referent', 'ou=personnes', true],
  ['referent', 'ou=structures', true],
  ['referent', 'ou=comptes', false],
  ['referent', 'uid=x,ou=personnes', false],
  ['stranger', 'ou=personnes', false],
  ['anonymous', 'ou=personnes', false],
];

const someone = signedIn('uid=x,ou=personnes');

const leastBy = (rule: Partial<RuleRecord>, below: string) => {
  const regles = [{ regle: 'essai', qui: ['connecte'], droits: ['lire' as const], ...rule }];
  const policy = compileAccess({
    rules: {
      secrets: ['userPassword'],
      cibles: {
        personnes: { sous: 'ou=personnes', portee: 'enfants' },
        agents: { sous: 'ou=personnes', classe: 'personneAnnuaire' },
      },
      regles: regles.map((each) => ({ sur: ['personnes'], attributs: ['*'], ...each })),
    },
    schema,
    suffix,
    catalogue: facts,
  });
  return policy.view(someone).leastOfChildren(`${below},${suffix.text}`);
};

describe('the least rights on the children of an entry', () => {
  for (const [role, below, isSure] of sure) {
    it(`${role} ${isSure ? 'reads' : 'may not read'} every child of ${below}`, () => {
      const least = policyOf('annuaire')
        .view(subjects[role])
        .leastOfChildren(`${below},${suffix.text}`);
      expect(least.visible && least.may('sn', 'read')).to.equal(isSure);
    });
  }

  const doubts: Readonly<Record<string, Partial<RuleRecord>>> = {
    'for the entry itself alone': { qui: ['soi'] },
    'for who is in no group': { si: ['hors-groupe'] },
    'of one class': { sur: ['agents'] },
    'of another attribute': { attributs: ['cn'] },
    'to compare': { droits: ['comparer'] },
  };
  it('are those of rules about all of them', () => {
    expect(leastBy({}, 'ou=personnes').may('sn', 'read')).to.equal(true);
    expect(leastBy({}, 'ou=personnes').may('userpassword', 'read')).to.equal(false);
  });
  for (const [what, rule] of Object.entries(doubts)) {
    it(`take no rule into account that is ${what}`, () => {
      expect(leastBy(rule, 'ou=personnes').may('sn', 'read')).to.equal(false);
    });
  }
});
