import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { bulkLoad } from '../../src/store/bulk-load.js';
import { verifyStore } from '../../src/store/verify.js';
import type { Entry } from '../../src/model/entry.js';
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

const people = `ou=Personnes,${suffixDn}`;

function* persons(from: number, to: number): Generator<Entry> {
  for (let n = from; n < to; n += 1) {
    const cn = [`Prénom${n % 17} Nom${n % 101}`, `n${n}`];
    const description = ['Médecin', `no ${n}`];
    yield entry(`uid=u${n},${people}`, { uid: [`u${n}`], cn, description });
  }
}

function* tree(count: number): Generator<Entry> {
  yield entry(suffixDn, { dc: ['Example'] });
  yield entry(people, { ou: ['Personnes'] });
  yield* persons(0, count);
}

const journalRow = ({ entries }: { entries: number }) =>
  journalInput({ operation: 'load', entryUuid: '', changes: [], details: { entries } });

describe('a bulk load', () => {
  const temporaryPath = temporaryPaths();

  it('fills an empty store as single writes would', async () => {
    const path = temporaryPath();
    const loaded = await bulkLoad({ path, schema, suffix, entries: tree(3000), journalRow });
    expect(loaded).to.deep.equal({ entries: 3002 });
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
    const store = open(path);
    expect(store.current.entryCount).to.equal(3002);
    expect(store.current.find(key(`uid=u2999,${people}`))).to.equal(3002);
    expect(store.current.journal(0, 9).map(({ details }) => details)).to.deep.equal([
      { entries: 3002 },
    ]);
    expect([...store.current.children(2)].length).to.equal(3000);
    await store.write((t) => t.add(entry(`uid=later,${people}`, { cn: ['n5'] }), 2));
    await store.close();
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
    expect(readdirSync(path).sort()).to.deep.equal(['directory.mdb', 'directory.mdb-lock']);
  });

  it('adds to what a store has', async () => {
    const path = temporaryPath();
    const store = await openWithPeople(path);
    await store.write((t) => {
      for (const each of persons(0, 600)) t.add(each, 2);
      t.append(journalInput());
      t.state.put('cursors', 'mail', 1);
    });
    await store.close();
    await bulkLoad({ path, schema, suffix, entries: persons(600, 2000), journalRow });
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
    const again = open(path);
    expect(again.current.entryCount).to.equal(2002);
    expect(again.current.lastSequence).to.equal(2);
    expect(again.state.get('cursors', 'mail')).to.equal(1);
    await again.close();
  });

  const refused: readonly [name: string, entries: () => Iterable<Entry>, message: RegExp][] = [
    ['a name that is twice in the load', () => [...persons(5, 7), ...persons(6, 7)], /u6.* exists/],
    ['a name that the store has', () => persons(0, 3), /u0.* exists/],
    ['a parent that is missing', () => [entry(`uid=a,ou=Lost,${suffixDn}`)], /no parent/],
    ['a name beside the suffix', () => [entry('uid=a,dc=net')], /no parent/],
  ];
  for (const [name, entries, message] of refused) {
    it(`leaves the store as it was at ${name}`, async () => {
      const path = temporaryPath();
      await bulkLoad({ path, schema, suffix, entries: tree(3), journalRow });
      const load = bulkLoad({ path, schema, suffix, entries: entries(), journalRow });
      const error: unknown = await load.catch((reason: unknown) => reason);
      expect(String(error)).to.match(message);
      const store = open(path);
      expect(store.current.entryCount).to.equal(5);
      await store.close();
      expect(readdirSync(path).sort()).to.deep.equal(['directory.mdb', 'directory.mdb-lock']);
    });
  }
});
