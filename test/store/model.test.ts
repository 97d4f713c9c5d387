import { expect } from 'chai';
import fc from 'fast-check';
import type { Entry } from '../../src/model/entry.js';
import type { Store } from '../../src/store/store.js';
import type { WriteTransaction } from '../../src/store/transaction.js';
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

/** What the directory should be: entries by id, with their parents and values. */
type Model = Map<number, { rdn: string; parent: number; values: readonly string[] }>;

interface Action {
  readonly kind: 'add' | 'replace' | 'move' | 'remove';
  readonly pick: number;
  readonly under: number;
  readonly rdn: string;
  readonly values: readonly string[];
  /** Whether the write throws in the end. */
  readonly refused: boolean;
}

const anyAction: fc.Arbitrary<Action> = fc.record({
  kind: fc.constantFrom('add', 'add', 'add', 'replace', 'move', 'remove'),
  pick: fc.nat(1000),
  under: fc.nat(1000),
  rdn: fc.integer({ min: 0, max: 40 }).map((n) => `uid=u${n}`),
  values: fc.array(
    fc.constantFrom('Anne', 'Annie', 'anne marie', 'Zoé', 'Le Goff', 'x'.repeat(1200)),
    { maxLength: 3 },
  ),
  refused: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
});

describe('the store under any sequence of writes', () => {
  const temporaryPath = temporaryPaths();

  it('is what a model in memory is, and sound', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyAction, { minLength: 1, maxLength: 60 }), async (actions) => {
        const path = temporaryPath();
        const store = await openWithPeople(path);
        const model: Model = new Map([[2, { rdn: 'ou=Personnes', parent: 1, values: [] }]]);
        try {
          const writes = actions.map((each) =>
            store
              .write((t) => {
                apply(t, model, each);
              })
              .catch(expectRefusal),
          );
          await Promise.all(writes);
          compare(store, model);
        } finally {
          await store.close();
        }
        expect(await verifyStore({ path, schema, suffix })).to.deep.equal([]);
      }),
      { numRuns: 12 },
    );
  });
});

class Refused extends Error {}

function expectRefusal(error: unknown): void {
  if (!(error instanceof Refused)) throw error;
}

function apply(t: WriteTransaction, model: Model, action: Action): void {
  const { kind, pick, under, rdn, values, refused } = action;
  const ids = [...model.keys()];
  const parent = ids[under % ids.length] ?? 2;
  const id = ids[pick % ids.length] ?? 2;
  const taken = (at: number, self = 0) =>
    [...model].some(([other, it]) => other !== self && it.parent === at && it.rdn === rdn);
  t.append(journalInput({ entryUuid: `e${id}` }));
  if (kind === 'add') {
    if (taken(parent)) throw new Refused();
    const added = t.add(made(model, { rdn, parent, values }), parent);
    if (refused) throw new Refused();
    model.set(added, { rdn, parent, values });
  } else if (kind === 'replace') {
    const its = model.get(id)!;
    t.replace(id, made(model, { ...its, values }));
    if (refused) throw new Refused();
    model.set(id, { ...its, values });
  } else if (kind === 'move') {
    if (id === 2 || isBelow(model, parent, id) || taken(parent, id)) throw new Refused();
    t.move(id, made(model, { rdn, parent, values }), parent);
    if (refused) throw new Refused();
    model.set(id, { rdn, parent, values });
  } else {
    if (id === 2 || [...model.values()].some((it) => it.parent === id)) throw new Refused();
    t.remove(id);
    if (refused) throw new Refused();
    model.delete(id);
  }
}

function made(model: Model, it: { rdn: string; parent: number; values: readonly string[] }): Entry {
  const cn = [...new Set(it.values)];
  return entry(`${it.rdn},${dnOf(model, it.parent)}`, cn.length > 0 ? { cn, description: cn } : {});
}

function dnOf(model: Model, id: number): string {
  const its = model.get(id);
  return its === undefined ? suffixDn : `${its.rdn},${dnOf(model, its.parent)}`;
}

function isBelow(model: Model, id: number, ancestor: number): boolean {
  if (id === ancestor) return true;
  const parent = model.get(id)?.parent;
  return parent !== undefined && isBelow(model, parent, ancestor);
}

function compare(store: Store, model: Model): void {
  const { current } = store;
  const ids = [...model.keys()].sort((a, b) => a - b);
  expect([...current.allIds(2)]).to.deep.equal(ids);
  for (const [id, its] of model) {
    expect(current.dn(id)).to.equal(dnOf(model, id));
    expect(current.encoded(id)?.dn.toString()).to.equal(dnOf(model, id));
    expect(current.position(id)?.parentId).to.equal(its.parent);
    const children = [...model].filter(([, it]) => it.parent === id).map(([child]) => child);
    expect([...current.children(id)]).to.have.members(children);
    const texts = current.entry(id)?.attributes.get('cn')?.values.map(String) ?? [];
    expect(texts).to.deep.equal([...new Set(its.values)]);
  }
}
