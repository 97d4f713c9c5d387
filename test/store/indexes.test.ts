import { expect } from 'chai';
import fc from 'fast-check';
import { approximateKey, approximatePart } from '../../src/schema/approximate.js';
import type { MatchingRule } from '../../src/schema/definitions.js';
import type { SubstringKeys } from '../../src/schema/definitions.js';
import type { Postings } from '../../src/store/reader.js';
import type { Store } from '../../src/store/store.js';
import { entry, openWithPeople, schema, suffixDn, temporaryPaths } from './fixture.js';

const cn = schema.attributeType('cn')!;
const equality = cn.equality!;
const substring = cn.substring!;

/** Few letters, so that values meet; spaces, accents and octets that keys escape. */
const text = fc
  .array(fc.constantFrom('a', 'b', 'B', 'é', ' ', '  ', 'œ', '-'), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(''));
const names = fc.array(fc.array(text, { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 12,
});
const long = 'b'.repeat(1500);

describe('the indexes against a scan of the values', () => {
  const temporaryPath = temporaryPaths();
  let store: Store;

  beforeEach(async () => {
    store = await openWithPeople(temporaryPath());
  });
  afterEach(() => store.close());

  /** Entries 3, 4 … of one write that is undone after the check. */
  async function among(
    values: readonly (readonly string[])[],
    check: (index: Store['current']['index'], scan: Scan) => void,
  ): Promise<void> {
    const undo = new Error('undo');
    const outcome = store.write((transaction) => {
      values.forEach((texts, n) => {
        const half = Math.ceil(texts.length / 2);
        const split = { cn: texts.slice(0, half), 'cn;lang-fr': texts.slice(half) };
        const given = Object.entries(split).filter(([, its]) => its.length > 0);
        transaction.add(entry(`uid=${n},ou=Personnes,${suffixDn}`, Object.fromEntries(given)), 2);
      });
      check(transaction.index, (matches) =>
        values.flatMap((texts, n) =>
          texts.some((each) => matches(Buffer.from(each))) ? [n + 3] : [],
        ),
      );
      throw undo;
    });
    const error: unknown = await outcome.catch((reason: unknown) => reason);
    if (error !== undo) throw error;
  }

  it('agree for equality, presence and approximate matches', async () => {
    await fc.assert(
      fc.asyncProperty(names, text, (values, asked) =>
        among(values, (index, scan) => {
          const wanted = equality.prepareAssertion(Buffer.from(asked))!;
          agree(index.equality('cn', wanted), scan(sameKey(equality, wanted)), true);
          const near = approximateKey(Buffer.from(asked));
          agree(
            index.approximate('cn', near),
            scan((value) => approximateKey(value).equals(near)),
            true,
          );
          agree(
            index.presence('cn'),
            scan(() => true),
            true,
          );
        }),
      ),
      { numRuns: 60 },
    );
  });

  it('agree for ranges and are walked in order both ways', async () => {
    await fc.assert(
      fc.asyncProperty(names, text, text, (values, one, other) =>
        among(values, (index, scan) => {
          const [from, to] = [one, other]
            .map((each) => equality.prepareAssertion(Buffer.from(each))!)
            .sort((a, b) => Buffer.compare(a, b)) as [Buffer, Buffer];
          const within = (low?: Buffer, high?: Buffer) => (value: Buffer) => {
            const key = equality.prepareValue(value)!;
            const above = low === undefined || Buffer.compare(key, low) >= 0;
            return above && (high === undefined || Buffer.compare(key, high) <= 0);
          };
          agree(index.range('cn', { from, to }), scan(within(from, to)), true);
          agree(index.range('cn', { from }), scan(within(from)), true);
          agree(index.range('cn', { to }), scan(within(undefined, to)), true);
          const steps = [...index.ordered('cn')!];
          const back = [...index.ordered('cn', { reverse: true })!];
          expect(back.reverse()).to.deep.equal(steps);
          const keys = steps.map(({ key }) => key.toString('latin1'));
          expect(keys).to.deep.equal([...new Set(keys)].sort());
          const onward = [...index.ordered('cn', { from })!];
          expect(onward).to.deep.equal(steps.filter(({ key }) => key.compare(from) >= 0));
          const backward = [...index.ordered('cn', { from, reverse: true })!].reverse();
          expect(backward).to.deep.equal(steps.slice(0, backward.length));
          const ahead = steps.filter(({ key }) => key.compare(from) <= 0);
          expect(backward.length).to.be.at.least(ahead.length);
          for (const { key, ids } of steps) {
            expect([...ids]).to.deep.equal(scan(sameKey(equality, key)));
          }
        }),
      ),
      { numRuns: 60 },
    );
  });

  it('never miss a substring match and claim exactness rightly', async () => {
    const part = fc.option(text, { nil: undefined });
    await fc.assert(
      fc.asyncProperty(names, part, fc.array(text, { maxLength: 2 }), part, (values, ...parts) =>
        among([...values, [long, 'ab']], (index, scan) => {
          const [initial, any, final] = parts;
          const keys: SubstringKeys = {
            initial: initial === undefined ? undefined : prepared(initial, 'initial'),
            any: any.map((each) => prepared(each, 'any')),
            final: final === undefined ? undefined : prepared(final, 'final'),
          };
          const expected = scan((value) => hasParts(substring.prepareValue(value)!, keys));
          const postings = index.substring('cn', keys);
          if (postings !== undefined) agree(postings, expected, postings.exact);
        }),
      ),
      { numRuns: 200 },
    );
  });

  it('never miss a folded substring and agree for folded ranges', async () => {
    const part = fc.option(text, { nil: undefined });
    const folded = (each: string): Buffer => approximatePart(Buffer.from(each));
    await fc.assert(
      fc.asyncProperty(names, part, fc.array(text, { maxLength: 2 }), part, (values, ...parts) =>
        among([...values, [long, 'ab'], ['a', 'ÂB Bé']], (index, scan) => {
          const [initial, any, final] = parts;
          const keys: SubstringKeys = {
            initial: initial === undefined ? undefined : folded(initial),
            any: any.map(folded),
            final: final === undefined ? undefined : folded(final),
          };
          const expected = scan((value) => hasParts(approximateKey(value), keys));
          const postings = index.approximateSubstring('cn', keys);
          if (postings !== undefined) agree(postings, expected, postings.exact);
          const from = approximateKey(Buffer.from(initial ?? 'a'));
          const above = scan((value) => approximateKey(value).compare(from) >= 0);
          agree(index.approximateRange('cn', { from }), above, true);
          const below = scan((value) => approximateKey(value).compare(from) <= 0);
          agree(index.approximateRange('cn', { to: from }), below, true);
        }),
      ),
      { numRuns: 200 },
    );
  });

  it('find a folded substring of three letters without a scan, wherever it stands', async () => {
    const values = [['Hélène Le Goff'], ["L'HÉNORET"], ['LEGOFF'], ['Kerjean'], ['Œuvrard']];
    const rows: Record<string, readonly number[]> = {
      ele: [3],
      neleg: [3],
      goff: [3, 5],
      lhe: [4],
      oeu: [7],
      jean: [6],
      xyz: [],
    };
    await among(values, (index) => {
      for (const [part, ids] of Object.entries(rows)) {
        const keys = { initial: undefined, any: [Buffer.from(part)], final: undefined };
        expect([...index.approximateSubstring('cn', keys)!.ids()], part).to.deep.equal(ids);
      }
      const final = { initial: undefined, any: [], final: Buffer.from('ff') };
      expect([...index.approximateSubstring('cn', final)!.ids()]).to.deep.equal([3, 5]);
      const initial = { initial: Buffer.from('leg'), any: [], final: undefined };
      const found = index.approximateSubstring('cn', initial);
      expect(found?.exact).to.equal(true);
      expect([...found!.ids()]).to.deep.equal([5]);
    });
  });

  it('cut long keys and say that they are not sure', async () => {
    const texts = [long, `${long}x`, 'short'];
    await among(
      texts.map((each) => [each]),
      (index) => {
        const key = equality.prepareAssertion(Buffer.from(long))!;
        const found = index.equality('cn', key);
        expect(found?.exact).to.equal(false);
        expect([...found!.ids()]).to.deep.equal([3]);
        const range = index.range('cn', { to: key });
        expect(range?.exact).to.equal(false);
        expect([...range!.ids()]).to.include(3);
      },
    );
  });

  it('answer undefined where the schema gives none and nothing where no entry has the type', () => {
    const { index } = store.current;
    expect(index.equality('title', Buffer.from('x'))).to.equal(undefined);
    expect(index.presence('ou')).to.equal(undefined);
    expect(index.approximateRange('uid', {})).to.equal(undefined);
    const part = { initial: undefined, any: [Buffer.from('abc')], final: undefined };
    expect(index.approximateSubstring('uid', part)).to.equal(undefined);
    expect(index.equality('uid', Buffer.from('x'))?.count).to.equal(0);
    expect(index.equality('uid', Buffer.from('x'))?.exact).to.equal(true);
  });

  it('follow replaced values', async () => {
    const name = `uid=a,ou=Personnes,${suffixDn}`;
    await store.write((t) => t.add(entry(name, { cn: ['Anne', 'Annie'] }), 2));
    await store.write((t) => {
      t.replace(3, entry(name, { 'cn;lang-br': ['ANNE'], title: ['Mme'] }));
    });
    const ids = (asked: string) => [
      ...store.current.index.equality('cn', equality.prepareAssertion(Buffer.from(asked))!)!.ids(),
    ];
    expect(ids('anne')).to.deep.equal([3]);
    expect(ids('annie')).to.deep.equal([]);
    await store.write((t) => {
      t.remove(3);
    });
    expect(ids('anne')).to.deep.equal([]);
    expect(store.current.index.presence('cn')?.count).to.equal(0);
  });
});

type Scan = (matches: (value: Buffer) => boolean) => number[];

function agree(postings: Postings | undefined, expected: readonly number[], exact: boolean): void {
  const ids = [...postings!.ids()];
  expect(postings!.count).to.be.at.least(exact ? expected.length : 0);
  expect(ids).to.deep.equal([...new Set(ids)].sort((a, b) => a - b));
  if (exact) expect(ids).to.deep.equal(expected);
  else expect(ids).to.include.members([...expected]);
}

function sameKey(rule: MatchingRule, key: Buffer): (value: Buffer) => boolean {
  return (value) => rule.prepareValue(value)?.equals(key) === true;
}

function prepared(part: string, position: 'initial' | 'any' | 'final'): Buffer {
  return substring.preparePart(Buffer.from(part), position)!;
}

/** The definition: the parts stand in the value in order and do not overlap. */
function hasParts(value: Buffer, { initial, any, final }: SubstringKeys): boolean {
  let at = 0;
  if (initial !== undefined) {
    if (!value.subarray(0, initial.length).equals(initial)) return false;
    at = initial.length;
  }
  for (const part of any) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  if (final === undefined) return true;
  const start = value.length - final.length;
  return start >= at && value.subarray(start).equals(final);
}
