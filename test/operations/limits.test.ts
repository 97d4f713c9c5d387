import { expect } from 'chai';
import type { LimitRecord } from '../../src/access/limits.js';
import type { SearchSink } from '../../src/model/encoded-entry.js';
import { anyEntry } from '../../src/model/filter.js';
import type { Control, SearchRequest } from '../../src/model/request.js';
import type { Result } from '../../src/model/result.js';
import type { Actor } from '../../src/operations/actor.js';
import {
  decodePagedResults,
  encodePagedResults,
  pagedResultsOid,
} from '../../src/protocol/controls/paged-results.js';
import {
  actorOf,
  type Opened,
  openFixture,
  personDn,
  root,
  smallDirectory,
  suffix,
} from './fixture.js';

const count = 500;
const devices = Array.from({ length: count }, (_, at) => {
  const cn = `d${String(at)}`;
  return [`cn=${cn},ou=structures,${suffix}`, { objectClass: 'device', cn }] as const;
});

const request: SearchRequest = {
  kind: 'search',
  base: suffix,
  scope: 'sub',
  deref: 'never',
  sizeLimit: 0,
  timeLimit: 0,
  typesOnly: false,
  attributes: ['1.1'],
  filter: anyEntry,
};

/** A receiver that a test can make slow; it counts what it got. */
function receiver(onEntry: (count: number) => boolean, drained: () => Promise<void>) {
  const seen = { entries: 0 };
  const sink: SearchSink = {
    entry: () => onEntry((seen.entries += 1)),
    reference: () => true,
    drained,
  };
  return { sink, seen };
}

const neverFull = (): boolean => true;
const atOnce = (): Promise<void> => Promise.resolve();

