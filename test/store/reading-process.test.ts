import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Store } from '../../src/store/store.js';
import { entry, openWithPeople, suffixDn, temporaryPaths } from './fixture.js';

const script = fileURLToPath(new URL('reading-process.ts', import.meta.url));

describe('a process that reads what another writes', function () {
  this.timeout(60_000);
  const temporaryPath = temporaryPaths();
  let store: Store;
  let child: ChildProcess;
  let answers: AsyncIterator<string>;

  beforeEach(async () => {
    const path = temporaryPath();
    store = await openWithPeople(path);
    child = spawn(process.execPath, ['--import=tsx', script, path], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    if (!child.stdout) throw new Error('a pipe is expected');
    answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  });
  afterEach(async () => {
    child.kill('SIGKILL');
    await store.close();
  });

  const answer = async (): Promise<string> => String((await answers.next()).value);
  const ask = (line: string): Promise<string> => {
    child.stdin?.write(`${line}\n`);
    return answer();
  };

  it('sees each write once it is there, within one turn of its own', async () => {
    for (let number = 0; number < 300; number += 1) {
      const name = `uid=lu${String(number)}`;
      expect(await ask(name)).to.equal('missing');
      await store.write((transaction) => {
        transaction.add(entry(`${name},ou=Personnes,${suffixDn}`), 2);
      });
      expect(await answer()).to.equal('there');
      expect(await ask(name)).to.equal('there');
    }
  });

  it('holds no view any more once it is killed', async () => {
    expect(await ask('hold')).to.equal('held');
    expect(store.releaseDeadReaders()).to.equal(0);
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
    expect(store.releaseDeadReaders()).to.be.at.least(1);
    expect(store.releaseDeadReaders()).to.equal(0);
  });
});
