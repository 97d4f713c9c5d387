import { expect } from 'chai';
import fc from 'fast-check';
import { type ActivityFacts, principalActivity } from '../../src/domain/address.js';

const inBrittany = (postalCode: string): boolean => /^(?:22|29|35|56)/.test(postalCode);

const activity = (id: string, facts: Partial<ActivityFacts> = {}): ActivityFacts => ({
  id,
  structure: `R${id}`,
  postalCode: '35000',
  genre: 'GENR01',
  mode: 'L',
  ...facts,
});

describe('the principal activity', () => {
  const table: readonly (readonly [string, ActivityFacts, ActivityFacts])[] = [
    [
      'is in the region before all else',
      activity('9', { genre: 'GENR04', mode: 'B' }),
      activity('1', { postalCode: '75015' }),
    ],
    [
      'is of care before salaried or not',
      activity('9', { mode: 'S' }),
      activity('1', { genre: 'GENR03' }),
    ],
    ['is libéral before salarié', activity('9'), activity('1', { mode: 'S' })],
    ['is salarié before bénévole', activity('9', { mode: 'S' }), activity('1', { mode: 'B' })],
    [
      'has the lowest structure of equals',
      activity('9', { structure: 'C1' }),
      activity('1', { structure: 'R1' }),
    ],
    [
      'has the lowest identifier in one structure',
      activity('1', { structure: 'R1' }),
      activity('2', { structure: 'R1' }),
    ],
    ['has a post code rather than none', activity('9'), activity('1', { postalCode: undefined })],
    ['has a genre rather than none', activity('9'), activity('1', { genre: undefined })],
  ];
  for (const [title, chosen, other] of table) {
    it(title, () => {
      expect(principalActivity([chosen, other], inBrittany)).to.equal(chosen);
      expect(principalActivity([other, chosen], inBrittany)).to.equal(chosen);
    });
  }

  it('is none of none', () => {
    const none: readonly ActivityFacts[] = [];
    expect(principalActivity(none, inBrittany)).to.equal(undefined);
  });

  it('does not depend on the order of the activities', () => {
    const facts = fc.record({
      id: fc.uuid(),
      structure: fc.constantFrom('C1', 'R1', 'R10', 'R2'),
      postalCode: fc.constantFrom('35000', '75015', undefined),
      genre: fc.constantFrom('GENR01', 'GENR02', undefined),
      mode: fc.constantFrom('L', 'S', 'B', undefined),
    });
    fc.assert(
      fc.property(fc.uniqueArray(facts, { selector: ({ id }) => id }), (activities) => {
        const reversed = principalActivity([...activities].reverse(), inBrittany);
        expect(principalActivity(activities, inBrittany)).to.equal(reversed);
      }),
    );
  });
});
