import { expect } from 'chai';
import { rmSync } from 'node:fs';
import type { Entry } from '../../src/model/entry.js';
import { dataFile, openEnvironment } from '../../src/store/environment.js';
import { formatVersion, readFormat } from '../../src/store/format.js';
import { openStore } from '../../src/store/open.js';
import { reindexStore } from '../../src/store/reindex.js';
import type { Reader } from '../../src/store/reader.js';
import { verifyStore } from '../../src/store/verify.js';
import {
  entry,
  open,
  openWithPeople,
  schema,
  suffix,
  suffixDn,
  temporaryPaths,
} from './fixture.js';
import { group, members } from './large-values-fixture.js';
import { becomeOlder } from './older-store.js';

const people = `ou=Personnes,${suffixDn}`;

describe('a store of an earlier version', () => {
  const temporaryPath = temporaryPaths();
  let path: string;
  let before: readonly (Entry | undefined)[];

  beforeEach(async () => {
    path = temporaryPath();
    const store = await openWithPeople(path);
    await store.write((t) => {
      t.add(entry(`uid=a,${people}`, { cn: ['Zoé'], description: ['x'.repeat(70_000)] }), 2);
      t.add(entry(`uid=b,${people}`, { 'cn;lang-fr': ['Étienne'] }), 2);
      t.add(group(members(300)), 1);
    });
    before = entriesIn(store.current);
    await store.close();
  });

  const ways = [
    [1, 1],
    [2, 2],
    [3, 2],
  ] as const;
  for (const [version, form] of ways) {
    it(`of format ${version} becomes of this one when it is opened to be written`, async () => {
      await becomeOlder(path, { version, form });
      const store = open(path);
      expect(entriesIn(store.current)).to.deep.equal(before);
      await store.close();
      expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
    });
  }

  it('becomes of this one by reindex, and takes writes then', async () => {
    await becomeOlder(path, { version: 3, form: 2 });
    await reindexStore({ path, schema, suffix });
    const store = open(path);
    await store.write((t) => {
      t.replace(4, entry(`uid=b,${people}`, { cn: ['Étienne'] }));
    });
    await store.close();
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
  });

  it('is not opened to be read, since nothing may be changed then, and says what to do', async () => {
    await becomeOlder(path, { version: 3, form: 2 });
    expect(() => openStore({ path, schema, suffix, readOnly: true }))
      .to.throw('reindex')
      .with.property('code', 'STORE_NEEDS_REINDEX');
    const [finding] = await verifyStore({ path, schema, suffix });
    expect(finding?.problem).to.equal(`version 3 instead of ${String(formatVersion)}`);
    const environment = openEnvironment(dataFile(path), { readOnly: true });
    expect(readFormat(environment)?.version).to.equal(3);
    await environment.root.close();
    rmSync(path, { recursive: true });
  });
});

/** All there is, large values read. */
function entriesIn(reader: Reader): readonly (Entry | undefined)[] {
  return [...reader.allIds()].map((id) => {
    const found = reader.entry(id);
    if (!found) return undefined;
    const attributes = [...found.attributes].map(([key, { description, values }]) => {
      return [key, { description, values: values.map((value) => Buffer.from(value)) }] as const;
    });
    return { dn: found.dn, attributes: new Map(attributes) };
  });
}
