import { expect } from 'chai';
import type { SearchSink } from '../../src/model/encoded-entry.js';
import { anyEntry } from '../../src/model/filter.js';
import type { SearchRequest } from '../../src/model/request.js';
import type { Result } from '../../src/model/result.js';
import type { Actor } from '../../src/operations/actor.js';
import type { DirectoryOptions } from '../../src/operations/open-directory.js';
import {
  actorOf,
  type Opened,
  openFixture,
  personDn,
  root,
  smallDirectory,
  suffix,
} from './fixture.js';

const count = 1_000;
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

  const open = async (more: Partial<DirectoryOptions> = {}): Promise<void> => {
    opened = await openFixture({
      entries: [...smallDirectory, ...devices],
      with: { clock, ...more },
    });
  };
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
    await open({ limits: { stallMs: 50 } });
    const { sink, seen } = receiver(
      (sent) => sent < 20,
      () => new Promise<void>(() => undefined),
    );
    expect((await ask({}, sink)).code).to.equal('timeLimitExceeded');
    expect(seen.entries).to.equal(20);
    const next = receiver(neverFull, atOnce);
    expect((await ask({}, next.sink)).code).to.equal('success');
    expect(next.seen.entries).to.be.greaterThan(count);
  });

  it('stops looking through entries for who is no administrator of the server', async () => {
    await open({ limits: { lookThroughMax: 100 } });
    const actor = actorOf(opened.directory, personDn('soazig.riou'));
    const { sink } = receiver(neverFull, atOnce);
    const asked = {
      filter: { kind: 'not', filter: { kind: 'present', attribute: 'sn' } },
    } as const;
    expect((await ask(asked, sink, { actor })).code).to.equal('adminLimitExceeded');
    expect((await ask(asked, sink)).code).to.equal('success');
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
