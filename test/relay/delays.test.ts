import { expect } from 'chai';
import { delayMemory } from '../../src/relay/delays.js';

describe('the delays of the last pushes', () => {
  it('are unknown before the first', () => {
    expect(delayMemory().quantiles()).to.equal(undefined);
  });

  it('are told by their quantiles and by how many took how long', () => {
    const delays = delayMemory();
    for (const ms of [10, 1_000, 1_001, 59_000, 300_001]) delays.note(ms);
    const { p50, p95, count, spread } = delays.quantiles()!;
    expect({ p50, p95, count, spread }).to.deep.equal({
      ...{ p50: 1_001, p95: 300_001, count: 5 },
      spread: [2, 1, 1, 0, 1],
    });
  });

  it('are those of the last thousand', () => {
    const delays = delayMemory();
    for (let n = 0; n < 1_500; n += 1) delays.note(n < 500 ? 90_000 : 5);
    expect(delays.quantiles()).to.deep.include({
      p95: 5,
      count: 1_500,
      spread: [1_000, 0, 0, 0, 0],
    });
  });
});
