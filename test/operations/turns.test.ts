import { expect } from 'chai';
import { Turns } from '../../src/operations/turns.js';

/** An event loop in which each round lasts as long as the test says. */
class Loop {
  nowMs = 0;
  #next: (() => void)[] = [];

  readonly turns = new Turns(
    () => this.nowMs,
    (run) => this.#next.push(run),
  );

  /** One round: what is due, after so many milliseconds of other work. */
  async round(othersMs: number): Promise<void> {
    this.nowMs += othersMs;
    const due = this.#next;
    this.#next = [];
    for (const run of due) run();
    await Promise.resolve();
    await Promise.resolve();
  }
}

describe('turns of long work', () => {
  /** Work in steps of a millisecond each, which notes its name with every step. */
  const working = async (loop: Loop, name: string, done: string[], steps = 4): Promise<void> => {
    for (let step = 0; step < steps; step += 1) {
      await loop.turns.next();
      done.push(name);
      loop.nowMs += 1;
    }
  };

  it('come with every round of a loop that has nothing else to do', async () => {
    const loop = new Loop();
    const done: string[] = [];
    void working(loop, 'dump', done);
    for (let round = 0; round < 4; round += 1) await loop.round(0.01);
    expect(done).to.have.length(4);
  });

  it('leave others seven times as long, where they are there', async () => {
    const loop = new Loop();
    const done: string[] = [];
    void working(loop, 'dump', done);
    await loop.round(0.5);
    expect(done).to.have.length(1);
    for (let round = 0; round < 13; round += 1) await loop.round(0.5);
    expect(done, 'after 6.5 ms of others').to.have.length(1);
    await loop.round(0.5);
    expect(done, 'after 7 ms of others').to.have.length(2);
  });

  it('go on at once when the others have gone', async () => {
    const loop = new Loop();
    const done: string[] = [];
    void working(loop, 'dump', done);
    for (const othersMs of [0.5, 0.5, 0.01, 0.01]) await loop.round(othersMs);
    expect(done).to.have.length(3);
  });

  it('go round among all that wait, one in a round', async () => {
    const loop = new Loop();
    const done: string[] = [];
    for (const name of ['a', 'b', 'c']) void working(loop, name, done, 2);
    for (let round = 0; round < 6; round += 1) await loop.round(0.01);
    expect(done).to.deep.equal(['a', 'b', 'c', 'a', 'b', 'c']);
  });
});
