import { expect } from 'chai';
import { LdapError } from '../../src/model/result.js';
import { turnOf } from '../../src/password/turn.js';

describe('waiting for one’s turn', () => {
  it('runs no more at once than it says, and everyone in the end', async () => {
    const turn = turnOf({ running: 2, waiting: 10 });
    let running = 0;
    let most = 0;
    const task = async (): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running -= 1;
    };
    await Promise.all(Array.from({ length: 12 }, () => turn.run(task)));
    expect({ most, running }).deep.equal({ most: 2, running: 0 });
  });

  it('answers busy past the line', async () => {
    const turn = turnOf({ running: 1, waiting: 1 });
    let finish = (): void => undefined;
    const first = turn.run(() => new Promise<void>((resolve) => (finish = resolve)));
    const second = turn.run(() => Promise.resolve());
    const refused = await turn.run(() => Promise.resolve()).catch((error: unknown) => error);
    expect(refused).instanceOf(LdapError).property('code', 'busy');
    finish();
    await Promise.all([first, second]);
  });

  it('lets origins take turns: the flood of one does not keep the others waiting', async () => {
    const turn = turnOf({ running: 1, waiting: 10 });
    const order: string[] = [];
    const task = (name: string) => (): Promise<void> => {
      order.push(name);
      return Promise.resolve();
    };
    const flood = ['a1', 'a2', 'a3', 'a4'].map((name) => turn.run(task(name), 'a'));
    const others = [
      turn.run(task('b1'), 'b'),
      turn.run(task('c1'), 'c'),
      turn.run(task('b2'), 'b'),
    ];
    await Promise.all([...flood, ...others]);
    // The first had nobody before it; then a, b and c in turn.
    expect(order).deep.equal(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
  });

  it('is busy for an origin whose own line is full, and for no other', async () => {
    const turn = turnOf({ running: 1, waiting: 10, waitingEach: 1 });
    let finish = (): void => undefined;
    const first = turn.run(() => new Promise<void>((resolve) => (finish = resolve)), 'a');
    const second = turn.run(() => Promise.resolve(), 'a');
    const refused = await turn.run(() => Promise.resolve(), 'a').catch((error: unknown) => error);
    expect(refused).instanceOf(LdapError).property('code', 'busy');
    const other = turn.run(() => Promise.resolve('let in'), 'b');
    expect(turn.waiting).equal(2);
    finish();
    expect(await other).equal('let in');
    await Promise.all([first, second]);
    expect(turn.waiting).equal(0);
  });

  it('passes the turn on when a task fails', async () => {
    const turn = turnOf({ running: 1, waiting: 1 });
    await turn.run(() => Promise.reject(new Error('no'))).catch(() => undefined);
    expect(await turn.run(() => Promise.resolve(7))).equal(7);
  });
});
