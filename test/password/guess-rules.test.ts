import { expect } from 'chai';
import {
  delayAfter,
  delayFromAddress,
  forgetMs,
  recentFailures,
} from '../../src/password/guess-rules.js';

describe('how long an attempt waits', () => {
  const rows: readonly (readonly [slope: Parameters<typeof delayAfter>[1], ...ms: number[]])[] = [
    ['stranger', 0, 0, 0, 0, 0, 250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000],
    ['familiar', 0, 0, 0, 0, 0, 250, 500, 1_000, 2_000, 4_000, 4_000, 4_000, 4_000, 4_000],
    ['account', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 250, 500, 1_000, 2_000, 4_000, 4_000],
  ];
  for (const [slope, ...expected] of rows) {
    it(`grows with the failures of the ${slope}, and ends growing`, () => {
      expect(expected.map((_, failures) => delayAfter(failures, slope))).deep.equal(expected);
      expect(delayAfter(1e9, slope)).equal(expected.at(-1));
    });
  }

  it('from an address grows after a hundred failures, to four seconds', () => {
    const counts = [0, 99, 100, 124, 125, 500, 1e9];
    expect(counts.map(delayFromAddress)).deep.equal([0, 0, 250, 250, 500, 4_000, 4_000]);
  });

  it('is forgotten after a quarter of an hour', () => {
    const count = { failures: 7, lastFailureAt: 1_000 };
    expect(recentFailures(count, 1_000 + forgetMs)).equal(7);
    expect(recentFailures(count, 1_001 + forgetMs)).equal(0);
  });
});
