import { expect } from 'chai';
import { dataFile, type Environment, openEnvironment } from '../../src/store/environment.js';
import { childrenStart, idValue, nameKey } from '../../src/store/name-key.js';
import { indexKey } from '../../src/store/indexes/index-key.js';
import { entrySequenceKey, sequenceKey } from '../../src/store/journal-rows.js';
import { reindexStore } from '../../src/store/reindex.js';
import { CountedList } from '../../src/store/lists/counted-list.js';
import { sortKey } from '../../src/store/lists/list-plan.js';
import { headRow, listStart, nodeKey } from '../../src/store/lists/list-rows.js';
import { insertItem, removeItem } from '../../src/store/lists/list-update.js';
import { latest } from '../../src/store/rows.js';
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

type Damage = (environment: Environment) => unknown;

const uuid = journalInput().entryUuid;
const x = Buffer.from('x');

const anne = { key: sortKey(Buffer.from('anne')), id: 3 };
const byName = /^\(cn=\*\) by cn below 2$/;

/** One damaged row for each database, and what must be said of it. */
const damages: Record<string, readonly [Damage, database: string, key: RegExp]> = {
  'a lost record': [(e) => e.entries.removeSync(3), 'dn2id', /^2\/uid=a$/],
  'a torn record': [(e) => e.entries.putSync(3, Buffer.from([1, 0])), 'id2entry', /^3$/],
  'a lost name': [(e) => e.names.removeSync(nameKey(2, 'uid=a')), 'dn2id', /^2\/uid=a$/],
  'a name of nothing': [(e) => e.names.putSync(nameKey(2, 'uid=z'), idValue(99)), 'dn2id', /uid=z/],
  'a second name': [(e) => e.names.putSync(nameKey(1, 'uid=a'), idValue(3)), 'dn2id', /^1\/uid=a$/],
  'a lost index row': [
    (e) => e.index.removeSync(cnList(e, ' anne ')),
    'index',
    /cn equality “ anne ”/,
  ],
  'an index row too many': [
    (e) => e.index.putSync(cnList(e, ' zoe '), idValue(3)),
    'index',
    /cn equality “ zoe ”/,
  ],
  'a wrong id in an index row': [
    (e) => e.index.putSync(cnList(e, ' anne '), idValue(2)),
    'index',
    /cn equality “ anne ”/,
  ],
  'a list whose head is lost': [(e) => e.lists.removeSync(listRow(e, 0)), 'lists', byName],
  'a list whose node is lost': [(e) => e.lists.removeSync(listRow(e, 1)), 'lists', byName],
  'a torn list': [(e) => e.lists.putSync(listRow(e, 1), Buffer.from([0, 9])), 'lists', byName],
  'a list that counts wrong': [
    (e) => e.lists.putSync(listRow(e, 0), headRow({ root: 1, nextNode: 2, total: 7 })),
    'lists',
    byName,
  ],
  'an entry that a list lacks': [
    (e) => removeItem(e.lists, listRow(e, 0).subarray(0, -4), anne),
    'lists',
    byName,
  ],
  'an entry too many in a list': [
    (e) => insertItem(e.lists, listRow(e, 0).subarray(0, -4), { ...anne, id: 2 }),
    'lists',
    byName,
  ],
  'an entry in another place of a list': [
    (e) => {
      const start = listRow(e, 0).subarray(0, -4);
      removeItem(e.lists, start, anne);
      insertItem(e.lists, start, { ...anne, key: sortKey(Buffer.from('zoe')) });
    },
    'lists',
    byName,
  ],
  'a list of nothing': [
    (e) => insertItem(e.lists, listStart(Buffer.alloc(8, 1), 2), anne),
    'lists',
    /below 2$/,
  ],
  'a node that hangs nowhere': [
    (e) => e.lists.putSync(nodeKey(listRow(e, 0).subarray(0, -4), 5), Buffer.from([0])),
    'lists',
    byName,
  ],
  'a lost attribute': [(e) => e.attributes.removeSync(1), 'attributes', /^2$/],
  'a lost journal row': [(e) => e.journal.removeSync(sequenceKey(2)), 'journal', /^3$/],
  'a changed journal row': [(e) => touch(e.journal, sequenceKey(2)), 'journal', /^2$/],
  'a changed body': [(e) => touch(e.journalBody, sequenceKey(2)), 'journalBody', /^2$/],
  'a body of nothing': [(e) => e.journalBody.putSync(sequenceKey(9), x), 'journalBody', /^9$/],
  'a lost row by entry': [
    (e) => e.journalByEntry.removeSync(entrySequenceKey(uuid, 2)),
    'journalByEntry',
    new RegExp(`^${uuid} 2$`),
  ],
  'a row by entry of nothing': [
    (e) => e.journalByEntry.putSync(entrySequenceKey('other', 2), x),
    'journalByEntry',
    /^other 2$/,
  ],
  'wrong counters': [(e) => touch(e.meta, Buffer.from('counters')), 'meta', /counters/],
  'a state record that is no JSON': [
    (e) => e.state.mails.putSync(Buffer.from('m1'), Buffer.from('{')),
    'state.mails',
    /^m1$/,
  ],
};