describe('the limits of a search', () => {
  let opened: Opened;
  const time = { now: Date.parse('2026-11-23T08:00:00Z') };
  const clock = (): Date => new Date(time.now);

  const open = async (limits?: readonly LimitRecord[], searchesMax = 512): Promise<void> => {
    opened = await openFixture({
      general: true,
      entries: [...smallDirectory, ...devices],
      ...(limits && { limits }),
      with: { clock, limits: { searchesMax } },
    });
  };
  const everyone = (limits: Partial<LimitRecord>): LimitRecord[] => [
    { limite: 'tous', qui: ['connecte'], ...limits },
  ];
  afterEach(() => opened.close());

  const ask = (
    asked: Partial<SearchRequest>,
    sink: SearchSink,
    { actor = root, signal }: { actor?: Actor; signal?: AbortSignal } = {},
  ): Result | Promise<Result> =>
    opened.directory
      .as(actor)
      .search({ ...request, ...asked }, sink, { controls: [], ...(signal && { signal }) });

  it('ends at the client’s time limit, with what was found until then (RFC 4511 §4.5.1.5)', async () => {
    await open();
    const { sink, seen } = receiver((sent) => {
      if (sent === 300) time.now += 1_500;
      return true;
    }, atOnce);
    const { code } = await ask({ timeLimit: 1 }, sink);
    expect(code).to.equal('timeLimitExceeded');
    expect(seen.entries).to.be.within(300, 600);
  });

  it('looks at the clock again after a receiver has kept it waiting', async () => {
    await open();
    const { sink, seen } = receiver(
      (sent) => sent !== 10,
      () => {
        time.now += 2_000;
        return Promise.resolve();
      },
    );
    const { code } = await ask({ timeLimit: 1 }, sink);
    expect(code).to.equal('timeLimitExceeded');
    expect(seen.entries).to.equal(10);
  });

  it('gives up a receiver that takes nothing more, and serves the next', async () => {
    await open(everyone({ lectureSecondes: 0.05 }));
    const actor = actorOf(opened.directory, personDn('soazig.riou'));
    const { sink, seen } = receiver(
      (sent) => sent < 20,
      () => new Promise<void>(() => undefined),
    );
    expect((await ask({}, sink, { actor })).code).to.equal('timeLimitExceeded');
    expect(seen.entries).to.equal(20);
    const next = receiver(neverFull, atOnce);
    expect((await ask({}, next.sink, { actor })).code).to.equal('success');
    expect(next.seen.entries).to.be.greaterThan(count);
  });

  interface Bounded {
    readonly of: Partial<LimitRecord>;
    readonly asked?: Partial<SearchRequest>;
    /** Of an actor that the line names, and of the root DN. */
    readonly then: readonly [code: string, entries: number];
  }
  const unindexed = { kind: 'not', filter: { kind: 'present', attribute: 'sn' } } as const;
  const bounded: Readonly<Record<string, Bounded>> = {
    'entries, of a client that names no limit': {
      of: { entrees: 10, entreesMax: 50 },
      then: ['sizeLimitExceeded', 10],
    },
    'entries, of a client that asks for no more than it may': {
      of: { entrees: 10, entreesMax: 50 },
      asked: { sizeLimit: 40 },
      then: ['sizeLimitExceeded', 40],
    },
    'entries, of a client that asks for more': {
      of: { entrees: 10, entreesMax: 50 },
      asked: { sizeLimit: 60 },
      then: ['adminLimitExceeded', 50],
    },
    'entries, the most being less than the usual': {
      of: { entrees: 10, entreesMax: 5 },
      then: ['sizeLimitExceeded', 5],
    },
    candidates: {
      of: { examinees: 100 },
      asked: { filter: unindexed, sizeLimit: 1_000 },
      then: ['adminLimitExceeded', 95],
    },
  };
  for (const [what, { of, asked = {}, then }] of Object.entries(bounded)) {
    it(`bounds ${what}, and not for the root DN`, async () => {
      await open(everyone(of));
      const actor = actorOf(opened.directory, personDn('soazig.riou'));
      const { sink, seen } = receiver(neverFull, atOnce);
      const { code } = await ask(asked, sink, { actor });
      expect([code, seen.entries]).to.deep.equal(then);
      const all = receiver(neverFull, atOnce);
      await ask({ ...asked, sizeLimit: 0 }, all.sink);
      expect(all.seen.entries).to.be.greaterThan(450);
    });
  }

  const timed: Readonly<Record<string, readonly [asked: number, seconds: number, code: string]>> = {
    'the usual time, where its client names none': [0, 5, 'timeLimitExceeded'],
    'its client’s time': [8, 8, 'timeLimitExceeded'],
    'the most it may take, where its client asks for more': [60, 10, 'adminLimitExceeded'],
  };
  for (const [what, [timeLimit, seconds, expected]] of Object.entries(timed)) {
    it(`ends a search after ${what}`, async () => {
      await open(everyone({ secondes: 5, secondesMax: 10 }));
      const actor = actorOf(opened.directory, personDn('soazig.riou'));
      const endsAfter = async (takesMs: number): Promise<string> => {
        const { sink } = receiver((sent) => {
          if (sent === 300) time.now += takesMs;
          return true;
        }, atOnce);
        return (await ask({ timeLimit }, sink, { actor })).code;
      };
      expect(await endsAfter(seconds * 1_000 - 1)).to.equal('success');
      expect(await endsAfter(seconds * 1_000 + 1)).to.equal(expected);
    });
  }

  describe('that outlasts a turn', () => {
    const stalled = (): { sink: SearchSink; release: () => void } => {
      let release = (): void => undefined;
      const drained = new Promise<void>((resolve) => {
        release = resolve;
      });
      const { sink } = receiver(
        (sent) => sent !== 10,
        () => drained,
      );
      return { sink, release };
    };

    it('is refused as one too many of its identity, and not to others', async () => {
      await open(everyone({ recherches: 1 }));
      const actor = actorOf(opened.directory, personDn('soazig.riou'));
      const other = actorOf(opened.directory, personDn('anne.legoff'));
      const first = stalled();
      const under = ask({}, first.sink, { actor });
      const { sink } = receiver(neverFull, atOnce);
      expect((await ask({}, sink, { actor })).code).to.equal('busy');
      expect((await ask({ scope: 'base' }, sink, { actor })).code).to.equal('success');
      expect((await ask({}, sink, { actor: other })).code).to.equal('success');
      first.release();
      expect((await under).code).to.equal('success');
      expect((await ask({}, sink, { actor })).code).to.equal('success');
    });

    it('is refused as one too many of all, and never to the root DN', async () => {
      await open(everyone({}), 1);
      const actor = actorOf(opened.directory, personDn('soazig.riou'));
      const other = actorOf(opened.directory, personDn('anne.legoff'));
      const first = stalled();
      const under = ask({}, first.sink, { actor });
      const { sink } = receiver(neverFull, atOnce);
      expect((await ask({}, sink, { actor: other })).code).to.equal('busy');
      expect((await ask({}, sink)).code).to.equal('success');
      first.release();
      await under;
      expect((await ask({}, sink, { actor: other })).code).to.equal('success');
    });
  });

  describe('in pages', () => {
    const page = (size: number, cookie: Buffer): Control => ({
      oid: pagedResultsOid,
      critical: true,
      value: encodePagedResults({ size, cookie }),
    });

    /** Entries of each page and the last code. */
    const pagesOf = async (size: number, sizeLimit = 0): Promise<[number[], string]> => {
      const actor = actorOf(opened.directory, personDn('soazig.riou'));
      const sizes: number[] = [];
      let cookie: Buffer = Buffer.alloc(0);
      for (;;) {
        const { sink, seen } = receiver(neverFull, atOnce);
        const result = await opened.directory
          .as(actor)
          .search({ ...request, sizeLimit, filter: { kind: 'present', attribute: 'cn' } }, sink, {
            controls: [page(size, cookie)],
          });
        sizes.push(seen.entries);
        if (result.code !== 'success') return [sizes, result.code];
        cookie = decodePagedResults(result.controls[0]?.value).cookie;
        if (cookie.length === 0) return [sizes, result.code];
      }
    };

    it('has pages no larger than they may be', async () => {
      await open(everyone({ page: 200 }));
      const [sizes, code] = await pagesOf(1_000);
      expect(sizes.slice(0, 2)).to.deep.equal([200, 200]);
      expect(code).to.equal('success');
    });

    it('is not bound by the size of a search that is not', async () => {
      await open(everyone({ entrees: 10, entreesMax: 20 }));
      expect(await pagesOf(2_000)).to.have.property('1', 'success');
    });

    it('ends at the total it may have, over all its pages', async () => {
      await open(everyone({ entreesPaginees: 250 }));
      expect(await pagesOf(100)).to.deep.equal([[100, 100, 50], 'sizeLimitExceeded']);
      expect(await pagesOf(125)).to.deep.equal([[125, 125, 0], 'sizeLimitExceeded']);
    });

    it('ends at the client’s own total, unless that is more than it may have', async () => {
      await open(everyone({ entreesPaginees: 250 }));
      expect(await pagesOf(100, 150)).to.deep.equal([[100, 50], 'sizeLimitExceeded']);
      expect(await pagesOf(100, 300)).to.deep.equal([[100, 100, 50], 'adminLimitExceeded']);
    });
  });

  it('stops at once when it is abandoned', async () => {
    await open();
    const abandon = new AbortController();
    const { sink, seen } = receiver((sent) => {
      if (sent === 200) abandon.abort();
      return true;
    }, atOnce);
    const { code } = await ask({}, sink, { signal: abandon.signal });
    expect(code).to.equal('canceled');
    expect(seen.entries).to.equal(200);
  });
});
