import { expect } from 'chai';
import { type Opened, personDn, plain, root, search, suffix } from './fixture.js';
import {
  count,
  groupDn,
  openWithGroup,
  rowReads,
  stranger,
  strangers,
} from './large-group-fixture.js';
import { onlyValues } from './search-controls.js';
import { add, change, modify, read, remove, rename } from './writing.js';

describe('a group of thousands, a part at a time', () => {
  let opened: Opened;
  beforeEach(async () => (opened = await openWithGroup()));
  afterEach(() => opened.close());

  describe('found by memberOf', () => {
    const members = async (): Promise<string[]> => {
      const filter = `(memberOf=${groupDn})`;
      const found = await search(opened.directory, root, { filter, attributes: ['1.1'] });
      return found.dns.map((dn) => dn.split(',', 1)[0] ?? '').sort();
    };

    it('follows every kind of change without reading all members again', async () => {
      expect(await members()).to.deep.equal(['uid=soazig.riou', 'uid=yann.martin']);
      const { reads } = await rowReads(async () => {
        await modify(opened.directory, groupDn, [change('add', 'member', personDn('anne.martin'))]);
        expect(await members()).to.include('uid=anne.martin');
        const left = [change('delete', 'member', personDn('soazig.riou'))];
        await modify(opened.directory, groupDn, left);
        expect(await members()).to.deep.equal(['uid=anne.martin', 'uid=yann.martin']);
        await remove(opened.directory, personDn('yann.martin'));
        expect(await members()).to.deep.equal(['uid=anne.martin']);
        await modify(opened.directory, personDn('anne.martin'), [change('add', 'title', 'x')]);
        await add(opened.directory, `ou=ailleurs,${suffix}`, {
          objectClass: 'organizationalUnit',
          ou: 'ailleurs',
        });
        await add(opened.directory, stranger(9), { objectClass: 'account', uid: 'p9' });
        expect(await members()).to.deep.equal(['uid=anne.martin', 'uid=p9']);
      });
      expect(reads).to.equal(0);
      await rename(opened.directory, personDn('anne.martin'), { rdn: 'uid=anne.le-martin' });
      expect(await members()).to.deep.equal(['uid=anne.le-martin', 'uid=p9']);
      await modify(opened.directory, groupDn, [change('replace', 'member')]);
      expect(await members()).to.deep.equal([]);
    });
  });

  describe('narrowed to matched values (RFC 3876)', () => {
    const members = async (...items: string[]): Promise<readonly string[] | undefined> => {
      const found = await search(opened.directory, root, {
        base: groupDn,
        scope: 'base',
        controls: [onlyValues(...items)],
      });
      const { cn, member } = plain(found.entries[0]);
      expect(cn).to.deep.equal([]);
      return member;
    };

    it('looks up the one member that an equality names', async () => {
      const { reads, lookups } = await rowReads(async () => {
        expect(await members(`(member=${stranger(7).toUpperCase()})`)).to.deep.equal([stranger(7)]);
        const several = [`(member=${stranger(8)})`, `(member=${stranger(count)})`, '(sn=x)'];
        expect(await members(...several)).to.deep.equal([stranger(8)]);
      });
      expect(reads).to.equal(0);
      expect(lookups).to.equal(3);
    });

    it('reads them for anything else, and leaves the attribute where none matches', async () => {
      expect(await members('(member=*)')).to.have.length(count + 2);
      expect(await members('(sn=x)')).to.deep.equal([]);
    });
  });

  describe('read by ranges', () => {
    const part = async (item: string, base = groupDn): Promise<Record<string, string[]>> => {
      const found = await search(opened.directory, root, {
        base,
        scope: 'base',
        attributes: [item],
      });
      return plain(found.entries[0]);
    };

    it('gives each member once, a part at a time', async () => {
      const members: string[] = [];
      for (let from = 0, more = true; more; from = members.length) {
        const answer = await part(`member;range=${String(from)}-${String(from + 999)}`);
        const [[name, values] = ['', []]] = Object.entries(answer);
        members.push(...values);
        more = !name.endsWith('-*');
        const to = more ? String(members.length - 1) : '*';
        expect(name).to.equal(`member;range=${String(from)}-${to}`);
      }
      expect(new Set(members).size).to.equal(count + 2);
      expect(members.sort()).to.deep.equal(read(opened.directory, groupDn)['member']?.sort());
    });

    it('answers what is left, and nothing beyond the end or of what is no range', async () => {
      const [last] = Object.entries(await part('MEMBER;RANGE=3000-*'));
      expect(last?.[0]).to.equal('member;range=3000-*');
      expect(last?.[1]).to.have.length(2);
      for (const item of ['member;range=3002-*', 'member;range=5-2', 'member;range=x-*']) {
        expect(await part(item), item).to.deep.equal({});
      }
    });

    it('applies to small attributes, and to members that are computed', async () => {
      const small = personDn('francois.grangere');
      expect(await part('objectClass;range=1-1', small)).to.have.key('objectClass;range=1-1');
      const service = `cn=cancerologie,ou=acces,${suffix}`;
      expect(await part('member;range=0-*', service)).to.deep.equal({
        'member;range=0-*': [personDn('francois.grangere'), personDn('soazig.riou')],
      });
      expect(await part('member;range=1-5', service)).to.deep.equal({
        'member;range=1-*': [personDn('soazig.riou')],
      });
    });

    it('gives no more than its limit at once', async () => {
      const many = [change('add', 'member', ...strangers(2_500, 10_000))];
      await modify(opened.directory, groupDn, many);
      const [answer] = Object.entries(await part('member;range=0-*'));
      expect(answer?.[0]).to.equal('member;range=0-4999');
      expect(answer?.[1]).to.have.length(5_000);
    });
  });
});
