import { expect } from 'chai';
import type { Control, Request } from '../../src/model/request.js';
import { checklist, row, type Row } from './checklist.js';
import { people, person } from './checklist-fixture.js';
import { someone } from './checklist-update.js';
import { control } from './oids.js';
import { paged, pageOf, uncritical } from './client/controls.js';
import { found, shortName, verify } from './expected.js';
import { suffix } from './servers.js';
import { add, type Answer, remove, search, type Session } from './session.js';
import type { Check } from './side-by-side.js';

const book = `ou=Pages,${suffix}`;
const pages = Array.from({ length: 25 }, (_, index) => `page${index}`);
const entries: readonly Request[] = [
  add(book, { objectClass: 'organizationalUnit', ou: 'Pages' }),
  ...pages.map((uid) => add(`uid=${uid},${book}`, { ...someone, uid })),
];
const all = search(book, { scope: 'one', attributes: ['1.1'] });

/** Follows the cookies to the end: the names page by page. */
async function turned(
  session: Session,
  request: Request,
  size: number,
  between: (at: number) => Promise<void> = () => Promise.resolve(),
): Promise<string[][]> {
  const found: string[][] = [];
  let cookie: Buffer | undefined;
  while (cookie?.length !== 0) {
    const answer = await session.ask(request, [paged(size, cookie ?? '')]);
    expect(answer.result.code, answer.result.message).to.equal('success');
    expect(answer.entries.length, 'entries of a page').to.be.at.most(size);
    found.push(answer.entries.map(shortName));
    ({ cookie } = pageOf(answer.result.controls));
    if (cookie.length > 0) await between(found.length);
    if (found.length > 60) throw new Error('the pages do not end');
  }
  return found;
}

async function cookieOf(session: Session, request: Request = all): Promise<Buffer> {
  const { result } = await session.ask(request, [paged(5)]);
  return pageOf(result.controls).cookie;
}

function turning(title: string, request: Request, size: number, lengths: readonly number[]): Check {
  return {
    title,
    run: async (peer) => {
      const found = await turned(await peer.root(), request, size);
      expect(found.map(({ length }) => length)).to.deep.equal(lengths);
      expect(new Set(found.flat()).size, 'once each').to.equal(found.flat().length);
    },
  };
}

/** A second request with a cookie of the first: refused, for it is another search. */
function refused(
  title: string,
  second: (cookie: Buffer) => [Request, Control],
  slapdDeparts?: string,
): Check {
  return {
    title,
    run: async (peer) => {
      const session = await peer.root();
      const [request, page] = second(await cookieOf(session));
      verify(await session.ask(request, [page]), {
        code: ['protocolError', 'unwillingToPerform'],
        count: 0,
      });
    },
    ...(slapdDeparts === undefined ? {} : { slapdDeparts }),
  };
}

const sizes: readonly Check[] = [
  turning('73 pages that divide the whole', all, 5, [5, 5, 5, 5, 5]),
  turning('73 pages that do not', all, 10, [10, 10, 5]),
  turning(
    '73 pages of one',
    all,
    1,
    pages.map(() => 1),
  ),
  turning('73 one page that is just enough', all, 25, [25]),
  turning('73 a page beyond what there is', all, 1000, [25]),
  turning('73 a base alone', search(book), 5, [1]),
  turning('73 a subtree', search(book, { scope: 'sub' }), 20, [20, 6]),
  turning('73 by an index', search(book, { scope: 'sub', filter: '(uid=page1*)' }), 4, [4, 4, 3]),
  turning('73 nothing found', search(book, { scope: 'one', filter: '(uid=zz)' }), 5, [0]),
];

const plain: readonly Row[] = [
  row(
    '73 the response has the control, and no other',
    all,
    { code: 'success', count: 5, controls: [control.pagedResults] },
    {
      controls: [paged(5)],
    },
  ),
  row(
    '73 not critical, it is obeyed too',
    all,
    { code: 'success', count: 5, controls: [control.pagedResults] },
    {
      controls: [uncritical(paged(5))],
    },
  ),
  row('73 a forged cookie', all, ['protocolError', 'unwillingToPerform'], {
    controls: [paged(5, 'abc')],
  }),
  row('73 a forged cookie of some length', all, ['protocolError', 'unwillingToPerform'], {
    controls: [paged(5, Buffer.alloc(4096, 7))],
  }),
  row(
    '73 a size limit of the whole',
    { ...all, sizeLimit: 3 },
    { code: 'sizeLimitExceeded', count: 3 },
    {
      controls: [paged(5)],
    },
  ),
  row('73 a missing base', search(`ou=zz,${book}`, { scope: 'one' }), 'noSuchObject', {
    controls: [paged(5)],
  }),
];

