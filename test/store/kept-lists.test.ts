import { expect } from 'chai';
import { parseFilter } from '../../src/model/filter-text.js';
import { loadSchema } from '../../src/schema/load.js';
import { listKey } from '../../src/schema/list-key.js';
import { dataFile, openEnvironment } from '../../src/store/environment.js';
import { formatVersion, readFormat } from '../../src/store/format.js';
import { openStore } from '../../src/store/open.js';
import type { KeptOrder, Reader } from '../../src/store/reader.js';
import { reindexStore } from '../../src/store/reindex.js';
import type { Store } from '../../src/store/store.js';
import { verifyStore } from '../../src/store/verify.js';
import {
  entry,
  open,
  openWithPeople,
  schema,
  schemaText,
  suffix,
  suffixDn,
  temporaryPaths,
} from './fixture.js';
import { becomeOlder } from './older-store.js';

const people = `ou=Personnes,${suffixDn}`;
const fr = schema.matchingRule('fr')?.prepareValue;
const byName: KeptOrder | undefined = fr && { attribute: 'cn', prepare: fr };

/** Ids of whoever has a name, below `ou=Personnes`. */
function named(reader: Reader, parentId = 2): number[] {
  const key = listKey(schema, parseFilter('(CN=*)')) ?? '';
  return [...(reader.lists.kept(key, byName)?.below(parentId).from(0) ?? [])].map(({ id }) => id);
}

describe('kept lists of a store', () => {
  const temporaryPath = temporaryPaths();
  let path: string;
  let store: Store;

  beforeEach(async () => {
    path = temporaryPath();
    store = await openWithPeople(path);
    await store.write((t) => {
      for (const [uid, cn] of [
        ['a', 'Zoé'],
        ['b', 'Étienne'],
        ['c', 'Eve'],
      ] as const) {
        t.add(entry(`uid=${uid},${people}`, { cn: [cn] }), 2);
      }
    });
  });
  afterEach(() => store.close());

  it('are in order below each parent, by the least value of each entry', async () => {
    expect(named(store.current)).to.deep.equal([4, 5, 3]);
    await store.write((t) => {
      t.replace(4, entry(`uid=b,${people}`, { cn: ['Étienne', 'Yann'] }));
      t.move(5, entry(`uid=c,${suffixDn}`, { cn: ['Eve'] }), 1);
      t.replace(3, entry(`uid=a,${people}`, { 'cn;lang-fr': ['Anne'], cn: ['Zoé'] }));
    });
    expect(named(store.current)).to.deep.equal([3, 4]);
    expect(named(store.current, 1)).to.deep.equal([5]);
  });

  it('show a write its own changes, and a snapshot none of them', async () => {
    const snapshot = store.snapshot();
    await store.write((t) => {
      t.remove(4);
      expect(named(t)).to.deep.equal([5, 3]);
    });
    expect(named(snapshot)).to.deep.equal([4, 5, 3]);
    snapshot.release();
    expect(named(store.current)).to.deep.equal([5, 3]);
  });

  it('know the parents that have any entry', () => {
    const kept = store.current.lists.kept(listKey(schema, parseFilter('(cn=*)')) ?? '');
    expect(kept?.parents(5)).to.deep.equal([2]);
    expect(kept?.parents(0)).to.equal(undefined);
    expect(kept?.below(1).total).to.equal(0);
    expect(store.current.lists.kept('(uid=*)')).to.equal(undefined);
  });

  const makers: Readonly<Record<string, () => Promise<unknown>>> = {
    'opened to be written': async () => {
      store = open(path);
      await store.close();
    },
    'indexed anew': () => reindexStore({ path, schema, suffix }),
  };
  for (const [how, make] of Object.entries(makers)) {
    it(`are made when a store older than they are is ${how}`, async () => {
      await store.close();
      await becomeOlder(path, { version: 2, form: 2, forget: (kept) => kept.startsWith('list ') });
      await make();
      expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
      const environment = openEnvironment(dataFile(path), { readOnly: true });
      expect(readFormat(environment)?.version).to.equal(formatVersion);
      await environment.root.close();
      store = open(path);
      expect(named(store.current)).to.deep.equal([4, 5, 3]);
    });
  }

  const widened = (list: string): ReturnType<typeof loadSchema> => {
    const text = schemaText.replace(/(NAME 'title'[^)]*)\)/, `$1 X-INDEX 'equality' ${list} )`);
    return loadSchema([{ name: 'wider.schema', text }]);
  };
  const readOnly = { readOnly: true };
  const list = "X-LIST '(&(cn=*)(title=*)) cn'";

  it('are not asked for anew where no entry can be in them, and are where one may', async () => {
    await store.close();
    const wider = { path, schema: widened(list), suffix };
    await openStore({ ...wider, ...readOnly }).close();
    store = open(path);
    await store.write((t) => {
      t.replace(3, entry(`uid=a,${people}`, { cn: ['Zoé'], title: ['Docteur'] }));
    });
    await store.close();
    expect(() => openStore({ ...wider, ...readOnly }))
      .to.throw('list')
      .with.property('code', 'STORE_NEEDS_REINDEX');
    await openStore(wider).close();
    expect(await verifyStore(wider)).to.deep.equal([]);
    const narrower = { path, schema: widened(''), suffix };
    expect(() => openStore({ ...narrower, ...readOnly })).to.throw('list');
    await openStore(narrower).close();
    expect(await verifyStore(narrower)).to.deep.equal([]);
  });
});
