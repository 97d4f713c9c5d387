import { expect } from 'chai';
import { actorOf, type Opened, personDn, plain, root, search, suffix } from './fixture.js';
import {
  count,
  groupDn,
  openWithGroup,
  rowReads,
  stranger,
  strangers,
} from './large-group-fixture.js';
import { change, context, lastRow, modify, read, remove, rename } from './writing.js';

describe('a group of thousands', () => {
  let opened: Opened;
  beforeEach(async () => (opened = await openWithGroup()));
  afterEach(() => opened.close());

  const compared = async (value: string): Promise<string> => {
    const request = { kind: 'compare', dn: groupDn, attribute: 'member' } as const;
    const asked = { ...request, value: Buffer.from(value) };
    return (await opened.directory.as(root).compare(asked, context)).code;
  };

  it('is read without its members where these are not asked for', async () => {
    const { reads, lookups } = await rowReads(async () => {
      const found = await search(opened.directory, root, {
        base: groupDn,
        scope: 'base',
        attributes: ['cn'],
      });
      expect(plain(found.entries[0])).to.deep.equal({ cn: ['tous'] });
      await search(opened.directory, root, { filter: '(cn=tous)', attributes: ['1.1'] });
    });
    expect({ reads, lookups }).to.deep.equal({ reads: 0, lookups: 0 });
  });

  it('is compared, and found by a member, without reading the others', async () => {
    const { reads, lookups } = await rowReads(async () => {
      expect(await compared(stranger(7).toUpperCase())).to.equal('compareTrue');
      expect(await compared(stranger(count))).to.equal('compareFalse');
      const byMember = `(member=${stranger(12)})`;
      for (const filter of [byMember, `(&(cn=tous)${byMember})`, `(!(!${byMember}))`]) {
        const { dns } = await search(opened.directory, root, { filter, attributes: ['1.1'] });
        expect(dns, filter).to.deep.equal([groupDn]);
      }
    });
    expect(reads).to.equal(0);
    expect(lookups).to.be.lessThan(8);
  });

  it('answers all its members, and tells that there are some', async () => {
    const found = await search(opened.directory, root, { base: groupDn, scope: 'base' });
    expect(plain(found.entries[0])['member']).to.have.length(count + 2);
    const { entries } = await search(opened.directory, root, {
      filter: '(&(cn=tous)(member=*))',
      typesOnly: true,
      attributes: ['member'],
    });
    expect(entries).to.have.length(1);
  });

  it('takes and leaves one member by a change of that member alone', async () => {
    const newcomer = personDn('anne.martin');
    const { reads, lookups } = await rowReads(async () => {
      const changes = [
        change('add', 'member', newcomer),
        change('delete', 'member', stranger(5).toUpperCase()),
      ];
      expect(await modify(opened.directory, groupDn, changes)).to.include({ code: 'success' });
    });
    expect(reads).to.equal(0);
    expect(lookups).to.be.lessThan(4);
    expect(lastRow(opened.directory).changes).to.deep.equal([
      { attribute: 'member', before: [stranger(5)], after: [newcomer], kept: count + 1 },
    ]);
    expect(await compared(newcomer)).to.equal('compareTrue');
    expect(await compared(stranger(5))).to.equal('compareFalse');
    const { entries } = await search(opened.directory, root, {
      filter: '(uid=anne.martin)',
      attributes: ['memberOf'],
    });
    expect(plain(entries[0])['memberOf']).to.include(groupDn);
  });

  it('refuses a member that is there and one that is not, and is unchanged', async () => {
    const { lastSequence } = opened.directory;
    const twice = [change('add', 'member', personDn('anne.martin'), stranger(3))];
    expect(await modify(opened.directory, groupDn, twice)).to.include({
      code: 'attributeOrValueExists',
    });
    const nobody = [
      change('delete', 'member', stranger(4)),
      change('delete', 'member', stranger(count)),
    ];
    expect(await modify(opened.directory, groupDn, nobody)).to.include({
      code: 'noSuchAttribute',
    });
    const syntax = [change('add', 'member', 'no name')];
    expect(await modify(opened.directory, groupDn, syntax)).to.include({
      code: 'invalidAttributeSyntax',
    });
    expect(opened.directory.lastSequence).to.equal(lastSequence);
    expect(await compared(stranger(4))).to.equal('compareTrue');
  });

  it('respells a member that is deleted and added again', async () => {
    const other = stranger(8).replace('uid=p8', 'uid=P8');
    const changes = [change('delete', 'member', stranger(8)), change('add', 'member', other)];
    expect(await modify(opened.directory, groupDn, changes)).to.include({ code: 'success' });
    const members = read(opened.directory, groupDn)['member'];
    expect(members).to.include(other).and.not.to.include(stranger(8));
    expect(members).to.have.length(count + 2);
  });

  it('does not journal what comes back as it was', async () => {
    const changes = [
      change('delete', 'member', stranger(8)),
      change('add', 'member', stranger(8)),
      change('add', 'description', 'x'),
    ];
    expect(await modify(opened.directory, groupDn, changes)).to.include({ code: 'success' });
    const attributes = lastRow(opened.directory).changes.map(({ attribute }) => attribute);
    expect(attributes).to.deep.equal(['description']);
  });

  it('is replaced as a whole, the members that stay untouched', async () => {
    const wanted = [...strangers(count - 10, 20), personDn('helene.le-goff')];
    const changes = [change('replace', 'member', ...wanted)];
    expect(await modify(opened.directory, groupDn, changes)).to.include({ code: 'success' });
    const [row] = lastRow(opened.directory).changes;
    expect(row?.before).to.have.length(22);
    expect(row?.after).to.have.length(11);
    expect(row?.kept).to.equal(count - 20);
    expect(read(opened.directory, groupDn)['member']?.sort()).to.deep.equal(wanted.sort());
  });

  it('becomes small and empty, and is deleted', async () => {
    const few = [change('delete', 'member', ...strangers(count - 50))];
    expect(await modify(opened.directory, groupDn, few)).to.include({ code: 'success' });
    expect(read(opened.directory, groupDn)['member']).to.have.length(52);
    const many = [change('add', 'member', ...strangers(400, 10_000))];
    expect(await modify(opened.directory, groupDn, many)).to.include({ code: 'success' });
    expect(read(opened.directory, groupDn)['member']).to.have.length(452);
    const none = [change('delete', 'member')];
    expect(await modify(opened.directory, groupDn, none)).to.include({ code: 'success' });
    expect(lastRow(opened.directory).changes[0]?.before).to.have.length(452);
    expect(read(opened.directory, groupDn)['member']).to.deep.equal(['']);
    await modify(opened.directory, groupDn, many);
    expect(await remove(opened.directory, groupDn)).to.include({ code: 'success' });
    const row = lastRow(opened.directory);
    const gone = row.changes.find(({ attribute }) => attribute === 'member');
    expect([gone?.before.length, gone?.after.length]).to.deep.equal([400, 0]);
    expect(
      (await search(opened.directory, root, { filter: `(member=${stranger(7)})` })).dns,
    ).to.deep.equal([]);
  });

  it('follows a renamed member and forgets a deleted one, one row each', async () => {
    const { reads } = await rowReads(async () => {
      await rename(opened.directory, personDn('soazig.riou'), { rdn: 'uid=soazig.le-riou' });
      await remove(opened.directory, personDn('yann.martin'));
    });
    expect(reads).to.equal(0);
    const rows = opened.directory
      .follow(0, 100)
      .filter(({ dn }) => dn === groupDn)
      .flatMap(({ changes }) => changes);
    expect(rows).to.deep.equal([
      {
        attribute: 'member',
        before: [personDn('soazig.riou')],
        after: [personDn('soazig.le-riou')],
        kept: count + 1,
      },
      { attribute: 'member', before: [personDn('yann.martin')], after: [], kept: count + 1 },
    ]);
    expect(await compared(personDn('soazig.le-riou'))).to.equal('compareTrue');
    expect(await compared(personDn('yann.martin'))).to.equal('compareFalse');
  });

  it('is renamed with its members', async () => {
    await rename(opened.directory, groupDn, { rdn: 'cn=toutes' });
    const { dns } = await search(opened.directory, root, { filter: `(member=${stranger(1)})` });
    expect(dns).to.deep.equal([`cn=toutes,ou=groupes,${suffix}`]);
  });

  it('hides its members from who may not read them', async () => {
    const actor = actorOf(opened.directory, personDn('soazig.riou'));
    const { entries } = await search(opened.directory, actor, { filter: '(cn=tous)' });
    expect(entries).to.deep.equal([]);
    const byMember = await search(opened.directory, actor, { filter: `(member=${stranger(1)})` });
    expect(byMember.entries).to.deep.equal([]);
  });
});
