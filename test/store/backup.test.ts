import { join } from 'node:path';
import { expect } from 'chai';
import { backupStore, restoreStore } from '../../src/store/backup.js';
import { verifyStore } from '../../src/store/verify.js';
import {
  entry,
  journalInput,
  key,
  open,
  openWithPeople,
  schema,
  suffix,
  suffixDn,
  temporaryPaths,
} from './fixture.js';

const dn = `uid=a,ou=Personnes,${suffixDn}`;

describe('a backup', () => {
  const temporaryPath = temporaryPaths();

  it('copies a store in use and comes back as it was', async () => {
    const path = temporaryPath();
    const target = join(temporaryPath(), 'copy');
    const store = await openWithPeople(path);
    await store.write((t) => {
      t.add(entry(dn, { cn: ['Anne'] }), 2);
      t.append(journalInput());
    });
    await backupStore({ path, target });
    await store.write((t) => {
      t.remove(3);
    });
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
    expect(store.current.entryCount).to.equal(2);
    const error: unknown = await restoreStore({ source: target, path, overwrite: true }).catch(
      (reason: unknown) => reason,
    );
    expect(error).to.have.property('code', 'STORE_BUSY');
    await store.close();
    await restoreStore({ source: target, path }).then(
      () => expect.fail('overwrote'),
      (reason: unknown) => {
        expect(String(reason)).to.include('already');
      },
    );
    await restoreStore({ source: target, path, overwrite: true });
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
    const restored = open(path);
    expect(restored.current.find(key(dn))).to.equal(3);
    expect(restored.current.lastSequence).to.equal(1);
    await restored.close();
  });
});
