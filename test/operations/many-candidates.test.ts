import { expect } from 'chai';
import { type Found, type Opened, openFixture, root, search } from './fixture.js';
import { cookieOf, pageOf } from './search-controls.js';
import { base, person, type Row, top, uidsOf } from './sorted-people.js';

/** So many that the list of what many of them have is in parts on disk, read as they are asked for. */
const count = 1_500;
const surnames = ['Belcorfer', 'Corferlan', 'Ferbelcor', 'Lanbelco', 'Melcor'];
const surnameOf = (at: number): string => surnames[(at * 7 + (at >> 3)) % surnames.length] ?? '';
const townOf = (at: number): string => (at % 5 === 0 ? 'Vannes' : 'Brest');

const isIn = (at: number, town: string, name: RegExp): boolean =>
  townOf(at) === town && name.test(surnameOf(at));

const people: readonly Row[] = Array.from({ length: count }, (_, at) =>
  person(`u${at}`, { sn: surnameOf(at), l: townOf(at) }),
);

describe('operations/searches with many candidates', () => {
  let opened: Opened;
  before(async () => {
    opened = await openFixture({ general: true, entries: [...top, ...people] });
  });
  after(() => opened.close());

  const asked = { base, scope: 'sub', attributes: ['uid'] } as const;
  const wanted = (matches: (at: number) => boolean): string[] =>
    people.flatMap((_, at) => (matches(at) ? [`u${at}`] : []));

  const rows: readonly (readonly [filter: string, matches: (at: number) => boolean])[] = [
    ['(sn=*elcor*)', (at) => /elcor/i.test(surnameOf(at))],
    ['(sn=*elco*)', (at) => /elco/i.test(surnameOf(at))],
    ['(sn=*cor*lan)', (at) => /cor.*lan$/i.test(surnameOf(at))],
    ['(sn=*bel*cor)', (at) => /bel.*cor$/i.test(surnameOf(at))],
    ['(sn=*erl*bel*)', () => false],
    ['(l=Brest)', (at) => townOf(at) === 'Brest'],
    ['(&(objectClass=*)(sn=*elcor*))', (at) => /elcor/i.test(surnameOf(at))],
    ['(&(l=Brest)(sn=*elcor*)(!(uid=u8)))', (at) => isIn(at, 'Brest', /elcor/i) && at !== 8],
    ['(&(l=Brest)(uid=u8))', (at) => at === 8],
    ['(|(sn=*erlan*)(l=Brest))', (at) => isIn(at, 'Brest', /./) || /erlan/i.test(surnameOf(at))],
    ['(|(uid=u5)(l=Brest))', (at) => isIn(at, 'Brest', /./) || at === 5],
    [
      '(&(objectClass=person)(|(sn=*elcor*)(sn=*erlan*)(uid=*u77*)))',
      (at) => /elcor|erlan/i.test(surnameOf(at)) || `u${at}`.includes('u77'),
    ],
    ['(&(l=Vannes)(l=Brest))', () => false],
    ['(|(l=Vannes)(title=*))', (at) => townOf(at) === 'Vannes'],
  ];
  for (const [filter, matches] of rows) {
    it(`${filter}: all, the first of them, and page by page`, async () => {
      const all = wanted(matches);
      const ask = (more: object): Promise<Found> =>
        search(opened.directory, root, { ...asked, filter, ...more });
      expect(uidsOf(await ask({}))).to.deep.equal(all);

      const few = await ask({ sizeLimit: 100 });
      expect(uidsOf(few)).to.deep.equal(all.slice(0, 100));
      expect(few.result.code).to.equal(all.length > 100 ? 'sizeLimitExceeded' : 'success');

      const paged: string[] = [];
      let cookie: Buffer | undefined = Buffer.alloc(0);
      do {
        const page: Found = await ask({ controls: [pageOf(70, cookie)] });
        paged.push(...uidsOf(page));
        cookie = cookieOf(page);
      } while (cookie && cookie.length > 0);
      expect(paged).to.deep.equal(all);
    });
  }
});