async function sizeLimitAcross(session: Session): Promise<void> {
  const limited = { ...all, sizeLimit: 8 };
  const first = await session.ask(limited, [paged(5)]);
  verify(first, { code: 'success', count: 5 });
  const { cookie } = pageOf(first.result.controls);
  const second = await session.ask(limited, [paged(5, cookie)]);
  const told = `${second.result.code} ${second.entries.length}`;
  expect(['sizeLimitExceeded 3', 'success 5']).to.include(told);
}

const sequences: readonly Check[] = [
  {
    title: '73 a page of another size goes on',
    run: async (peer) => {
      const session = await peer.root();
      const answer = await session.ask(all, [paged(20, await cookieOf(session))]);
      verify(answer, { code: 'success', count: 20 });
      expect(pageOf(answer.result.controls).cookie).to.have.length(0);
    },
  },
  {
    title: '73 size zero with a cookie ends the pages',
    run: async (peer) => {
      const session = await peer.root();
      const answer: Answer = await session.ask(all, [paged(0, await cookieOf(session))]);
      verify(answer, { code: 'success', count: 0 });
      expect(pageOf(answer.result.controls).cookie).to.have.length(0);
    },
    slapdDeparts: 'it answers without the control',
  },
  {
    title: '73 a limit on the whole, page by page',
    run: async (peer) => sizeLimitAcross(await peer.root()),
  },
  {
    title: '73 two series of pages on one connection',
    run: async (peer) => {
      const session = await peer.root();
      const other = search(people, { scope: 'one', attributes: ['1.1'] });
      const inner: string[][] = [];
      const outer = await turned(session, all, 10, async () => {
        inner.push(...(await turned(session, other, 2)));
      });
      expect(outer.flat()).to.have.members(pages);
      expect(new Set(inner.flat())).to.include('p1');
    },
    slapdDeparts: 'it keeps one series per connection',
  },
  {
    title: '73 other operations between two pages',
    run: async (peer) => {
      const session = await peer.root();
      const found = await turned(session, all, 10, async () => {
        verify(await session.ask(search(person('p1'))), 'success');
      });
      expect(found.flat()).to.have.members(pages);
    },
  },
  {
    title: '73 writes between two pages: what stays is found once',
    run: async (peer) => {
      const session = await peer.root();
      const found = await turned(session, all, 5, async (at) => {
        const dn = `uid=nouveau${at},${book}`;
        await peer.load([add(dn, someone)]);
        if (at > 1) await peer.load([remove(`uid=nouveau${at - 1},${book}`)]);
      });
      const stayed = found.flat().filter((name) => name.startsWith('page'));
      expect(stayed).to.have.members(pages);
      expect(stayed).to.have.length(pages.length);
    },
  },
];

const series: readonly Check[] = [
  refused(
    '73 a cookie with another filter',
    (cookie) => [{ ...search(book, { scope: 'one', filter: '(uid=page1)' }) }, paged(5, cookie)],
    'it takes it for the same search',
  ),
  refused(
    '73 a cookie with another base',
    (cookie) => [search(people, { scope: 'one', attributes: ['1.1'] }), paged(5, cookie)],
    'it takes it for the same search',
  ),
  refused(
    '73 a cookie with another scope',
    (cookie) => [search(book, { scope: 'sub', attributes: ['1.1'] }), paged(5, cookie)],
    'it takes it for the same search',
  ),
  refused('73 a cookie that was changed', (cookie) => {
    const other = Buffer.from(cookie);
    other[0] = (other[0] ?? 0) ^ 0xff;
    return [all, paged(5, other)];
  }),
];

const ended: Row = row('73 without the control all come at once', all, found(...pages));

checklist('controls', [...sizes, ...plain, ended, ...series, ...sequences], { entries });
