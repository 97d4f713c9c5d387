import { expect } from 'chai';
import { historyValue, latestInHistory, storedInHistory } from '../../src/password/history.js';

const stored = Buffer.from('{SSHA}A3hwQO6knXQOmQBsZCqIf8o5PcKQbrzp');
const at = (time: string): Buffer => historyValue(time, Buffer.from(`{SSHA}${time}`));

describe('the history of a password (draft-behera-10 §5.3.5)', () => {
  it('is written as the draft has it', () => {
    expect(historyValue('20260615080000Z', stored).toString()).equal(
      `20260615080000Z#1.3.6.1.4.1.1466.115.121.1.40#${stored.length}#${stored.toString()}`,
    );
  });

  it('gives back what was stored', () => {
    expect(storedInHistory(historyValue('20260615080000Z', stored))).deep.equal(stored);
    const odd = Buffer.from([0, 0xff, 0x23]);
    expect(storedInHistory(historyValue('20260615080000.123Z', odd))).deep.equal(odd);
  });

  for (const value of ['', 'x', '20260615080000Z#1.2#3#ab', '20260615080000Z#1.2#1#ab']) {
    it(`holds nothing in “${value}”`, () => {
      expect(storedInHistory(Buffer.from(value))).equal(undefined);
    });
  }

  it('keeps the latest, in whatever order they come', () => {
    const [a, b, c] = ['20240101000000Z', '20250101000000Z', '20260101000000Z'].map(at);
    const values = [c, a, b].flatMap((value) => value ?? []);
    expect(latestInHistory(values, 2)).deep.equal([b, c]);
    expect(latestInHistory(values, 0)).deep.equal([]);
    expect(latestInHistory(values, 9)).deep.equal([a, b, c]);
  });
});
