import { expect } from 'chai';
import fc from 'fast-check';
import { join } from 'node:path';
import { type Entry, withValues } from '../../src/model/entry.js';
import { backupStore } from '../../src/store/backup.js';
import { bulkLoad } from '../../src/store/bulk-load.js';
import { dataFile, openEnvironment } from '../../src/store/environment.js';
import { openStore } from '../../src/store/open.js';
import { reindexStore } from '../../src/store/reindex.js';
import type { Rows } from '../../src/store/rows.js';
import { sharedStateOf } from '../../src/store/shared-state.js';
import { verifyStore } from '../../src/store/verify.js';
import { OpenTransaction } from '../../src/store/write-transaction.js';
import { entry, journalInput, open, schema, suffix, suffixDn, temporaryPaths } from './fixture.js';
import {
  changed,
  group,
  holders,
  member,
  members,
  prepared,
  storeWith,
  textsIn,
} from './large-values-fixture.js';

describe('large attributes', () => {
  const temporaryPath = temporaryPaths();

  it('have rows of their own beyond 256 values and none below 128 again', async () => {
    const { store, path } = await storeWith(temporaryPath(), members(256));
    const isLarge = (): boolean => store.current.encoded(3)?.large !== undefined;
    expect(isLarge()).to.equal(false);
    await store.write((t) => {
      t.replace(3, changed(t, 3, { add: [member(256)] }));
    });
    expect(isLarge()).to.equal(true);
    expect(store.current.encoded(3)?.slices.map((s) => s.description)).not.to.include('uid');
    await store.write((t) => {
      t.replace(3, changed(t, 3, { remove: members(128) }));
    });
    expect(isLarge()).to.equal(true);
    await store.write((t) => {
      t.replace(3, changed(t, 3, { remove: members(2, 128) }));
    });
    expect(isLarge()).to.equal(false);
    expect(textsIn(store.current, 3)).to.deep.equal(members(127, 130).sort());
    await store.close();
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
  });

  it('are what a model in memory is, under any sequence of changes', async () => {
    const action = fc.record({
      kind: fc.constantFrom('change', 'change', 'change', 'replace', 'rename', 'none'),
      from: fc.integer({ min: 0, max: 500 }),
      count: fc.integer({ min: 0, max: 300 }),
      adds: fc.boolean(),
      refused: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 25 }), async (actions) => {
        const { store, path } = await storeWith(temporaryPath(), members(200));
        let model = new Set(members(200));
        try {
          for (const { kind, from, count, adds, refused } of actions) {
            const chosen = members(count, from);
            const add = adds ? chosen.filter((text) => !model.has(text)) : [];
            const remove = adds ? [] : chosen.filter((text) => model.has(text));
            const wanted =
              kind === 'replace'
                ? new Set(chosen)
                : kind === 'none'
                  ? model
                  : new Set([...[...model].filter((text) => !remove.includes(text)), ...add]);
            const write = store.write((t) => {
              const after =
                kind === 'replace'
                  ? group([...wanted])
                  : changed(t, 3, kind === 'none' ? {} : { add, remove });
              if (kind === 'rename') {
                t.move(3, { ...after, dn: `ou=n${String(from)},${suffixDn}` }, 1);
              } else t.replace(3, after);
              if (refused) throw new Error('refused');
            });
            if (refused) await write.catch(() => undefined);
            else {
              await write;
              model = wanted;
            }
          }
          const { current } = store;
          expect(textsIn(current, 3)).to.deep.equal([...model].sort());
          for (const text of members(820)) {
            expect(holders(current, text), text).to.deep.equal(model.has(text) ? [3] : []);
          }
        } finally {
          await store.close();
        }
        expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
      }),
      { numRuns: 15 },
    );
  });

  it('share an index with tagged values of the same type', async () => {
    const { store, path } = await storeWith(temporaryPath(), members(300));
    const tagged = members(260, 100).map((text) => Buffer.from(text));
    await store.write((t) => {
      t.replace(3, withValues(changed(t, 3, {}), 'uid;lang-fr', tagged));
    });
    await store.write((t) => {
      t.replace(3, changed(t, 3, { remove: [member(5), member(150)] }));
    });
    expect(holders(store.current, member(5))).to.deep.equal([]);
    expect(holders(store.current, member(150))).to.deep.equal([3]);
    await store.write((t) => {
      const before = t.entry(3);
      t.replace(3, withValues(before ?? group([]), 'uid;lang-fr', tagged.slice(0, 1)));
    });
    expect(holders(store.current, member(150))).to.deep.equal([]);
    expect(holders(store.current, member(100))).to.deep.equal([3]);
    await store.close();
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
  });

  it('are counted, found by key and read in the order of their keys from any place', async () => {
    const { store } = await storeWith(temporaryPath(), members(1000));
    const values = store.current.encoded(3)?.large?.[0]?.values;
    expect(values?.count).to.equal(1000);
    expect(values?.get(prepared('  MEMBER   7 '))?.toString()).to.equal('Member 7');
    expect(values?.get(prepared('nobody'))).to.equal(undefined);
    const all = [...(values?.read() ?? [])].map(String);
    const inOrder = members(1000).sort((a, b) => prepared(a).compare(prepared(b)));
    expect(all).to.deep.equal(inOrder);
    expect([...(values?.read(990) ?? [])].map(String)).to.deep.equal(inOrder.slice(990));
    await store.close();
  });

  it('leave with their entry', async () => {
    const { store, path } = await storeWith(temporaryPath(), members(400));
    await store.write((t) => {
      t.remove(3);
    });
    expect(holders(store.current, member(7))).to.deep.equal([]);
    await store.close();
    expect(countRows(path)).to.equal(0);
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
  });

  it('keep the view of a snapshot while others write', async () => {
    const { store } = await storeWith(temporaryPath(), members(600));
    const snapshot = store.snapshot();
    const values = snapshot.encoded(3)?.large?.[0]?.values;
    const reading = values?.read()[Symbol.iterator]();
    const first = reading?.next();
    await store.write((t) => {
      t.replace(3, changed(t, 3, { remove: members(300, 200) }));
    });
    let count = first?.done === false ? 1 : 0;
    while (reading?.next().done === false) count += 1;
    expect(count).to.equal(600);
    expect(textsIn(store.current, 3)).to.have.length(300);
    snapshot.release();
    await store.close();
  });

  it('come by a bulk load, into an empty store and one that is not', async () => {
    const path = temporaryPath();
    const load = (entries: readonly Entry[]): Promise<unknown> =>
      bulkLoad({ path, schema, suffix, entries, journalRow: () => journalInput() });
    await load([entry(suffixDn, { dc: ['Example'] }), group(members(700))]);
    await load([
      entry(`ou=autre,${suffixDn}`, { ou: ['autre'], uid: members(300), title: members(300) }),
    ]);
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
    const store = open(path);
    expect(textsIn(store.current, 2)).to.deep.equal(members(700).sort());
    expect(textsIn(store.current, 3, 'title')).to.deep.equal(members(300).sort());
    expect(holders(store.current, member(7))).to.deep.equal([2, 3]);
    await store.close();
    await reindexStore({ path, schema, suffix });
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
  });

  it('are in a backup', async () => {
    const { store, path } = await storeWith(temporaryPath(), members(300));
    await store.close();
    const target = temporaryPath();
    await backupStore({ path, target: join(target, 'copy') });
    const copy = openStore({ path: join(target, 'copy'), schema, suffix, readOnly: true });
    expect(textsIn(copy.current, 3)).to.have.length(300);
    await copy.close();
  });

  it('cost a change of one value few and small rows, however many there are', async () => {
    const { store, path } = await storeWith(temporaryPath(), members(20_000));
    await store.close();
    const environment = openEnvironment(dataFile(path));
    const written: Record<string, number[]> = {};
    for (const name of ['entries', 'values', 'index', 'journal', 'journalBody', 'meta'] as const) {
      const rows = environment[name] as unknown as Rows<Buffer>;
      const sizes = (written[name] = [] as number[]);
      const put = rows.putSync.bind(rows);
      rows.putSync = (key, value, options) => {
        sizes.push(value.length);
        return put(key, value, options);
      };
    }
    const shared = sharedStateOf(environment, schema, suffix);
    environment.root.transactionSync(() => {
      const t = new OpenTransaction(shared);
      t.replace(3, changed(t, 3, { add: ['Someone new'] }));
      t.append(journalInput());
      t.finish();
    });
    await environment.root.close();
    const { values, index, ...others } = written;
    expect(values).to.deep.equal(['Someone new'.length]);
    expect(index).to.deep.equal([4]);
    const bytes = Object.values(others).flat();
    expect(bytes.reduce((sum, each) => sum + each, 0)).to.be.lessThan(1_500);
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
  });
});

function countRows(path: string): number {
  const environment = openEnvironment(dataFile(path), { readOnly: true });
  return [...environment.values.getKeys({ start: Buffer.from([0]) })].length;
}