describe('verifying a store', () => {
  const temporaryPath = temporaryPaths();
  let path: string;

  beforeEach(async () => {
    path = temporaryPath();
    const store = await openWithPeople(path);
    await store.write((t) => {
      t.add(entry(`uid=a,ou=Personnes,${suffixDn}`, { cn: ['Anne'], uid: ['a'] }), 2);
      for (let n = 0; n < 3; n += 1) t.append(journalInput());
    });
    await store.close();
  });

  it('finds nothing in a sound one, in use or not', async () => {
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
  });

  for (const [name, [damage, database, key]] of Object.entries(damages)) {
    it(`names ${name}`, async () => {
      await damaged(damage);
      const findings = await verifyStore({ path, schema, suffix });
      const named = findings.filter((each) => each.database === database && key.test(each.key));
      expect(named, JSON.stringify(findings)).not.to.deep.equal([]);
    });
  }

  it('finds nothing after damaged index rows were made anew', async () => {
    await damaged((e) => {
      e.index.removeSync(cnList(e, ' anne '));
      e.index.putSync(cnList(e, ' zoe '), idValue(3));
    });
    expect(await reindexStore({ path, schema, suffix })).to.deep.equal({ entries: 3 });
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
  });

  it('lets a body be purged', async () => {
    await damaged((e) => e.journalBody.removeSync(sequenceKey(2)));
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
  });

  async function damaged(damage: (environment: Environment) => unknown): Promise<void> {
    const environment = openEnvironment(dataFile(path));
    environment.root.transactionSync(() => {
      damage(environment);
    });
    await environment.root.close();
  }
});

function cnList(environment: Environment, prepared: string): Buffer {
  for (const { key, value } of environment.attributes.getRange({ start: 0 })) {
    if (value.toString() === 'cn') return indexKey(key, 1, Buffer.from(prepared));
  }
  throw new Error('no cn');
}

/** A row of the list of names by the French key, below the entry 2: node 0 is the head. */
function listRow(environment: Environment, node: number): Buffer {
  for (const key of environment.lists.getKeys({ start: Buffer.from([0]) })) {
    const start = key.subarray(0, -4);
    const [first] = new CountedList(environment.lists, start, latest).from(0);
    if (first?.key.equals(anne.key) === true) return nodeKey(start, node);
  }
  throw new Error('no list');
}

function touch(rows: Environment['journal'], key: Buffer): boolean {
  const value = rows.getBinary(key) ?? childrenStart(0);
  const at = value.length - 3;
  value[at] = (value[at] ?? 0) ^ 1;
  return rows.putSync(key, value);
}
