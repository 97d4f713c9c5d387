import type { EntryAccess } from '../access/policy.js';
import { matricule } from '../domain/identifiers.js';
import { formatDn, parseDn } from '../model/dn.js';
import { type Entry, entryOf, textOf } from '../model/entry.js';
import type { AttributeInput } from '../model/modification.js';
import { LdapError } from '../model/result.js';
import type { JournalInput } from '../store/journal.js';
import type { Actor } from './actor.js';
import { newEntry } from './add.js';
import type { Change, StageKernel } from './change.js';
import { computedGroups } from './computed-groups.js';
import type { Kernel } from './context.js';
import { csnSource } from './csn.js';
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
  /** The journal row that stands for the whole load. */
  journalRow(facts: { readonly entries: number }): JournalInput;
}

/**
 * Prepares a bulk load by the operator: the rules of an add without access control, without
 * events and without a row per entry (DESIGN §4 “LDIF”).
 */
export function bulkPreparation(options: BulkOptions): BulkPreparation {
  const { schema, clock, randomUuid } = options;
  const kernel: StageKernel = { ...options, groups: computedGroups(options) };
  const nextCsn = csnSource({ after: undefined, clock });
  const matricules = newMatricules();
  return {
    async prepare({ dn, attributes }) {
      const name = { text: formatDn(parseDn(dn)) };
      const requested = writtenAttributes(schema, attributes, operator);
      const rules = { actor: operator, about: undefined };
      const hashed = await withHashedPasswords(schema, attributes, rules);
      const entry = newEntry(schema, name, hashed);
      matricules.see(textOf(entry, 'matricule'));
      const change: Change = {
        kernel,
        operation: 'add',
        actor: operator,
        groups: new Set(),
        access: everything,
        at: clock(),
        csn: nextCsn(),
        requested,
        entryUuid: textOf(entry, 'entryUUID') ?? randomUuid(),
        before: undefined,
        after: entryOf(entry.dn, []),
        apply: () => entry,
        allotMatricule: () => matricules.next(),
        events: [],
      };
      return runBulkStages(change).after;
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

/** The matricules of one load: those the file gives, and those allotted around them. */
function newMatricules(): { see(given: string | undefined): void; next(): string } {
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
