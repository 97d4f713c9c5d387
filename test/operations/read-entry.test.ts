import { expect } from 'chai';
import { actorOf, type Opened, openFixture, personDn, root, search, suffix } from './fixture.js';
import {
  adding,
  ask,
  asserts,
  control,
  deleting,
  entryRead,
  renaming,
  replacing,
  selection,
} from './controlled.js';
import { change, read } from './writing.js';

const group = `cn=vide,ou=groupes,${suffix}`;
const soazig = personDn('soazig.riou');
const pre = (...attributes: string[]) => control('preRead', selection(...attributes));
const post = (...attributes: string[]) => control('postRead', selection(...attributes));

describe('pre-read and post-read (RFC 4527)', () => {
  let opened: Opened;

  beforeEach(async () => (opened = await openFixture()));
  afterEach(() => opened.close());

  it('a modification answers the entry as it was and as it is', async () => {
    const request = replacing(soazig, 'mail', 'soazig@example.org');
    const asked = [pre('mail', 'cn'), post('mail', 'modifyTimestamp')];
    const result = await ask(opened.directory, root, request, ...asked);
    expect(result.code).to.equal('success');
    expect(entryRead(result, 'preRead')).to.deep.equal({
      dn: soazig,
      values: { cn: ['Soazig Riou'] },
    });
    const after = entryRead(result, 'postRead');
    const stored = read(opened.directory, soazig);
    expect(after?.values).to.deep.equal({
      mail: ['soazig@example.org'],
      modifyTimestamp: stored['modifyTimestamp'],
    });
  });

  it('an addition answers what the server made of it', async () => {
    const dn = personDn('jean.kerjean');
    const values = { objectClass: ['inetOrgPerson', 'personneAnnuaire'], cn: 'J', sn: 'K' };
    const result = await ask(opened.directory, root, adding(dn, values), post('*', '+'));
    const added = entryRead(result, 'postRead');
    expect(added?.values).to.include.keys('matricule', 'entryUUID', 'hasSubordinates');
    // What `+` brings besides is what a search of the same brings.
    const found = await search(opened.directory, root, {
      base: dn,
      scope: 'base',
      attributes: ['*', '+'],
    });
    expect(Object.keys(added?.values ?? {})).to.have.members(
      [...(found.entries[0]?.attributes.values() ?? [])].map(({ description }) => description),
    );
  });

  it('a deletion answers what has gone, a rename both names', async () => {
    const gone = await ask(opened.directory, root, deleting(group), pre('member', 'cn'));
    expect(entryRead(gone, 'preRead')).to.deep.equal({
      dn: group,
      values: { cn: ['vide'], member: [''] },
    });
    const moved = renaming(soazig, 'uid=soazig.riou2', `ou=comptes,${suffix}`);
    const result = await ask(opened.directory, root, moved, pre('uid'), post('uid', 'entryDN'));
    const to = `uid=soazig.riou2,ou=comptes,${suffix}`;
    expect(entryRead(result, 'preRead')).to.deep.equal({
      dn: soazig,
      values: { uid: ['soazig.riou'] },
    });
    expect(entryRead(result, 'postRead')).to.deep.equal({
      dn: to,
      values: { uid: ['soazig.riou2'], entryDN: [to] },
    });
  });

  const selections: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['no list is all user attributes', [], ['cn', 'cn;lang-br', 'objectClass', 'uid']],
    ['1.1 is none', ['1.1'], []],
    ['an option selects what has it', ['cn;lang-br'], ['cn;lang-br']],
    ['a supertype brings its subtypes', ['name'], ['cn', 'cn;lang-br', 'givenName', 'sn']],
    ['a class stands for its attributes', ['@top'], ['objectClass']],
    ['an unknown name is passed over', ['nope', 'uid'], ['uid']],
    ['computed attributes are there', ['memberOf', 'numSubordinates'], ['memberOf']],
  ];
  for (const [name, asked, found] of selections) {
    it(`selects as a search does: ${name}`, async () => {
      const dn = personDn('francois.grangere');
      const request = replacing(dn, 'description', 'x');
      const result = await ask(opened.directory, root, request, pre(...asked));
      const { entries } = await search(opened.directory, root, {
        base: dn,
        scope: 'base',
        attributes: asked,
      });
      const keys = Object.keys(entryRead(result, 'preRead')?.values ?? {});
      expect(keys).to.include.members(found);
      expect(keys).to.deep.equal(
        [...(entries[0]?.attributes.values() ?? [])].map((a) => a.description),
      );
    });
  }

  it('a modification of nothing still answers the entry', async () => {
    const request = { kind: 'modify', dn: soazig, changes: [] } as const;
    const result = await ask(opened.directory, root, request, pre('uid'), post('uid'));
    const as = { dn: soazig, values: { uid: ['soazig.riou'] } };
    expect(entryRead(result, 'preRead')).to.deep.equal(as);
    expect(entryRead(result, 'postRead')).to.deep.equal(as);
  });

  it('nothing comes with a failure, nor with a false assertion', async () => {
    const taken = adding(group, { objectClass: 'groupOfNames', cn: 'vide' });
    const bad = replacing(soazig, 'mail', 'x');
    for (const result of [
      await ask(opened.directory, root, taken, post('*')),
      await ask(opened.directory, root, bad, pre('*'), post('*'), asserts('(sn=nobody)')),
    ]) {
      expect(result.code).to.be.oneOf(['entryAlreadyExists', 'assertionFailed']);
      expect(result.controls).to.deep.equal([]);
    }
    const right = await ask(opened.directory, root, bad, pre('sn'), asserts('(sn=riou)'));
    expect(entryRead(right, 'preRead')?.values).to.deep.equal({ sn: ['Riou'] });
  });

  it('a value that may not be read changes no byte of the control', async () => {
    const yann = actorOf(opened.directory, personDn('yann.martin'));
    const request = replacing(soazig, 'codePostalModification', '29200');
    const asked = [pre('*', '+', 'userPassword'), post('mail', 'userPassword')];
    const without = await ask(opened.directory, yann, request, ...asked);
    expect(without.code).to.equal('success');
    const secret = replacing(soazig, 'userPassword', 'Ajonc-Granit-35');
    expect((await ask(opened.directory, root, secret)).code).to.equal('success');
    const own = await ask(opened.directory, yann, request, ...asked);
    expect(entryRead(own, 'postRead')).to.deep.equal(entryRead(without, 'postRead'));
    expect(entryRead(own, 'preRead')?.values).to.not.include.keys('userPassword');
  });

  describe('an entry that the update hides from its author', () => {
    const anne = personDn('anne.martin');
    const leave = {
      kind: 'modify',
      dn: `cn=administrateurs,ou=groupes,${suffix}`,
      changes: [change('delete', 'member', anne)],
    } as const;
    // Without the role the groups are not hers to read; her other role is taken first.
    const other = {
      ...leave,
      dn: `cn=referents-Cancerologie,ou=groupes,${suffix}`,
    };

    it('is answered without a control where the control is not critical', async () => {
      const actor = actorOf(opened.directory, anne);
      expect((await ask(opened.directory, root, other)).code).to.equal('success');
      const lenient = control('postRead', selection('member'), false);
      const result = await ask(opened.directory, actor, leave, lenient);
      expect(result).to.include({ code: 'success' });
      expect(result.controls).to.deep.equal([]);
    });

    it('fails a critical control, and with it the update', async () => {
      const actor = actorOf(opened.directory, anne);
      expect((await ask(opened.directory, root, other)).code).to.equal('success');
      const before = read(opened.directory, leave.dn);
      const { lastSequence } = opened.directory;
      const result = await ask(opened.directory, actor, leave, post('member'));
      expect(result).to.include({ code: 'insufficientAccessRights' });
      expect(read(opened.directory, leave.dn)).to.deep.equal(before);
      expect(opened.directory.lastSequence).to.equal(lastSequence);
    });
  });
});
