import { expect } from 'chai';
import type { Control } from '../../src/model/request.js';
import {
  actorOf,
  type Asked,
  type Found,
  type Opened,
  openFixture,
  plain,
  root,
  search,
  suffix,
} from './fixture.js';
import {
  asserting,
  cookieOf,
  onlyValues,
  pageOf,
  sortBy,
  sortResultOf,
  subentries,
} from './search-controls.js';
import { base, everybody, others, person, type Row, top, uidsOf } from './sorted-people.js';
import { add, change, modify, remove } from './writing.js';

const referral: Row = [
  `ou=ailleurs,${suffix}`,
  { objectClass: ['referral', 'extensibleObject'], ou: 'ailleurs', ref: 'ldap://a.example' },
];
const alias: Row = [
  `cn=alias,${suffix}`,
  {
    objectClass: ['alias', 'extensibleObject'],
    cn: 'alias',
    aliasedObjectName: `uid=u3,${base}`,
  },
];
const uids = Array.from({ length: 9 }, (_, at) => `u${at + 1}`);
const people = uids.map((uid, at) => person(uid, { sn: `s${at % 3}`, givenName: `g${9 - at}` }));
const asked = { base, scope: 'one', attributes: ['uid'] } as const;
/** The same people, among so many that an index is walked. */
const amongOthers = { ...everybody, filter: '(!(|(ou=*)(dc=*)(cn=alias)))' };

