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

  it('passes the turn on when a task fails', async () => {
    const turn = turnOf({ running: 1, waiting: 1 });
    await turn.run(() => Promise.reject(new Error('no'))).catch(() => undefined);
    expect(await turn.run(() => Promise.resolve(7))).equal(7);
  });
});
