import type { AccessPolicy, AccessView, Subject } from '../access/policy.js';
import { parseDn } from '../model/dn.js';
import { textsOf } from '../model/entry.js';
import type { DnKey } from '../schema/definitions.js';
import type { Schema } from '../schema/schema.js';
import type { JournalMark } from '../store/journal.js';
import type { Reader } from '../store/reader.js';
import type { Store } from '../store/store.js';
import type { Actor } from './actor.js';
import { dnText } from './dn-text.js';
import { isChange, isStill } from './journal-memory.js';
import { groupsNaming } from './naming-groups.js';
import { isTransaction } from './write/transaction-reader.js';

/**
 * Actors as the access rules see them: an entry with the groups of `ou=groupes` that hold it.
 *
 * Views on the committed state are remembered; each look at the journal's end forgets what a
 * commit may have changed: all of it after a change at or below `ou=groupes`, a rename or a
 * bulk load, one subject after a change of its entry. A transaction reads what is remembered where
 * the rows since leave it as it was, and adds nothing.
 */
export interface Subjects {
  view(reader: Reader, actor: Actor): AccessView;
  subject(reader: Reader, actor: Actor): Subject;
  /** The entry that a subject is; undefined of one that has none. */
  idOf(reader: Reader, subject: Pick<Subject, 'entryUuid'>): number | undefined;
  /** Lower-cased cn of each group below `ou=groupes` whose `member` names the entry. */
  groupsOf(reader: Reader, id: number): ReadonlySet<string>;
}

interface SubjectsOptions {
  readonly store: Store;
  readonly schema: Schema;
  readonly suffix: string;
  readonly policy: AccessPolicy;
}

type EntryActor = Extract<Actor, { kind: 'entry' }>;

const viewsMax = 10_000;
const marksMax = 1_000;
const noGroups: ReadonlySet<string> = new Set();

/** Opens the memory of subjects of one store. */
export function openSubjects(options: SubjectsOptions): Subjects {
  const { schema, policy } = options;
  const groups = schema.dnKey(parseDn(`ou=groupes,${options.suffix}`));
  const views = new Map<string, AccessView>();
  const fixed = new Map<string, AccessView>();
  /** By the actor of a connection, while no commit comes between. */
  const quick = new WeakMap<Actor, { readonly sequence: number; readonly view: AccessView }>();
  let seen = options.store.current.lastSequence;

  const groupsOf = (reader: Reader, id: number): ReadonlySet<string> =>
    readGroups(schema, reader, groups, id);

  const subject = (reader: Reader, actor: Actor): Subject => {
    if (actor.kind !== 'entry') return fixedSubject(actor);
    return entrySubject(schema, reader, actor, groupsOf);
  };

  /** Every write that is committed together with a row asks of it. */
  const reaching = new WeakMap<JournalMark, boolean>();
  const reaches = (mark: JournalMark): boolean => {
    const known = reaching.get(mark) ?? reachesGroups(schema, groups, mark);
    reaching.set(mark, known);
    return known;
  };

  const forget = (reader: Reader): void => {
    const { lastSequence } = reader;
    if (lastSequence <= seen) return;
    const marks = reader.marks(seen, marksMax);
    if (marks.length === marksMax) views.clear();
    for (const mark of marks.filter(isChange)) {
      if (reaches(mark)) views.clear();
      else for (const secure of [true, false]) views.delete(viewKey(mark.entryUuid, secure));
    }
    seen = lastSequence;
  };

  /** What is remembered, unless this transaction or one that it commits with changes it. */
  const viewInside = (transaction: Reader, actor: EntryActor): AccessView => {
    const changes = (mark: JournalMark): boolean =>
      mark.entryUuid.toLowerCase() === actor.entryUuid.toLowerCase() || reaches(mark);
    const known = isStill(transaction, seen, changes)
      ? views.get(viewKey(actor.entryUuid, actor.secure))
      : undefined;
    return known ?? policy.view(subject(transaction, actor));
  };

  const view = (reader: Reader, actor: Actor): AccessView => {
    if (actor.kind !== 'entry') {
      const name = actor.kind === 'internal' ? actor.name : '';
      const key = `${actor.kind} ${name} ${String(actor.secure)}`;
      return remembered(fixed, key, () => policy.view(fixedSubject(actor)));
    }
    if (isTransaction(reader)) return viewInside(reader, actor);
    const { lastSequence } = reader;
    const last = quick.get(actor);
    if (last?.sequence === lastSequence) return last.view;
    forget(reader);
    if (views.size > viewsMax) views.clear();
    const key = viewKey(actor.entryUuid, actor.secure);
    const found = remembered(views, key, () => policy.view(subject(reader, actor)));
    if (lastSequence === seen) quick.set(actor, { sequence: lastSequence, view: found });
    return found;
  };

  const idOf = (reader: Reader, { entryUuid }: Pick<Subject, 'entryUuid'>): number | undefined =>
    entryUuid === '' ? undefined : idOfUuid(schema, reader, entryUuid);

  return { view, subject, groupsOf, idOf };
}