describe('operations/paged results with other controls', () => {
  let opened: Opened;
  beforeEach(async () => {
    const entries = [...top, ...people, referral, alias, ...others];
    opened = await openFixture({ general: true, entries, with: { limits: { sortedMax: 20 } } });
  });
  afterEach(() => opened.close());

  const ask = (more: Asked, ...controls: readonly Control[]): Promise<Found> =>
    search(opened.directory, root, { ...more, controls });

  const allPages = async (
    more: Asked,
    size: number,
    { controls = [], between }: { controls?: Control[]; between?: (page: number) => Promise<void> },
  ): Promise<Found[]> => {
    const pages: Found[] = [];
    let cookie: Buffer | undefined = Buffer.alloc(0);
    do {
      const page: Found = await ask(more, ...controls, pageOf(size, cookie));
      expect(page.result.code).to.equal('success');
      pages.push(page);
      cookie = cookieOf(page);
      await between?.(pages.length);
    } while (cookie && cookie.length > 0);
    return pages;
  };

  const scopes = [
    ['base', 'in memory', { base: `uid=u1,${base}`, scope: 'base' }],
    ['one', 'in memory', asked],
    ['sub', 'in memory', { base, scope: 'sub' }],
    ['sub', 'along an index', amongOthers],
  ] as const;
  for (const [scope, way, where] of scopes) {
    it(`scope ${scope}, ${way}: sorted as a whole, each page says so`, async () => {
      const controls = [sortBy('!-sn/uid')];
      const whole = await ask(where, ...controls);
      const pages = await allPages(where, 2, { controls });
      expect(pages.flatMap(({ dns }) => dns)).to.deep.equal(whole.dns);
      expect(pages.map((page) => sortResultOf(page)?.code)).to.satisfy((codes: string[]) =>
        codes.every((code) => code === 'success'),
      );
    });
  }

  for (const [way, where] of [
    ['in memory', asked],
    ['along an index', amongOthers],
  ] as const) {
    it(`survives writes between pages, ${way}: what stays as it is comes once`, async () => {
      const { directory } = opened;
      const pages = await allPages(where, 2, {
        controls: [sortBy('!givenName')],
        between: async (page) => {
          const dn = (uid: string): string => `uid=${uid},${base}`;
          // u9 u8 | u7 u6 | … : the last one delivered goes or moves, others come and go.
          if (page === 1) expect((await remove(directory, dn('u8'))).code).to.equal('success');
          if (page === 2) {
            await modify(directory, dn('u6'), [change('replace', 'givenName', 'a')]);
            await remove(directory, dn('u4'));
            for (const uid of ['a0', 'g45', 'z0']) {
              const [name, values] = person(uid, { givenName: uid, uidNumber: '1' });
              expect((await add(directory, name, values)).code).to.equal('success');
            }
          }
        },
      });
      expect(pages.flatMap(uidsOf)).to.deep.equal('u9 u8 u7 u6 g45 u5 u3 u2 u1 z0'.split(' '));
    });
  }

  it('two pagings of one connection do not know of each other', async () => {
    const sorts = [[sortBy('!uid')], [sortBy('!-uid')], []];
    const found: string[][] = sorts.map(() => []);
    const cookies: (Buffer | undefined)[] = sorts.map(() => Buffer.alloc(0));
    for (let round = 0; round < 5; round += 1) {
      for (const [at, controls] of sorts.entries()) {
        const page = await ask(asked, ...controls, pageOf(2, cookies[at]));
        cookies[at] = cookieOf(page);
        found[at]?.push(...uidsOf(page));
      }
    }
    expect(found).to.deep.equal([uids, [...uids].reverse(), uids]);
    expect(cookies.map((cookie) => cookie?.length)).to.deep.equal([0, 0, 0]);
  });

  it('a page may change its size, and be asked again', async () => {
    const sort = sortBy('!uid');
    const first = await ask(asked, sort, pageOf(2));
    const cookie = cookieOf(first);
    expect(uidsOf(await ask(asked, sort, pageOf(3, cookie)))).to.deep.equal(['u3', 'u4', 'u5']);
    expect(uidsOf(await ask(asked, sort, pageOf(1, cookie)))).to.deep.equal(['u3']);
  });

  const changed: Readonly<Record<string, readonly [Asked, Control[]]>> = {
    'another order': [asked, [sortBy('!-uid')]],
    'another sort key': [asked, [sortBy('!uid/sn')]],
    'no sort': [asked, []],
    'another filter': [{ ...asked, filter: '(sn=s1)' }, [sortBy('!uid')]],
    'another base': [{ ...asked, base: suffix }, [sortBy('!uid')]],
    'another scope': [{ ...asked, scope: 'sub' }, [sortBy('!uid')]],
    'another treatment of aliases': [{ ...asked, deref: 'always' }, [sortBy('!uid')]],
    subentries: [asked, [sortBy('!uid'), subentries(false)]],
  };
  for (const [name, [more, controls]] of Object.entries(changed)) {
    it(`a cookie with ${name} is refused`, async () => {
      const cookie = cookieOf(await ask(asked, sortBy('!uid'), pageOf(2)));
      const { result, dns } = await ask(more, ...controls, pageOf(2, cookie));
      expect(result.code).to.equal('unwillingToPerform');
      expect(dns).to.be.empty;
    });
  }

  it('a cookie of somebody else, of another length or altered in any octet is refused', async () => {
    const sort = sortBy('!uid');
    const cookie = cookieOf(await ask(asked, sort, pageOf(2))) ?? Buffer.alloc(0);
    const codeOf = async (forged: Buffer): Promise<string> =>
      (await ask(asked, sort, pageOf(2, forged))).result.code;
    for (let at = 0; at < cookie.length; at += 1) {
      const forged = Buffer.from(cookie);
      forged[at] = (forged[at] ?? 0) ^ 0x80;
      expect(await codeOf(forged), `octet ${at}`).to.equal('unwillingToPerform');
    }
    for (const forged of [cookie.subarray(1), cookie.subarray(0, -1), Buffer.alloc(5000)]) {
      expect(await codeOf(forged)).to.equal('unwillingToPerform');
    }
    const actor = actorOf(opened.directory, `uid=u1,${base}`);
    const controls = [sort, pageOf(2, cookie)];
    const other = await search(opened.directory, actor, { ...asked, controls });
    expect(other.result.code).to.equal('unwillingToPerform');
  });

  it('a cookie is bounded whatever the values are', async () => {
    const [dn, values] = person('long', {
      sn: 'z'.repeat(5000),
      givenName: 'é'.repeat(3000),
      uidNumber: '1',
    });
    expect((await add(opened.directory, dn, values)).code).to.equal('success');
    const keys = '!-sn/givenName/uid/cn/mail/uidNumber/gidNumber/createTimestamp';
    const page = await ask(asked, sortBy(keys), pageOf(1));
    expect(uidsOf(page)).to.deep.equal(['long']);
    expect(cookieOf(page)?.length).to.be.within(800, 3_400);
  });

  it('the client’s size limit holds over all pages (RFC 2696 §3)', async () => {
    for (const controls of [[], [sortBy('!uid')]]) {
      const more = { ...asked, sizeLimit: 5 };
      const first = await ask(more, ...controls, pageOf(2));
      const second = await ask(more, ...controls, pageOf(2, cookieOf(first)));
      const third = await ask(more, ...controls, pageOf(2, cookieOf(second)));
      expect(third.result.code).to.equal('sizeLimitExceeded');
      expect([first, second, third].flatMap(uidsOf)).to.deep.equal(uids.slice(0, 5));
      expect(cookieOf(third)).to.have.length(0);
      const whole = await ask({ ...asked, sizeLimit: 9 }, ...controls, pageOf(9));
      expect(whole.result.code).to.equal('success');
      expect(cookieOf(whole)).to.have.length(0);
    }
  });

  it('size 0 gives a sorted paging up', async () => {
    const cookie = cookieOf(await ask(asked, sortBy('!uid'), pageOf(2)));
    const ended = await ask(asked, sortBy('!uid'), pageOf(0, cookie));
    expect(ended.result.code).to.equal('success');
    expect(ended.dns).to.be.empty;
    expect(cookieOf(ended)).to.have.length(0);
  });

  it('references and aliases come once', async () => {
    const where = { base: suffix, scope: 'sub', deref: 'always', filter: '(uid=*)' } as const;
    for (const controls of [[], [sortBy('!uid')]]) {
      const pages = await allPages(where, 4, { controls });
      expect(pages.map(({ references }) => references.length)).to.deep.equal([1, 0, 0]);
      expect(pages.flatMap(({ dns }) => dns)).to.have.length(9);
    }
  });

  it('types alone and matched values go with pages', async () => {
    const pages = await allPages(asked, 4, { controls: [onlyValues('(uid=u2)'), sortBy('uid')] });
    expect(
      pages.flatMap(({ entries }) => entries.map((entry) => plain(entry)['uid'])),
    ).to.deep.equal(uids.map((uid) => (uid === 'u2' ? ['u2'] : [])));
    const types = await allPages({ ...asked, typesOnly: true }, 4, {});
    expect(types.flatMap(({ dns }) => dns)).to.have.length(9);
  });

  it('the root DSE has one page, and no other', async () => {
    const dse = { base: '', scope: 'base' } as const;
    expect(cookieOf(await ask(dse, pageOf(1)))).to.have.length(0);
    const { result } = await ask(dse, pageOf(1, Buffer.alloc(30)));
    expect(result.code).to.equal('unwillingToPerform');
  });

  it('an assertion that is not TRUE of the base ends the search (RFC 4528 §4)', async () => {
    const isGens = asserting('(ou=gens)');
    expect((await ask(asked, isGens)).result.code).to.equal('success');
    const isNot = asserting('(ou=x)');
    const { result, dns } = await ask(asked, isNot);
    expect(result.code).to.equal('assertionFailed');
    expect(dns).to.be.empty;
    expect((await ask({ base: '', scope: 'base' }, isNot)).result.code).to.equal('assertionFailed');
  });
});

describe('operations/paged results under the server’s own limit', () => {
  it('the limit holds over all pages', async () => {
    const entries = [...top, ...people];
    const limits = [{ limite: 'tous', qui: ['connecte'], entreesPaginees: 5 }];
    const opened = await openFixture({ general: true, entries, limits });
    try {
      const actor = actorOf(opened.directory, `uid=u1,${base}`);
      const page = (cookie?: Buffer): Promise<Found> =>
        search(opened.directory, actor, { ...asked, controls: [pageOf(3, cookie)] });
      const first = await page();
      expect(first.result.code).to.equal('success');
      const second = await page(cookieOf(first));
      expect(second.result.code).to.equal('sizeLimitExceeded');
      expect([first, second].flatMap(uidsOf)).to.deep.equal(uids.slice(0, 5));
    } finally {
      await opened.close();
    }
  });
});
