import { expect } from 'chai';
import { loginKey, loginOf, saveLogin } from '../../src/state/logins.js';
import {
  actorOf,
  type Opened,
  openFixture,
  personDn,
  root,
  smallDirectory,
  suffix,
  type Values,
} from './fixture.js';
import { ask, asserts, control, deleting, entryRead, selection } from './controlled.js';
import { change, modify, read } from './writing.js';

const anne = personDn('anne.martin');
const francois = personDn('francois.grangere');
const tree = control('treeDelete');
const entries: readonly (readonly [string, Values])[] = [
  ...smallDirectory,
  [`cn=act-2,${anne}`, { objectClass: 'activiteExercee', cn: 'act-2' }],
];

describe('tree delete', () => {
  let opened: Opened;

  beforeEach(async () => (opened = await openFixture({ entries })));
  afterEach(() => opened.close());

  const rowsSince = (sequence: number) => opened.directory.follow(sequence, 1000);

  it('without it an entry with subordinates stays', async () => {
    const { code } = await ask(opened.directory, root, deleting(anne));
    expect(code).to.equal('notAllowedOnNonLeaf');
  });

  it('deletes all of it in one commit, a row for each entry and each group', async () => {
    const { lastSequence } = opened.directory;
    let commits = 0;
    const stop = opened.directory.onCommit(() => (commits += 1));
    const persons = `ou=personnes,${suffix}`;
    const { code } = await ask(opened.directory, root, deleting(persons), tree);
    stop();
    expect(code).to.equal('success');
    expect(commits).to.equal(1);
    const rows = rowsSince(lastSequence);
    const deleted = rows.filter(({ operation }) => operation === 'delete').map(({ dn }) => dn);
    expect(deleted).to.have.members([
      persons,
      ...['francois.grangere', 'helene.le-goff', 'yann.martin', 'anne.martin', 'soazig.riou'].map(
        personDn,
      ),
      `cn=act-1,${francois}`,
      `cn=act-2,${anne}`,
    ]);
    expect(deleted.indexOf(`cn=act-2,${anne}`)).to.be.lessThan(deleted.indexOf(anne));
    expect(deleted.at(-1)).to.equal(persons);
    const events = rows.flatMap((row) => row.events);
    expect(events.filter(({ type }) => type === 'person-removed')).to.have.length(5);
    // A group that loses two members is written once.
    const groups = rows.filter(({ operation }) => operation === 'modify');
    expect(groups.map(({ dn }) => dn)).to.have.members([
      `cn=administrateurs,ou=groupes,${suffix}`,
      `cn=referents-Cancerologie,ou=groupes,${suffix}`,
    ]);
    expect(groups.map(({ details }) => details?.['reason'])).to.deep.equal([
      `suit ${persons}`,
      `suit ${persons}`,
    ]);
    const left = read(opened.directory, `cn=referents-Cancerologie,ou=groupes,${suffix}`);
    expect(left['member']).to.deep.equal(['']);
    expect(new Set(rows.map(({ csn }) => csn)).size).to.equal(rows.length);
  });

  it('forgets the sign-ins of those who go', async () => {
    const uuid = read(opened.directory, anne)['entryUUID']?.[0] ?? '';
    const seen = loginOf(opened.store.state, loginKey(uuid));
    await opened.store.write(({ state }) => {
      saveLogin(state, loginKey(uuid), { ...seen, failedAt: [1] });
    });
    expect(loginOf(opened.store.state, loginKey(uuid)).failedAt).to.deep.equal([1]);
    await ask(opened.directory, root, deleting(`ou=personnes,${suffix}`), tree);
    expect(loginOf(opened.store.state, loginKey(uuid)).failedAt).to.deep.equal([]);
  });

  it('a leaf is deleted as without it', async () => {
    const group = `cn=vide,ou=groupes,${suffix}`;
    const asked = [tree, control('preRead', selection('cn')), asserts('(cn=vide)')];
    const result = await ask(opened.directory, root, deleting(group), ...asked);
    expect(entryRead(result, 'preRead')?.values).to.deep.equal({ cn: ['vide'] });
  });

  it('the pre-read is of the entry with what is still below it', async () => {
    const pre = control('preRead', selection('numSubordinates', 'memberOf'));
    const result = await ask(opened.directory, root, deleting(anne), tree, pre);
    expect(entryRead(result, 'preRead')?.values).to.deep.include({ numSubordinates: ['1'] });
    expect(entryRead(result, 'preRead')?.values['memberOf']).to.have.length(2);
  });

  it('a regional administrator deletes persons with their activities', async () => {
    const actor = actorOf(opened.directory, anne);
    const { code } = await ask(opened.directory, actor, deleting(francois), tree);
    expect(code).to.equal('success');
  });

  it('one entry that may not be deleted keeps them all, unnamed', async () => {
    // The branch is not hers to delete; below the person, something of no kind that she deletes.
    const dn = `ou=x,${francois}`;
    await opened.close();
    opened = await openFixture({
      entries: [...entries, [dn, { objectClass: 'organizationalUnit', ou: 'x' }]],
    });
    const actor = actorOf(opened.directory, anne);
    const { lastSequence } = opened.directory;
    for (const target of [francois, `ou=groupes,${suffix}`]) {
      const result = await ask(opened.directory, actor, deleting(target), tree);
      expect(result).to.include({ code: 'insufficientAccessRights', matchedDn: '' });
      expect(result.message).to.not.include('ou=x');
    }
    expect(opened.directory.lastSequence).to.equal(lastSequence);
    expect(read(opened.directory, `cn=act-1,${francois}`)['cn']).to.deep.equal(['act-1']);
  });

  it('deleting one’s own role on the way refuses nothing: rights are those at the start', async () => {
    const actor = actorOf(opened.directory, anne);
    const { code } = await ask(opened.directory, actor, deleting(anne), tree);
    expect(code).to.equal('success');
    expect(read(opened.directory, anne)).to.deep.equal({});
  });

  it('more than the bound is refused as a whole', async () => {
    await opened.close();
    opened = await openFixture({ entries, with: { limits: { touchedRowsMax: 8 } } });
    const persons = `ou=personnes,${suffix}`;
    await modify(opened.directory, persons, [change('replace', 'description', 'x')]);
    const all = await ask(opened.directory, root, deleting(suffix), tree);
    expect(all).to.include({ code: 'adminLimitExceeded' });
    // The branch, five persons and two activities are eight.
    const some = await ask(opened.directory, root, deleting(persons), tree);
    expect(some).to.include({ code: 'success' });
  });

  it('a referral object below is another server’s, unless ManageDsaIT says it is an entry', async () => {
    await opened.close();
    const abroad = `ou=abroad,ou=structures,${suffix}`;
    const ref = 'ldap://elsewhere.example/';
    opened = await openFixture({
      entries: [
        ...entries,
        [abroad, { objectClass: ['referral', 'extensibleObject'], ou: 'abroad', ref }],
      ],
    });
    const request = deleting(`ou=structures,${suffix}`);
    expect((await ask(opened.directory, root, request, tree)).code).to.equal('affectsMultipleDSAs');
    const managed = await ask(opened.directory, root, request, tree, control('manageDsaIt'));
    expect(managed.code).to.equal('success');
  });
});