const viewKey = (entryUuid: string, secure: boolean): string =>
  `${entryUuid.toLowerCase()} ${String(secure)}`;

function remembered<T>(memory: Map<string, T>, key: string, make: () => T): T {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  return made;
}

function fixedSubject(actor: Exclude<Actor, { kind: 'entry' }>): Subject {
  return {
    kind: actor.kind,
    name: actor.kind === 'internal' ? actor.name : '',
    entryUuid: '',
    groups: noGroups,
    secure: actor.secure,
  };
}

/** An entry that is gone, or inactive since its bind, is nobody any more. */
function entrySubject(
  schema: Schema,
  reader: Reader,
  actor: EntryActor,
  groupsOf: (reader: Reader, id: number) => ReadonlySet<string>,
): Subject {
  const id = findByUuid(schema, reader, actor);
  const nobody = fixedSubject({ kind: 'anonymous', door: actor.door, secure: actor.secure });
  if (id === undefined) return nobody;
  const entry = reader.entry(id);
  if (!entry || textsOf(entry, 'etat')[0]?.toLowerCase() === 'inactif') return nobody;
  return {
    kind: 'entry',
    name: dnText(schema, entry.dn),
    entryUuid: actor.entryUuid,
    groups: groupsOf(reader, id),
    secure: actor.secure,
  };
}

/** A renamed actor is still itself: the uuid decides, the name is only the quick way. */
function findByUuid(
  schema: Schema,
  reader: Reader,
  actor: { readonly dn: string; readonly entryUuid: string },
): number | undefined {
  const named = reader.find(schema.dnKey(parseDn(actor.dn)));
  if (named !== undefined && hasUuid(reader, named, actor.entryUuid)) return named;
  return idOfUuid(schema, reader, actor.entryUuid);
}

function idOfUuid(schema: Schema, reader: Reader, entryUuid: string): number | undefined {
  const type = schema.attributeType('entryUUID');
  const key = type?.equality?.prepareAssertion(Buffer.from(entryUuid));
  const postings = type && key && reader.index.equality(type.name.toLowerCase(), key);
  return postings?.ids().find((id) => hasUuid(reader, id, entryUuid));
}

function hasUuid(reader: Reader, id: number, entryUuid: string): boolean {
  const entry = reader.entry(id);
  const uuid = entry && textsOf(entry, 'entryUUID')[0];
  return uuid?.toLowerCase() === entryUuid.toLowerCase();
}

function readGroups(
  schema: Schema,
  reader: Reader,
  groups: DnKey,
  id: number,
): ReadonlySet<string> {
  const parent = reader.find(groups);
  const dn = reader.dn(id);
  if (parent === undefined || dn === undefined) return noGroups;
  const names = new Set<string>();
  for (const group of groupsNaming(reader, dnText(schema, dn))) {
    if (group === parent || !reader.isWithin(group, parent)) continue;
    const entry = reader.entry(group);
    for (const name of entry ? textsOf(entry, 'cn') : []) names.add(name.toLowerCase());
  }
  return names;
}

function reachesGroups(
  schema: Schema,
  groups: DnKey,
  { operation, dn }: Pick<JournalMark, 'operation' | 'dn'>,
): boolean {
  // A row whose body is purged names nobody.
  if (operation === 'load' || operation === 'modifyDn' || dn === '') return true;
  const text = dnText(schema, dn);
  return text === groups.text || text.endsWith(`,${groups.text}`);
}
