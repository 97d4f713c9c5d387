import { expect } from 'chai';
import type { AttributeRight } from '../../src/access/policy.js';
import { policyOf, type Role, subjects, type TargetName, targets } from './directory-of-roles.js';

/**
 * Every role × every kind of entry × a sample of each kind of attribute × every right, against
 * the rules of the project. A cell lists the attributes that may be read (which includes finding
 * and comparing them) and those that may be written.
 */
interface Cell {
  readonly read: readonly Sample[];
  readonly write: readonly Sample[];
}

const samples = [
  'objectclass',
  'sn',
  'mail',
  'userpassword',
  'demandeaccescancerologie',
  'reponseaccescancerologie',
  'reponseaccesportailenrs',
  'reponseaccesoris',
  'numerovoie',
  'numerovoiemodification',
  'numerovoienational',
  'entryuuid',
] as const;
type Sample = (typeof samples)[number];

const rights: readonly AttributeRight[] = ['read', 'search', 'compare', 'write'];

const all: readonly Sample[] = samples;
const allButPassword = samples.filter((name) => name !== 'userpassword');
const local = samples.filter((name) => name !== 'numerovoienational');

const nothing: Cell = { read: [], write: [] };
const reads: Cell = { read: allButPassword, write: [] };
const full: Cell = { read: all, write: all };
const edits: Cell = { read: allButPassword, write: local };
const overrides: readonly Sample[] = ['numerovoie', 'numerovoiemodification'];

type Row = Readonly<Record<TargetName, Cell>>;

const everywhere = (cell: Cell): Row => ({
  suffix: cell,
  branch: cell,
  person: cell,
  grouped: cell,
  activity: cell,
  structure: cell,
  access: cell,
  group: cell,
  account: cell,
  passwordPolicy: cell,
});

/** What every signed-in entry has: the way to the branches. */
const signedInRow: Row = { ...everywhere(nothing), suffix: reads, branch: reads };

const referentRow: Row = {
  ...signedInRow,
  person: reads,
  grouped: reads,
  activity: reads,
  structure: reads,
  access: reads,
  group: reads,
};

const matrix: Readonly<Record<Role, Row>> = {
  anonymous: everywhere(nothing),
  self: {
    ...signedInRow,
    person: { read: allButPassword, write: ['userpassword', 'demandeaccescancerologie'] },
  },
  stranger: signedInRow,
  referent: {
    ...referentRow,
    person: {
      read: allButPassword,
      write: ['mail', 'reponseaccescancerologie', 'reponseaccesportailenrs', ...overrides],
    },
    // Itself, so that its password and its requests are its own; its answers are not.
    grouped: {
      read: allButPassword,
      write: ['userpassword', 'demandeaccescancerologie', ...overrides],
    },
  },
  otherReferent: {
    ...referentRow,
    person: { read: allButPassword, write: ['mail', 'reponseaccesoris', ...overrides] },
    grouped: { read: allButPassword, write: overrides },
  },
  regional: everywhere(edits),
  portail: {
    ...signedInRow,
    person: { read: allButPassword, write: ['demandeaccescancerologie'] },
    grouped: { read: allButPassword, write: ['demandeaccescancerologie'] },
  },
  sso: referentRow,
  webdcr: signedInRow,
  replication: everywhere(reads),
  secureReplication: everywhere({ read: all, write: [] }),
  root: everywhere(full),
  national: everywhere(full),
};

describe('the access rules of the annuaire', () => {
  const policy = policyOf('annuaire');
  for (const [role, row] of Object.entries(matrix) as [Role, Row][]) {
    for (const [name, cell] of Object.entries(row) as [TargetName, Cell][]) {
      it(`${role} on ${name}: ${sentence(cell)}`, () => {
        const access = policy.view(subjects[role]).on(targets[name]);
        for (const sample of samples) {
          for (const right of rights) {
            // entryUUID is not for anyone to write; a regional administrator meets the schema's no.
            if (right === 'write' && sample === 'entryuuid') continue;
            const expected = (right === 'write' ? cell.write : cell.read).includes(sample);
            expect(access.may(sample, right), `${right} ${sample}`).to.equal(expected);
          }
        }
        expect(access.visible).to.equal(cell.read.length + cell.write.length > 0);
      });
    }
  }

  /** Who may make, remove and rename entries of which kinds. */
  const makers: Readonly<Partial<Record<Role, readonly TargetName[]>>> = {
    regional: ['person', 'grouped', 'activity', 'structure', 'group'],
    root: Object.keys(targets) as TargetName[],
    national: Object.keys(targets) as TargetName[],
  };
  for (const role of Object.keys(subjects) as Role[]) {
    it(`${role} adds, deletes and renames: ${makers[role]?.join(', ') ?? 'nothing'}`, () => {
      for (const name of Object.keys(targets) as TargetName[]) {
        const { add, delete: remove, rename } = policy.view(subjects[role]).on(targets[name]);
        const expected = makers[role]?.includes(name) ?? false;
        expect({ add, remove, rename }, name).to.deep.equal({
          add: expected,
          remove: expected,
          rename: expected,
        });
      }
    });
  }
});

function sentence({ read, write }: Cell): string {
  const list = (names: readonly string[]): string =>
    names.length === 0 ? 'nothing' : names.length > 10 ? 'nearly all' : names.join(', ');
  return `reads ${list(read)}, writes ${list(write)}`;
}
