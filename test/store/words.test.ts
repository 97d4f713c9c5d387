import { expect } from 'chai';
import { dataFile, openEnvironment } from '../../src/store/environment.js';
import { bulkLoad } from '../../src/store/bulk-load.js';
import { indexKindNumbers } from '../../src/store/indexes/index-key.js';
import { reindexStore } from '../../src/store/reindex.js';
import type { Store } from '../../src/store/store.js';
import { verifyStore } from '../../src/store/verify.js';
import {
  entry,
  journalInput,
  openWithPeople,
  schema,
  suffix,
  suffixDn,
  temporaryPaths,
} from './fixture.js';

const people = `ou=Personnes,${suffixDn}`;
const most = { ids: 100, rows: 100 };

describe('the words of an attribute in the store', () => {
  const temporaryPath = temporaryPaths();
  let path: string;
  let store: Store;

  beforeEach(async () => {
    path = temporaryPath();
    store = await openWithPeople(path);
  });
  afterEach(() => store.close());

  const add = (uid: string, ...cn: string[]): Promise<number> =>
    store.write((t) => t.add(entry(`uid=${uid},${people}`, { cn }), 2));
  const words = () => store.current.index.words('cn')!;
  const entries = (word: string): number[] => [...words().entries(word).ids()];
  const isSound = async (): Promise<void> => {
    await store.close();
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
  };

  it('lead to the entries that have them', async () => {
    const [goff, legoff] = [await add('a', 'Yann LE GOFF'), await add('b', 'Anne LEGOFF')];
    expect(entries('goff')).to.deep.equal([goff]);
    expect(entries('legoff')).to.deep.equal([goff, legoff]);
    expect(entries('riou')).to.deep.equal([]);
    expect(store.current.index.words('title')).to.equal(undefined);
  });

  it('are found by their beginning, the whole word aside', async () => {
    const [one, two] = [await add('a', 'Mar'), await add('b', 'Marie', 'Marine')];
    await add('c', 'Morgane');
    expect(words().beginning('mar', most)).to.deep.equal({
      ids: Uint32Array.of(two),
      complete: true,
    });
    expect([...words().beginning('ma', most).ids]).to.deep.equal([one, two]);
    expect(words().beginning('m', { ids: 1, rows: 9 }).complete).to.equal(false);
    expect(words().beginning('m', { ids: 9, rows: 1 }).complete).to.equal(false);
  });

  it('are found misspelt while an entry has them, and no longer', async () => {
    const first = await add('a', 'QUÉMÉNER');
    await add('b', 'Quemener');
    expect(words().like('kemenner')).to.deep.equal(['quemener']);
    await store.write((t) => {
      t.remove(first);
    });
    expect(words().like('quemner')).to.deep.equal(['quemener']);
    await store.write((t) => {
      t.replace(first + 1, entry(`uid=b,${people}`, { cn: ['KERVELLA'] }));
    });
    expect(words().like('quemner')).to.deep.equal([]);
    expect(words().like('kervela')).to.deep.equal(['kervella']);
    await isSound();
  });

  it('are the same whether loaded, loaded in addition, or made anew', async () => {
    await add('a', 'LE GALL');
    await store.close();
    const names = ['LE GALL', 'LE GOFF', "L'HOSTIS", 'Le Gall'];
    const loaded = names.map((cn, n) => entry(`uid=l${String(n)},${people}`, { cn: [cn] }));
    const journalRow = (): ReturnType<typeof journalInput> => journalInput({ operation: 'load' });
    await bulkLoad({ path, schema, suffix, entries: loaded, journalRow });
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
    await reindexStore({ path, schema, suffix });
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
  });

  it('are checked row by row', async () => {
    await add('a', 'GUILLOU');
    await store.close();
    const environment = openEnvironment(dataFile(path));
    environment.root.transactionSync(() => {
      const rows = [...environment.index.getKeys({ start: Buffer.from([0]) })];
      const row = rows.find((key) => key[2] === indexKindNumbers.spelling);
      environment.index.removeSync(row!);
    });
    await environment.root.close();
    const findings = await verifyStore({ path, schema, suffix });
    expect(findings.map(({ key }) => key).join()).to.match(/^cn spelling “/);
  });
});
