import { expect } from 'chai';
import {
  changesClasses,
  changesGroups,
  changesPolicies,
  JournalMemory,
  reachesOthers,
} from '../../src/operations/journal-memory.js';
import type { JournalMark } from '../../src/store/journal.js';
import type { Reader } from '../../src/store/reader.js';
import { actorOf, type Opened, openFixture, personDn, root, suffix } from './fixture.js';
import { change, modify } from './writing.js';

const modified = (...attributes: string[]): JournalMark => ({
  kind: 'change',
  operation: 'modify',
  dn: personDn('soazig.riou'),
  entryUuid: 'u',
  attributes,
});

/** A view of a directory whose journal has these rows. */
const viewOf = (marks: readonly JournalMark[], more: object = {}): Reader =>
  ({
    lastSequence: marks.length,
    marks: (after: number, limit: number) => marks.slice(after, after + limit),
    ...more,
  }) as unknown as Reader;

const transactionOf = (marks: readonly JournalMark[], hasUntold = false): Reader =>
  viewOf(marks, { append: () => 0, hasUntold });

describe('what is remembered by the journal', () => {
  const cases: readonly (readonly [string, JournalMark, 'kept' | 'made anew'])[] = [
    ['an attribute of some entry', modified('description'), 'kept'],
    ['a sign-in', { ...modified(), kind: 'audit', operation: 'signIn' }, 'kept'],
    ['members of a group', modified('description', 'member'), 'made anew'],
    ['classes', modified('objectclass'), 'made anew'],
    ['a new entry', { ...modified(), operation: 'add' }, 'made anew'],
    ['a rename', { ...modified('cn'), operation: 'modifyDn' }, 'made anew'],
    ['a load', { ...modified(), operation: 'load' }, 'made anew'],
    ['a row whose body is purged', modified(), 'made anew'],
  ];
  for (const [name, mark, expected] of cases) {
    it(`is ${expected} after ${name}`, () => {
      const memory = new JournalMemory<object>(reachesOthers);
      const made = memory.read(viewOf([]), () => ({}));
      const read = memory.read(viewOf([mark]), () => ({}));
      expect(read === made ? 'kept' : 'made anew').to.equal(expected);
    });
  }

  const changers = { changesClasses, changesGroups, changesPolicies, reachesOthers };
  const attributes: Readonly<Record<string, readonly (keyof typeof changers)[]>> = {
    description: [],
    objectclass: ['changesClasses', 'changesGroups', 'changesPolicies', 'reachesOthers'],
    member: ['changesGroups', 'reachesOthers'],
    memberurl: ['changesGroups'],
    pwdmaxage: ['changesPolicies'],
  };
  for (const [attribute, expected] of Object.entries(attributes)) {
    it(`is asked of a change of ${attribute}: ${expected.join(', ') || 'nothing hangs on it'}`, () => {
      const changed = Object.entries(changers).filter(([, by]) => by(modified(attribute)));
      expect(changed.map(([name]) => name)).to.deep.equal(expected);
    });
  }

  it('is made anew after more rows than are looked at', () => {
    const memory = new JournalMemory<object>(reachesOthers);
    const made = memory.read(viewOf([]), () => ({}));
    const rows = Array.from({ length: 300 }, () => modified('description'));
    expect(memory.read(viewOf(rows), () => ({}))).to.not.equal(made);
  });

  it('serves a transaction and learns nothing of it', () => {
    const memory = new JournalMemory<string>(reachesOthers);
    expect(memory.read(transactionOf([]), () => 'uncommitted')).to.equal('uncommitted');
    expect(memory.read(viewOf([]), () => 'committed')).to.equal('committed');
    expect(memory.read(transactionOf([modified('cn')]), () => 'uncommitted')).to.equal('committed');
    expect(memory.read(transactionOf([modified('member')]), () => 'own')).to.equal('own');
    expect(memory.read(viewOf([]), () => 'later')).to.equal('committed');
  });

  it('is no use to a transaction that has changed what no row tells of yet', () => {
    const memory = new JournalMemory<string>(reachesOthers);
    memory.read(viewOf([]), () => 'committed');
    expect(memory.read(transactionOf([], true), () => 'own')).to.equal('own');
  });

  it('is not told by a view of before', () => {
    const memory = new JournalMemory<string>(reachesOthers);
    memory.read(viewOf([modified('member')]), () => 'now');
    expect(memory.read(viewOf([]), () => 'before')).to.equal('before');
    expect(memory.read(viewOf([modified('member')]), () => 'again')).to.equal('now');
  });
});

/** Writes asked for in one turn share a commit: each sees what those before it did. */
describe('writes of one commit', () => {
  let opened: Opened;
  beforeEach(async () => (opened = await openFixture()));
  afterEach(() => opened.close());

  const group = `cn=administrateurs,ou=groupes,${suffix}`;
  const referents = `cn=referents-Cancerologie,ou=groupes,${suffix}`;
  const anne = personDn('anne.martin');
  const soazig = personDn('soazig.riou');
  const mail = [change('replace', 'mail', 'soazig.riou@example.org')];
  const leave = [change('delete', 'member', anne)];

  it('are refused once their author has lost the right in one of them', async () => {
    const { directory } = opened;
    const actor = actorOf(directory, anne);
    expect(await modify(directory, soazig, mail, actor)).to.include({ code: 'success' });
    const answers = await Promise.all([
      modify(directory, soazig, mail, actor),
      modify(directory, referents, leave),
      modify(directory, soazig, mail, actor),
      modify(directory, group, leave),
      modify(directory, soazig, mail, actor),
    ]);
    expect(answers.map(({ code }) => code)).to.deep.equal([
      'success',
      'success',
      'success',
      'success',
      'noSuchObject',
    ]);
  });

  it('are taken where the loss was undone', async () => {
    const { directory } = opened;
    const actor = actorOf(directory, anne);
    const changes = { kind: 'modify' as const, dn: group, changes: leave };
    const answers = await Promise.all([
      directory.as(root).modify(changes, { controls: [], isRehearsal: true }),
      modify(directory, soazig, mail, actor),
    ]);
    expect(answers.map(({ code }) => code)).to.deep.equal(['success', 'success']);
    expect(await modify(directory, soazig, mail, actor)).to.include({ code: 'success' });
  });
});
