import type { EntryAccess } from '../../access/policy.js';
import { matricule } from '../../domain/identifiers.js';
import { type Entry, entryOf, textOf } from '../../model/entry.js';
import type { AttributeInput } from '../../model/modification.js';
import { LdapError } from '../../model/result.js';
import { builtInPolicy } from '../../password/policy.js';
import type { JournalInput } from '../../store/journal.js';
import type { Actor } from '../actor.js';
import { newEntry } from './add.js';
import { type BulkName, bulkNames } from './bulk-names.js';
import type { Change, StageKernel } from './change.js';
import { computedGroups } from '../search/computed-groups.js';
import type { Kernel } from '../context.js';
import { type CsnSource, csnSource } from '../csn.js';
import { withHashedPasswords } from './hashed-passwords.js';
import { runBulkStages } from './pipeline.js';
import { writtenAttributes } from './written-attributes.js';

/** An entry as a file describes it. */
export interface BulkInput {
  readonly dn: string;
  readonly attributes: readonly AttributeInput[];
}

/** What a bulk load needs to know of the directory: its store is not open meanwhile. */
export type BulkOptions = Omit<StageKernel, 'groups'> & Pick<Kernel, 'clock' | 'randomUuid'>;

const operator: Actor = { kind: 'internal', door: 'import', secure: true, name: 'restore' };

const everything: EntryAccess = {
  visible: true,
  add: true,
  delete: true,
  rename: true,
  represent: false,
  examine: false,
  may: () => true,
};

/** Makes complete entries of a file's, one after the other. */
export interface BulkPreparation {
  /**
   * The entry with everything the stages of an add make of it, ready for the store.
   *
   * @throws LdapError what an add of it would be refused with
   */
  prepare(input: BulkInput): Promise<Entry>;
  /** The same at once; undefined for an entry with a password, which `prepare` may have to hash. */
  prepareNow(input: BulkInput): Entry | undefined;
  /** The journal row that stands for the whole load. */
  journalRow(facts: { readonly entries: number }): JournalInput;
}

/**
 * Prepares a bulk load by the operator: the rules of an add without access control, without
 * events and without a row per entry (DESIGN §4 “LDIF”).
 */
export function bulkPreparation(options: BulkOptions): BulkPreparation {
  const { schema, clock } = options;
  const kernel: StageKernel = { ...options, groups: computedGroups(options) };
  const nextCsn = csnSource({ after: undefined, clock });
  const nameOf = bulkNames(schema);
  const changes = { kernel, options, nextCsn, matricules: newMatricules() };
  return {
    async prepare({ dn, attributes }) {
      const name = nameOf(dn);
      const requested = writtenAttributes(schema, attributes, operator);
      const inputs = await withHashedPasswords(schema, attributes);
      return runBulkStages(changeOf(changes, { name, requested, inputs })).after;
    },
    prepareNow({ dn, attributes: inputs }) {
      const name = nameOf(dn);
      const requested = writtenAttributes(schema, inputs, operator);
      if (requested.has('userpassword')) return undefined;
      return runBulkStages(changeOf(changes, { name, requested, inputs })).after;
    },
    journalRow: ({ entries }) => ({
      kind: 'change',
      operation: 'load',
      csn: nextCsn(),
      time: clock().toISOString(),
      actor: 'restore',
      door: operator.door,
      dn: options.suffix,
      entryUuid: '',
      changes: [],
      events: [],
      details: { entries },
    }),
  };
}

interface Changes {
  readonly kernel: StageKernel;
  readonly options: BulkOptions;
  readonly nextCsn: CsnSource;
  readonly matricules: Matricules;
}

function changeOf(
  { kernel, options, nextCsn, matricules }: Changes,
  {
    name,
    requested,
    inputs,
  }: {
    readonly name: BulkName;
    readonly requested: ReadonlySet<string>;
    readonly inputs: readonly AttributeInput[];
  },
): Change {
  const entry = newEntry(kernel.schema, name, inputs);
  matricules.see(textOf(entry, 'matricule'));
  return {
    kernel,
    operation: 'add',
    actor: operator,
    groups: noGroups,
    access: everything,
    at: options.clock(),
    csn: nextCsn(),
    requested,
    entryUuid: textOf(entry, 'entryUUID') ?? options.randomUuid(),
    before: undefined,
    after: entryOf(entry.dn, []),
    nameKey: name.key,
    apply: () => entry,
    passwordPolicy: () => noPolicy,
    allotMatricule: () => matricules.next(),
    events: [],
  };
}

const noGroups: ReadonlySet<string> = new Set();
/** The operator answers for the passwords of his files. */
const noPolicy = builtInPolicy({ regional: false });

interface Matricules {
  see(given: string | undefined): void;
  next(): string;
}

/** The matricules of one load: those the file gives, and those allotted around them. */
function newMatricules(): Matricules {
  const taken = new Set<string>();
  const allotted = new Set<string>();
  let number = 0;
  return {
    see(given) {
      if (given === undefined) return;
      if (allotted.has(given)) {
        const why = `matricule ${given} is taken by an entry before`;
        throw new LdapError('constraintViolation', why);
      }
      taken.add(given);
    },
    next() {
      do number += 1;
      while (taken.has(matricule(number)));
      allotted.add(matricule(number));
      return matricule(number);
    },
  };
}
