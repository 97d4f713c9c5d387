import { expect } from 'chai';
import { LdapError } from '../../src/model/result.js';
import { dataFile, type Environment, openEnvironment } from '../../src/store/environment.js';
import { numberKey } from '../../src/store/shape-dictionary.js';
import type { Store } from '../../src/store/store.js';
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

const dn = (uid: string): string => `uid=${uid},ou=Personnes,${suffixDn}`;

describe('the shapes of entries', () => {
  const temporaryPath = temporaryPaths();
  let path: string;
  let store: Store;

  beforeEach(async () => {
    path = temporaryPath();
    store = await openWithPeople(path);
  });
  afterEach(() => store.close());

  const add = (uid: string, attribute: string): Promise<number> =>
    store.write((t) => t.add(entry(dn(uid), { [attribute]: ['x'] }), 2));
  const described = (id: number): readonly string[] =>
    store.current.encoded(id)?.slices.map(({ description }) => description) ?? [];

  it('are shared by all entries that have the same attributes', async () => {
    const ids = [await add('a', 'cn'), await add('b', 'title'), await add('c', 'cn')];
    const shapes = ids.map((id) => store.current.encoded(id)?.layout?.shape);
    expect(shapes[0]).to.equal(shapes[2]).and.not.to.equal(shapes[1]);
    expect(described(ids[1] ?? 0)).to.eql(['objectClass', 'title', 'entryCSN']);
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
  });

  it('that a refused write gave are given to others, and never taken for what they were', async () => {
    const refused = store.write((t) => {
      t.add(entry(dn('a'), { title: ['x'], 'cn;lang-de': ['x'] }), 2);
      expect(described(3)).to.have.length(4);
      throw new LdapError('unwillingToPerform', 'not this one');
    });
    await refused.catch((error: unknown) => {
      expect(error).to.be.instanceOf(LdapError);
    });
    const id = await add('b', 'description');
    expect(described(id)).to.eql(['objectClass', 'description', 'entryCSN']);
    await store.close();
    store = open(path);
    expect(described(id)).to.eql(['objectClass', 'description', 'entryCSN']);
    expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
  });

  it('are seen by a snapshot that is older than they are as it was', async () => {
    const snapshot = store.snapshot();
    const id = await add('a', 'title');
    expect(snapshot.encoded(id)).to.equal(undefined);
    expect(described(id)).to.include('title');
    snapshot.release();
  });

  it('follow one another through the writes of one commit', async () => {
    const ids = await Promise.all(
      ['cn', 'title', 'description', 'cn'].map((each, at) => {
        return add(`p${String(at)}`, each);
      }),
    );
    expect(ids.map((id) => described(id)[1])).to.eql(['cn', 'title', 'description', 'cn']);
  });

  const damages: Readonly<Record<string, readonly [(e: Environment) => unknown, RegExp]>> = {
    'a lost row': [(e) => e.shapes.removeSync(numberKey(1)), /shape 1 is/],
    'another row': [
      (e) => e.shapes.putSync(numberKey(1), Buffer.from([1, 0, 1, 0])),
      /is not found by its attributes/,
    ],
    'attributes that are not known': [
      (e) => e.shapes.putSync(numberKey(9), Buffer.from([1, 0, 99, 0])),
      /attribute 99 is not in the dictionary/,
    ],
  };
  for (const [title, [damage, problem]] of Object.entries(damages)) {
    it(`are verified: ${title}`, async () => {
      await store.close();
      const environment = openEnvironment(dataFile(path));
      environment.root.transactionSync(() => damage(environment));
      await environment.root.close();
      const findings = await verifyStore({ path, schema, suffix });
      expect(findings.map((each) => each.problem).join('\n')).to.match(problem);
    });
  }
});
