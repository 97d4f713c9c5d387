import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { verifyStore } from '../../src/store/verify.js';
import { key, open, schema, suffix, suffixDn, temporaryPaths } from './fixture.js';

const script = fileURLToPath(new URL('crash-writer.ts', import.meta.url));

describe('a writer that is killed', () => {
  const temporaryPath = temporaryPaths();

  it('leaves every acknowledged write and a sound store', async () => {
    const path = temporaryPath();
    const child = spawn(process.execPath, ['--import=tsx', script, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.split('\n').length > 300) child.kill('SIGKILL');
    });
    await once(child, 'close');
    expect(child.signalCode).to.equal('SIGKILL');
    const acknowledged = printed.split('\n').slice(0, -1);
    expect(acknowledged.length).to.be.at.least(299);
    const store = open(path);
    for (const n of acknowledged) {
      expect(store.current.find(key(`uid=u${n},ou=personnes,${suffixDn}`)), n).to.be.a('number');
    }
    expect(store.current.lastSequence).to.equal(store.current.entryCount - 2);
    await store.close();
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
  });
});
