import { expect } from 'chai';
import type { LimitQuantity } from '../../src/access/limits.js';
import type { DirectoryOptions } from '../../src/operations/open-directory.js';
import { actorOf, type Opened, openFixture, root, search } from './fixture.js';
import { base, person, top } from './sorted-people.js';
import { sortBy, sortResultOf } from './search-controls.js';

/** How a sort is done: the same answers are wanted of each. */
type Limits = NonNullable<DirectoryOptions['limits']>;

interface OpenOptions {
  readonly clock?: () => Date;
  readonly examinees?: LimitQuantity;
}

const ways: Readonly<Record<string, Limits>> = {
  'in memory': {},
  'along the index': { sortedMax: 0 },
};

const people = { base, scope: 'one', attributes: ['uid'] } as const;

describe('operations/sort, within limits', () => {
  describe('limits', () => {
    const open = (
      limits: Limits,
      { clock = () => new Date(), examinees = 'illimite' }: OpenOptions = {},
    ): Promise<Opened> =>
      openFixture({
        limits: [{ limite: 'tous', qui: ['connecte'], examinees }],
        general: true,
        entries: [
          ...top,
          ...Array.from({ length: 600 }, (_, at) => person(`p${at}`, { uidNumber: `${at}` })),
        ],
        with: { limits, clock },
      });

    for (const [way, limits] of Object.entries(ways)) {
      it(`look-through, ${way}: sorted results end no sooner than others`, async () => {
        const opened = await open(limits, { examinees: 500 });
        try {
          const actor = actorOf(opened.directory, `uid=p0,${base}`);
          const found = await search(opened.directory, actor, {
            ...people,
            filter: '(!(sn=y))',
            controls: [sortBy('!uid')],
          });
          expect(found.result.code).to.equal('unavailableCriticalExtension');
          expect(sortResultOf(found)?.code).to.equal('adminLimitExceeded');
        } finally {
          await opened.close();
        }
      });

      it(`time, ${way}: sorting ends at the client’s limit`, async () => {
        let now = Date.parse('2026-11-23T08:00:00Z');
        const opened = await open(limits, { clock: () => new Date((now += 700)) });
        try {
          for (const [keys, code] of [
            ['!uid', 'unavailableCriticalExtension'],
            ['uid', 'timeLimitExceeded'],
          ] as const) {
            const controls = [sortBy(keys)];
            const found = await search(opened.directory, root, {
              ...people,
              timeLimit: 1,
              controls,
            });
            expect(found.result.code).to.equal(code);
            expect(sortResultOf(found)?.code).to.equal('timeLimitExceeded');
          }
        } finally {
          await opened.close();
        }
      });

      it(`abandon, ${way}: sorting stops`, async () => {
        const opened = await open(limits);
        try {
          const abandon = new AbortController();
          const asked = { ...people, controls: [sortBy('uid')], signal: abandon.signal };
          const pending = search(opened.directory, root, asked);
          abandon.abort();
          const { result, dns } = await pending;
          expect(result.code).to.equal('canceled');
          expect(dns).to.be.empty;
        } finally {
          await opened.close();
        }
      });
    }

    it('others are served while many are sorted', async () => {
      const opened = await open({});
      try {
        let turns = 0;
        let isDone = false;
        const tick = (): void => {
          turns += 1;
          if (!isDone) setImmediate(tick);
        };
        setImmediate(tick);
        await search(opened.directory, root, { ...people, controls: [sortBy('uid')] });
        isDone = true;
        expect(turns).to.be.greaterThan(2);
      } finally {
        await opened.close();
      }
    });
  });
});
