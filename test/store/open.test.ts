import { expect } from 'chai';
import { decodePartialAttribute } from '../../src/protocol/partial-attribute.js';
import { loadSchema } from '../../src/schema/load.js';
import { textsOf } from '../../src/model/entry.js';
import { LdapError } from '../../src/model/result.js';
import { dataFile, openEnvironment } from '../../src/store/environment.js';
import { checkFormat, formatVersion, writeFormat } from '../../src/store/format.js';
import { indexKindNumbers } from '../../src/store/indexes/index-key.js';
import { openStore } from '../../src/store/open.js';
import { verifyStore } from '../../src/store/verify.js';
import type { Store } from '../../src/store/store.js';
import {
  entry,
  journalInput,
  key,
  open,
  openWithPeople,
  schema,
  schemaText,
  suffix,
  suffixDn,
  temporaryPaths,
} from './fixture.js';

const people = `ou=Personnes,${suffixDn}`;

describe('the store', () => {
  const temporaryPath = temporaryPaths();
  let path: string;
  let store: Store;

  beforeEach(async () => {
    path = temporaryPath();
    store = await openWithPeople(path);
  });
  afterEach(() => store.close());

  it('finds entries by name, whatever the spelling', async () => {
    const id = await store.write((t) => t.add(entry(`uid=Anne,${people}`, { cn: ['Anne'] }), 2));
    const { current } = store;
    expect(current.find(key('UID=anne, OU=personnes,dc=EXAMPLE,dc=org'))).to.equal(id);
    expect(current.find(key('uid=anne,ou=personnes,dc=example,dc=org'))).to.equal(id);
    expect(current.find(key('uid=nobody,ou=personnes,dc=example,dc=org'))).to.equal(undefined);
    expect(current.nearest(key('uid=x,uid=y,ou=personnes,dc=example,dc=org'))).to.equal(2);
    expect(current.nearest(key('uid=x,dc=example,dc=org'))).to.equal(1);
    expect(current.nearest(key('dc=elsewhere,dc=org'))).to.equal(undefined);
    expect(current.nearest(key('dc=org'))).to.equal(undefined);
    expect(current.dn(id)).to.equal(`uid=Anne,${people}`);
    expect(current.position(id)).to.deep.equal({ id, parentId: 2 });
    expect(current.isWithin(id, 1)).to.equal(true);
    expect(current.isWithin(id, id)).to.equal(true);
    expect(current.isWithin(1, 2)).to.equal(false);
    expect([...current.children(2)]).to.deep.equal([id]);
    expect(current.hasChildren(2)).to.equal(true);
    expect(current.hasChildren(id)).to.equal(false);
  });

  it('answers entries as they go on the wire, user attributes first', async () => {
    const given = entry(`uid=Anne,${people}`, { uid: ['Anne'], 'cn;lang-fr': ['Anne', 'Annie'] });
    const id = await store.write((t) => t.add(given, 2));
    const encoded = store.current.encoded(id);
    expect(encoded?.dn.toString()).to.equal(`uid=Anne,${people}`);
    const names = encoded?.slices.map(({ description }) => description);
    expect(names).to.deep.equal(['objectClass', 'uid', 'cn;lang-fr', 'entryCSN']);
    const decoded = encoded?.slices.map(({ start, end }) =>
      decodePartialAttribute(encoded.bytes, start, end),
    );
    expect(decoded?.map(({ description }) => description)).to.deep.equal(names);
    expect(decoded?.[2]?.values.map(String)).to.deep.equal(['Anne', 'Annie']);
    const again = store.current.encoded(id);
    expect(again?.slices[2]?.description === encoded?.slices[2]?.description).to.equal(true);
  });

  it('gives entries whose buffers are their own', async () => {
    const id = await store.write((t) => t.add(entry(`uid=a,${people}`, { cn: ['Anne'] }), 2));
    const read = store.current.entry(id);
    store.current.entry(1);
    expect(read && textsOf(read, 'cn')).to.deep.equal(['Anne']);
    expect(read?.dn).to.equal(`uid=a,${people}`);
  });

  it('keeps values of any size', async () => {
    const large = 'é'.repeat(9_000_000);
    const id = await store.write((t) => t.add(entry(`uid=a,${people}`, { title: [large] }), 2));
    const read = store.current.entry(id);
    expect(read && textsOf(read, 'title')[0]?.length).to.equal(large.length);
    expect(store.current.encoded(id)?.bytes.length).to.be.greaterThan(18_000_000);
  });

  it('moves a subtree by one row and never shows an old name', async () => {
    await store.write((t) => {
      const child = t.add(entry(`ou=Nord,${people}`, { ou: ['Nord'] }), 2);
      t.add(entry(`uid=a,ou=Nord,${people}`), child);
    });
    expect(store.current.dn(4)).to.equal(`uid=a,ou=Nord,${people}`);
    expect(store.current.find(key(`uid=a,ou=nord,${people}`))).to.equal(4);
    const snapshot = store.snapshot();
    const failed = store.write((t) => {
      t.move(3, entry(`ou=Lost,${suffixDn}`, { ou: ['Lost'] }), 1);
      expect(t.dn(4)).to.equal(`uid=a,ou=Lost,${suffixDn}`);
      expect(store.current.encoded(4)?.dn.toString()).to.equal(`uid=a,ou=Lost,${suffixDn}`);
      throw new LdapError('other', 'undone');
    });
    await failed.catch(() => undefined);
    expect(store.current.encoded(4)?.dn.toString()).to.equal(`uid=a,ou=Nord,${people}`);
    await store.write((t) => {
      t.move(3, entry(`ou=Sud,${suffixDn}`, { ou: ['Sud'] }), 1);
    });
    expect(store.current.encoded(4)?.dn.toString()).to.equal(`uid=a,ou=Sud,${suffixDn}`);
    expect(store.current.find(key(`uid=a,ou=nord,${people}`))).to.equal(undefined);
    expect(store.current.find(key(`uid=a,ou=sud,${suffixDn}`))).to.equal(4);
    expect(store.current.isWithin(4, 2)).to.equal(false);
    expect(snapshot.encoded(4)?.dn.toString()).to.equal(`uid=a,ou=Nord,${people}`);
    expect(snapshot.isWithin(4, 2)).to.equal(true);
    expect(snapshot.find(key(`uid=a,ou=nord,${people}`))).to.equal(4);
    snapshot.release();
    expect(() => snapshot.dn(4)).to.throw('released');
  });

  it('refuses a name that is taken', async () => {
    await store.write((t) => t.add(entry(`uid=a,${people}`), 2));
    const error = await store
      .write((t) => t.add(entry(`uid=A,${people}`), 2))
      .catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(LdapError).with.property('code', 'entryAlreadyExists');
  });

  it('keeps in a row who acted and, where it was for another, for whom', async () => {
    const actor = 'cn=portail,dc=example,dc=org';
    const onBehalfOf = 'uid=a,dc=example,dc=org';
    await store.write((t) => t.append(journalInput({ actor })));
    await store.write((t) => t.append(journalInput({ actor, onBehalfOf })));
    const [own, borrowed] = store.current.journal(store.current.lastSequence - 2, 2);
    expect(own).to.not.include.keys('onBehalfOf');
    expect(borrowed).to.include({ actor, onBehalfOf });
  });

  it('undoes a refused write alone, its ids and sequences with it', async () => {
    const ids: number[] = [];
    const attempts = Array.from({ length: 40 }, (_, n) =>
      store
        .write((t) => {
          const id = t.add(entry(`uid=u${n},${people}`, { [`cn;lang-x${n}`]: [`name ${n}`] }), 2);
          expect(t.find(key(`uid=u${n},${people}`))).to.equal(id);
          const found = t.index.equality('cn', cnKey(`name ${n}`));
          expect(found?.ids()).to.deep.equal(Uint32Array.of(id));
          const sequence = t.append(journalInput({ entryUuid: `uuid-${n}` }));
          t.state.put('settings', `n${n}`, { id, sequence });
          if (n % 3 === 0) throw new LdapError('constraintViolation', 'refused');
          return id;
        })
        .then((id) => ids.push(id)),
    );
    const settled = await Promise.allSettled(attempts);
    const done = settled.flatMap(({ status }, n) => (status === 'fulfilled' ? [n] : []));
    expect(done).to.deep.equal(Array.from({ length: 40 }, (_, n) => n).filter((n) => n % 3 !== 0));
    expect(ids).to.deep.equal(done.map((_, at) => at + 3));
    expect(store.current.lastSequence).to.equal(done.length);
    expect(store.current.journal(0, 1000).map(({ entryUuid }) => entryUuid)).to.deep.equal(
      done.map((n) => `uuid-${n}`),
    );
    expect([...store.state.list('settings')].length).to.equal(done.length);
    await store.close();
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
  });

  it('refuses a callback that waits', async () => {
    const pending = async (): Promise<void> => Promise.resolve();
    // @ts-expect-error -- a write is synchronous
    const error: unknown = await store.write(() => pending()).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Error).with.property('message').that.includes('synchronous');
  });

  it('tells of commits that reached the journal, once for those of a turn', async () => {
    const told: number[] = [];
    const stop = store.onCommit((sequence) => told.push(sequence));
    await store.write((t) => {
      t.state.put('settings', 'x', 1);
    });
    await Promise.all([1, 2, 3].map(() => store.write((t) => t.append(journalInput()))));
    stop();
    await store.write((t) => t.append(journalInput()));
    expect(told).to.deep.equal([3]);
  });

  it('answers the journal in order and by entry', async () => {
    await store.write((t) => {
      for (let n = 1; n <= 5; n += 1) t.append(journalInput({ entryUuid: n % 2 ? 'odd' : 'even' }));
    });
    const sequences = (rows: readonly { sequence: number }[]) => rows.map((row) => row.sequence);
    expect(sequences(store.current.journal(2, 2))).to.deep.equal([3, 4]);
    expect(sequences(store.current.journalOf('odd', 2))).to.deep.equal([5, 3]);
    expect(store.current.journalOf('od', 9)).to.deep.equal([]);
    const [row] = store.current.journal(0, 1);
    expect(row).to.include({ actor: 'cn=admin,dc=example,dc=org', operation: 'add', sequence: 1 });
    expect(row?.chain).to.match(/^[0-9a-f]{64}$/);
  });

  it('lists state by prefix and page', async () => {
    await store.write((t) => {
      for (const name of ['a1', 'a2', 'a3', 'b1']) t.state.put('mails', name, { name });
      t.state.remove('mails', 'a2');
      expect([...t.state.list('mails')].map((row) => row.key)).to.deep.equal(['a1', 'a3', 'b1']);
    });
    const keys = (options: object) => [...store.state.list('mails', options)].map((row) => row.key);
    expect(keys({ prefix: 'a' })).to.deep.equal(['a1', 'a3']);
    expect(keys({ prefix: 'a', after: 'a1' })).to.deep.equal(['a3']);
    expect(keys({ after: 'a3', limit: 1 })).to.deep.equal(['b1']);
    expect(keys({ limit: 2 })).to.deep.equal(['a1', 'a3']);
    expect(store.state.get('mails', 'a2')).to.equal(undefined);
    expect(store.state.get('mails', 'a3')).to.deep.equal({ name: 'a3' });
  });

  it('keeps a snapshot while others write', async () => {
    const snapshot = store.snapshot();
    await store.write((t) => t.add(entry(`uid=a,${people}`, { cn: ['Anne'] }), 2));
    expect(snapshot.entryCount).to.equal(2);
    expect([...snapshot.allIds()]).to.deep.equal([1, 2]);
    expect(snapshot.entry(3)).to.equal(undefined);
    expect(snapshot.index.presence('cn')?.count).to.equal(0);
    expect([...store.current.allIds()]).to.deep.equal([1, 2, 3]);
    snapshot.release();
  });

  it('lets one process write, and says so', () => {
    expect(() => open(path))
      .to.throw('in use')
      .with.property('code', 'STORE_BUSY');
  });

  it('opens again with what was there', async () => {
    await store.write((t) => t.add(entry(`uid=a,${people}`, { cn: ['Anne'] }), 2));
    await store.close();
    store = open(path);
    expect(store.current.find(key(`uid=a,${people}`))).to.equal(3);
    const found = store.current.index.equality('cn', cnKey('ANNE'));
    expect(found?.ids()).to.deep.equal(Uint32Array.of(3));
  });

  it('refuses another suffix', async () => {
    await store.close();
    const other = key('dc=other,dc=org');
    expect(() => openStore({ path, schema, suffix: other })).to.throw('dc=example,dc=org');
  });

  it('makes the rows of a new index when the store is small', async () => {
    await store.write((t) => t.add(entry(`uid=a,${people}`, { title: ['Docteur'] }), 2));
    await store.close();
    const text = schemaText.replace(/(NAME 'title'[^)]*)\)/, "$1 X-INDEX 'equality' )");
    const wider = loadSchema([{ name: 'wider.schema', text }]);
    store = openStore({ path, schema: wider, suffix });
    expect(store.current.index.equality('title', cnKey('docteur'))?.count).to.equal(1);
    await store.close();
    expect(await verifyStore({ path, schema: wider, suffix })).to.deep.equal([]);
  });

  it('makes folded rows anew when another edition of the folding made them', async () => {
    await store.write((t) => t.add(entry(`uid=a,${people}`, { cn: ['Hélène Le Goff'] }), 2));
    await store.close();
    const environment = openEnvironment(dataFile(path));
    const { cn = '', ...others } = checkFormat(environment, suffix.text)!.indexes;
    expect(cn).to.match(/approximate \d+, approximate substring/);
    environment.root.transactionSync(() => {
      const indexes = { ...others, cn: cn.replace(/approximate \d.*/, 'approximate') };
      writeFormat(environment, { version: formatVersion, suffix: suffix.text, indexes });
      for (const row of [...environment.index.getKeys({ start: Buffer.from([0]) })]) {
        if (row[2] === indexKindNumbers.approximateSubstring) environment.index.removeSync(row);
      }
    });
    await environment.root.close();
    expect(await verifyStore({ path, schema, suffix })).not.to.deep.equal([]);
    store = openStore({ path, schema, suffix });
    const parts = { initial: undefined, any: [Buffer.from('ene')], final: undefined };
    expect(store.current.index.approximateSubstring('cn', parts)?.count).to.equal(1);
    await store.close();
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
  });
});

function cnKey(text: string): Buffer {
  return schema.attributeType('cn')!.equality!.prepareAssertion(Buffer.from(text))!;
}
