import { type Role, type TargetName, targets } from './directory-of-roles.js';

/**
 * Who may do what in the regional directory (DESIGN §2): every role × every kind of entry × a
 * sample of each kind of attribute. A cell lists the attributes that may be read (which includes
 * finding and comparing them) and those that may be written. The rules are held against it, and
 * so is each way into a running server.
 */
export interface Cell {
  readonly read: readonly Sample[];
  readonly write: readonly Sample[];
}

export const samples = [
  'objectclass',
  'sn',
  'mail',
  'userpassword',
  'authpassword',
  'pwdhistory',
  'demandeaccescancerologie',
  'reponseaccescancerologie',
  'reponseaccesportailenrs',
  'reponseaccesoris',
  'numerovoie',
  'numerovoiemodification',
  'numerovoienational',
  'entryuuid',
  'memberof',
] as const;
export type Sample = (typeof samples)[number];

const all: readonly Sample[] = samples;
/** Hashes and verifiers, which no wildcard covers. */
const secrets: readonly Sample[] = ['userpassword', 'authpassword', 'pwdhistory'];
const allButSecrets = samples.filter((name) => !secrets.includes(name));
const local = samples.filter((name) => !['numerovoienational', 'pwdhistory'].includes(name));
const password: readonly Sample[] = ['userpassword', 'authpassword'];

const nothing: Cell = { read: [], write: [] };
const reads: Cell = { read: allButSecrets, write: [] };
const full: Cell = { read: all, write: all };
const edits: Cell = { read: allButSecrets, write: local };
const overrides: readonly Sample[] = ['numerovoie', 'numerovoiemodification'];

export type Row = Readonly<Record<TargetName, Cell>>;

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

export const matrix: Readonly<Record<Role, Row>> = {
  anonymous: everywhere(nothing),
  self: {
    ...signedInRow,
    person: { read: allButSecrets, write: [...password, 'demandeaccescancerologie'] },
  },
  stranger: signedInRow,
  referent: {
    ...referentRow,
    person: {
      read: allButSecrets,
      write: ['mail', 'reponseaccescancerologie', 'reponseaccesportailenrs', ...overrides],
    },
    // Itself, so that its password and its requests are its own; its answers are not.
    grouped: {
      read: allButSecrets,
      write: [...password, 'demandeaccescancerologie', ...overrides],
    },
  },
  otherReferent: {
    ...referentRow,
    person: { read: allButSecrets, write: ['mail', 'reponseaccesoris', ...overrides] },
    grouped: { read: allButSecrets, write: overrides },
  },
  regional: everywhere(edits),
  portail: {
    ...signedInRow,
    person: { read: allButSecrets, write: ['demandeaccescancerologie'] },
    grouped: { read: allButSecrets, write: ['demandeaccescancerologie'] },
  },
  sso: referentRow,
  webdcr: signedInRow,
  replication: everywhere(reads),
  secureReplication: everywhere({ read: all, write: [] }),
  root: everywhere(full),
  national: everywhere(full),
};

/** Who may make, remove and rename entries of which kinds; the others: none. */
export const makers: Readonly<Record<Role, readonly TargetName[]>> = {
  anonymous: [],
  self: [],
  stranger: [],
  referent: [],
  otherReferent: [],
  regional: ['person', 'grouped', 'activity', 'structure', 'group'],
  portail: [],
  sso: [],
  webdcr: [],
  replication: [],
  secureReplication: [],
  root: Object.keys(targets) as TargetName[],
  national: Object.keys(targets) as TargetName[],
};
