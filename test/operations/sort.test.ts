import { expect } from 'chai';
import {
  type Asked,
  type Found,
  type Opened,
  openFixture,
  root,
  search,
  suffix,
} from './fixture.js';
import { base, person, top, uidsOf } from './sorted-people.js';
import { cookieOf, pageOf, sortBy, sortResultOf } from './search-controls.js';

const people = { base, scope: 'one', attributes: ['uid'] } as const;

describe('operations/sort', () => {
  describe('what is sorted, and how', () => {
    let opened: Opened;
    before(async () => {
      opened = await openFixture({
        general: true,
        entries: [
          ...top,
          person('a', { sn: 'Martin', givenName: 'Zoé', uidNumber: '10', mail: 'b@x' }),
          person('b', { sn: 'Le  Goff', givenName: 'yann', uidNumber: '9', mail: 'A@x' }),
          person('c', { sn: ['Zola', 'Abel'], givenName: 'Anne', uidNumber: '100' }),
          person('d', { sn: 'martin', givenName: 'Anne', 'cn;lang-fr': 'É', mail: 'c@x' }),
          person('e', { sn: 'ÉLIE', uidNumber: '-1', description: 'x' }),
        ],
      });
    });
    after(() => opened.close());

    const orders: readonly (readonly [keys: string, uids: string])[] = [
      ['uidNumber', 'e b a c d'],
      ['-uidNumber', 'd c a b e'],
      ['uidNumber:integerOrderingMatch', 'e b a c d'],
      ['uidNumber:2.5.13.15', 'e b a c d'],
      ['sn:caseIgnoreOrderingMatch', 'c b a d e'],
      ['sn:caseExactOrderingMatch', 'c b a d e'],
      ['-sn:2.5.13.3', 'e a d b c'],
      ['sn', 'c b a d e'],
      ['2.5.4.4', 'c b a d e'],
      ['surname', 'c b a d e'],
      ['mail', 'b a d c e'],
      ['cn;lang-fr', 'd a b c e'],
      ['sn/givenName', 'c b d a e'],
      ['sn/-givenName', 'c b a d e'],
      ['-sn/givenName', 'e d a b c'],
      ['givenName/-uidNumber', 'd c b a e'],
      ['numSubordinates/-uid', 'e d c b a'],
    ];
    for (const [keys, uids] of orders) {
      it(`by ${keys}`, async () => {
        const controls = [sortBy(`!${keys}`)];
        const found = await search(opened.directory, root, {
          ...people,
          filter: '(uid=*)',
          controls,
        });
        expect(found.result.code).to.equal('success');
        expect(uidsOf(found).join(' ')).to.equal(uids);
        expect(sortResultOf(found)).to.deep.equal({ code: 'success', attribute: undefined });
      });
    }

    const refused: Readonly<Record<string, readonly [code: string, attribute: string]>> = {
      nope: ['noSuchAttribute', 'nope'],
      'sn/nope;x': ['noSuchAttribute', 'nope;x'],
      jpegPhoto: ['inappropriateMatching', 'jpegPhoto'],
      description: ['inappropriateMatching', 'description'],
      entryDN: ['inappropriateMatching', 'entryDN'],
      'sn:nope': ['inappropriateMatching', 'sn'],
      'sn:caseIgnoreMatch': ['inappropriateMatching', 'sn'],
      'sn:caseIgnoreSubstringsMatch': ['inappropriateMatching', 'sn'],
      'sn:integerOrderingMatch': ['inappropriateMatching', 'sn'],
      'sn/uid/surname': ['unwillingToPerform', 'surname'],
      'uid/cn/sn/mail/givenName/uidNumber/gidNumber/entryUUID/createTimestamp': [
        'unwillingToPerform',
        'createTimestamp',
      ],
    };
    for (const [keys, [code, attribute]] of Object.entries(refused)) {
      it(`${keys} cannot be sorted by: ${code} (RFC 2891 §1.2, §2)`, async () => {
        const asked = { ...people, filter: '(uid=*)' };
        const unsorted = await search(opened.directory, root, asked);
        const plain = await search(opened.directory, root, { ...asked, controls: [sortBy(keys)] });
        expect(plain.result.code).to.equal('success');
        expect(plain.dns).to.deep.equal(unsorted.dns);
        expect(sortResultOf(plain)).to.deep.equal({ code, attribute });
        const critical = await search(opened.directory, root, {
          ...asked,
          controls: [sortBy(`!${keys}`)],
        });
        expect(critical.result.code).to.equal('unavailableCriticalExtension');
        expect(critical.dns).to.be.empty;
        expect(sortResultOf(critical)).to.deep.equal({ code, attribute });
      });
    }

    it('says so of an empty answer and of one cut short, and nothing of a search refused', async () => {
      const controls = [sortBy('-uidNumber')];
      const none = await search(opened.directory, root, {
        ...people,
        filter: '(uid=zz)',
        controls,
      });
      expect(sortResultOf(none)?.code).to.equal('success');
      const cut = await search(opened.directory, root, { ...people, sizeLimit: 2, controls });
      expect(cut.result.code).to.equal('sizeLimitExceeded');
      expect(uidsOf(cut)).to.deep.equal(['d', 'c']);
      expect(sortResultOf(cut)?.code).to.equal('success');
      const missing = await search(opened.directory, root, { base: `ou=x,${suffix}`, controls });
      expect(missing.result.code).to.equal('noSuchObject');
      expect(missing.result.controls).to.be.empty;
    });

    it('the base of a base search, the root DSE and the subschema are lists of one', async () => {
      for (const each of [base, '', 'cn=Subschema']) {
        const asked: Asked = { base: each, scope: 'base', controls: [sortBy('!cn'), pageOf(5)] };
        const found = await search(opened.directory, root, asked);
        expect(found.dns).to.have.length(1);
        expect(sortResultOf(found)?.code).to.equal('success');
        expect(cookieOf(found)).to.have.length(0);
        const controls = [sortBy('!nope')];
        const refused = await search(opened.directory, root, { ...asked, controls });
        expect(refused.result.code).to.equal('unavailableCriticalExtension');
        expect(refused.dns).to.be.empty;
      }
    });
  });

  describe('more than memory is for', () => {
    const many = Array.from({ length: 40 }, (_, at) =>
      person(`p${String(at).padStart(2, '0')}`, {
        uidNumber: String((at * 7) % 40),
        sn: at % 2 === 0 ? 'pair' : 'impair',
        employeeNumber: String((at * 11) % 40),
      }),
    );
    let opened: Opened;
    before(async () => {
      opened = await openFixture({
        general: true,
        entries: [...top, ...many],
        with: { limits: { sortedMax: 10 } },
      });
    });
    after(() => opened.close());

    const sorted = (keys: string, more: Asked = {}): Promise<Found> =>
      search(opened.directory, root, {
        ...people,
        filter: '(objectClass=person)',
        controls: [sortBy(keys)],
        ...more,
      });

    it('is read along the index of the first key', async () => {
      expect(uidsOf(await sorted('!uid')).join()).to.equal(
        many.map(([dn]) => dn.slice(4, 7)).join(),
      );
      expect(uidsOf(await sorted('!-uid')))
        .to.have.length(40)
        .and.satisfy(isDescending);
    });

    it('needs an index, else adminLimitExceeded', async () => {
      const refused = await sorted('!employeeNumber:caseIgnoreOrderingMatch');
      expect(refused.result.code).to.equal('unavailableCriticalExtension');
      expect(sortResultOf(refused)?.code).to.equal('adminLimitExceeded');
      const unsorted = await sorted('employeeNumber:caseIgnoreOrderingMatch');
      expect(unsorted.result.code).to.equal('success');
      expect(unsorted.dns).to.have.length(40);
    });

    it('needs groups of the first key that memory is for, when others count', async () => {
      const refused = await sorted('!sn/uid');
      expect(sortResultOf(refused)?.code).to.equal('adminLimitExceeded');
      expect(refused.dns).to.be.empty;
      expect((await sorted('!uid/sn')).dns).to.have.length(40);
    });

    it('pages that began as they came go on so, and say that they are not sorted', async () => {
      const keys = 'employeeNumber:caseIgnoreOrderingMatch';
      const first = await sorted(keys, { controls: [sortBy(keys), pageOf(30)] });
      const controls = [sortBy(keys), pageOf(30, cookieOf(first))];
      const last = await sorted(keys, { controls });
      expect(new Set([...first.dns, ...last.dns]).size).to.equal(40);
      expect(sortResultOf(last)?.code).to.equal('unwillingToPerform');
    });

    it('does not count where few are found among many', async () => {
      const few = await sorted('!employeeNumber:caseIgnoreOrderingMatch', {
        filter: '(&(!(sn=impair))(|(uid=p00)(uid=p02)(uid=p04)))',
      });
      expect(uidsOf(few)).to.have.members(['p00', 'p02', 'p04']);
    });
  });

  const isDescending = (texts: readonly string[]): boolean =>
    texts.every((text, at) => at === 0 || text < (texts[at - 1] ?? ''));
});
