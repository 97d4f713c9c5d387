import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import {
  argon2InThread,
  matchesArgon2,
  shaCryptInThread,
} from '../../src/password/derivation-thread.js';

const settings = { memoryCost: 1_024, timeCost: 1, parallelism: 1, outputLen: 32 };
const password = Buffer.from('un mot de passe');

/** The nice values of this process's threads (proc(5), field 19 of stat). */
function nicenesses(): number[] {
  return readdirSync('/proc/self/task').map((thread) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  });
}

describe('key derivations in threads', () => {
  it('make hashes that only their password matches', async () => {
    const hashed = await argon2InThread(password, settings);
    expect(hashed).to.match(/^\$argon2id\$/);
    expect(await matchesArgon2(password, hashed)).to.equal(true);
    expect(await matchesArgon2(Buffer.from('un autre'), hashed)).to.equal(false);
  });

  it('match nothing with what is no hash, and go on', async () => {
    expect(await matchesArgon2(password, '$argon2id$v=19$m=nul')).to.equal(false);
    const hashed = await argon2InThread(password, settings);
    expect(await matchesArgon2(password, hashed)).to.equal(true);
  });

  it('answer each its own job, several at once', async () => {
    const form = { algorithm: 'sha256', rounds: 1_000, salt: 'sel' } as const;
    const both = await Promise.all([
      shaCryptInThread(password, form),
      argon2InThread(password, settings),
      shaCryptInThread(Buffer.from('un autre'), form),
    ]);
    expect(new Set(both)).to.have.length(3);
    expect(await shaCryptInThread(password, form)).to.equal(both[0]);
  });

  it('have a lower priority than what serves, which keeps its own', async function () {
    if (process.platform !== 'linux') this.skip();
    const own = getPriority();
    await argon2InThread(password, settings);
    expect(getPriority()).to.equal(own);
    expect(Math.max(...nicenesses())).to.equal(own + 5);
  });
});
