import { expect } from 'chai';
import { setImmediate as roundEnd } from 'node:timers/promises';
import { Departures } from '../../src/server/departures.js';

const tick = (): Promise<void> =>
  new Promise((resolve) => {
    process.nextTick(resolve);
  });

describe('departures of answers', () => {
  let departures: Departures;
  let left: string[];

  beforeEach(() => {
    departures = new Departures();
    left = [];
  });

  const write = (...names: string[]): void => {
    for (const name of names) departures.add(() => left.push(name));
  };

  it('are at the end of the round, in the order of the answers', async () => {
    write('one', 'two', 'three');
    await tick();
    expect(left).to.deep.equal([]);
    await roundEnd();
    expect(left).to.deep.equal(['one', 'two', 'three']);
  });

  it('are sooner when many connections wait', async () => {
    write(...Array.from({ length: 32 }, (_, at) => String(at)));
    await tick();
    expect(left).to.have.length(32);
    await roundEnd();
    expect(left).to.have.length(32);
  });

  it('are sooner when the first has waited for a millisecond', async () => {
    write('one');
    const startMs = performance.now();
    while (performance.now() - startMs < 1.5);
    write('two');
    await tick();
    expect(left).to.deep.equal(['one', 'two']);
  });

  it('are at once while answers come one at a time, and together again when they do not', async () => {
    const isAtOnce = async (name: string): Promise<boolean> => {
      write(name);
      await tick();
      const atOnce = left.at(-1) === name;
      await roundEnd();
      expect(left.at(-1)).to.equal(name);
      return atOnce;
    };
    const seen: boolean[] = [];
    for (let at = 0; at < 60; at += 1) seen.push(await isAtOnce(String(at)));
    const waits = seen.flatMap((atOnce, at) => (atOnce ? [] : [at]));
    expect(waits).to.deep.equal([0, 2, 6, 14, 30, 46]);

    // The fifteen after 46 are over; whoever has company then waits for it, this time and the next.
    expect(await isAtOnce('alone')).to.equal(true);
    expect(await isAtOnce('alone too')).to.equal(true);
    for (const names of [
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
    ]) {
      write(...names);
      await tick();
      expect(left).not.to.include(names[0]);
      await roundEnd();
      expect(left.slice(-2)).to.deep.equal(names);
    }
  });
});
