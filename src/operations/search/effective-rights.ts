import type { AttributeRight, EntryAccess } from '../../access/policy.js';
import type { ComputedAttribute, EncodedEntry } from '../../model/encoded-entry.js';
import type { SearchRequest } from '../../model/request.js';
import type { AttributeType } from '../../schema/definitions.js';
import type { Schema } from '../../schema/schema.js';
import type { Reader } from '../../store/reader.js';
import { accessOf, viewOf } from '../access-of.js';
import type { Actor } from '../actor.js';
import type { Call, Kernel } from '../context.js';
import { namedActor } from '../named-actor.js';
import { SearchedEntry } from './searched-entry.js';
import { classAttributes, selectedEntry, type Selection } from './selection.js';

/**
 * Who may do what, in the answer of a search with the get effective rights control:
 *
 *     aclRights;entryLevel: add:0,delete:0,read:1,write:1,proxy:0,rename:0
 *     aclRights;attributeLevel;mail: search:1,read:1,compare:1,write:1,
 *                                    selfwrite_add:0,selfwrite_delete:0,proxy:0
 *
 * (one line) as Sun's server answers, `rename` apart, which is a right here. It stands on the
 * entries that whoever asks has the right to examine, and nowhere else.
 */
export interface RightsReport {
  /** The entry as selected, with its rights when they may be told. */
  answer(entry: SearchedEntry, selection: Selection): EncodedEntry;
}

const attributeName = 'aclRights';

/** The report that a search asks for; none without the control or without asking for the result. */
export function rightsReport(
  kernel: Kernel,
  reader: Reader,
  call: Call<SearchRequest>,
): RightsReport | undefined {
  if (!call.controls.effectiveRights) return undefined;
  const wanted = wantedLevels(call.request.attributes);
  if (!wanted.entry && !wanted.attributes) return undefined;
  const examiner = new SearchedEntry(kernel, reader, viewOf(kernel, reader, call.actor), 'writing');
  const subject = subjectOf(kernel, reader, call);
  const asked = new SearchedEntry(kernel, reader, viewOf(kernel, reader, subject), 'writing');
  const named = namedTypes(kernel, call);
  const tell = (access: EntryAccess, answered: EncodedEntry): ComputedAttribute[] => {
    const told = [...named, ...answeredTypes(kernel.schema, answered)];
    return [
      ...(wanted.attributes ? attributeLevels(access, new Set(told)) : []),
      ...(wanted.entry ? [entryLevel(kernel.schema, access)] : []),
    ];
  };
  return {
    answer: (entry, selection) => {
      const access = accessAt(asked, entry.id);
      const mayTell = accessAt(examiner, entry.id).examine;
      // What is read for the rights moves the reader, which ends the life of the entry's bytes.
      entry.readerMoves();
      const rights = mayTell ? tell(access, selectedEntry(entry, selection)) : [];
      const { dn, slices, bytes, computed, large, runs } = selectedEntry(entry, selection);
      const told = [...computed, ...rights];
      return { dn, bytes, slices, computed: told, large, ...(runs && { runs }) };
    },
  };
}

function accessAt(entry: SearchedEntry, id: number): EntryAccess {
  entry.load(id);
  return entry.access;
}

/** Whether an attribute right is of use: what the server alone keeps is written by nobody. */
export function mayDo(access: EntryAccess, type: AttributeType, right: AttributeRight): boolean {
  if (right === 'write' && type.noUserModification) return false;
  return access.may(type.name.toLowerCase(), right);
}

/** `aclRights` with or without the option that says which. */
function wantedLevels(attributes: readonly string[]): {
  readonly entry: boolean;
  readonly attributes: boolean;
} {
  const options = attributes
    .map((attribute) => attribute.toLowerCase().split(';'))
    .flatMap(([name, option = '']) => (name === attributeName.toLowerCase() ? [option] : []));
  const wants = (level: string): boolean => options.some((one) => one === '' || one === level);
  return { entry: wants('entrylevel'), attributes: wants('attributelevel') };
}

/**
 * Whose rights: one that is not there, or may not sign in, has those of nobody; so has one that
 * whoever asks may not know of.
 */
function subjectOf(kernel: Kernel, reader: Reader, call: Call<SearchRequest>): Actor {
  const of = call.controls.effectiveRights?.of;
  if (!of) return call.actor;
  const { door, secure } = call.actor;
  const named = namedActor(kernel, reader, of, call.actor);
  const isKnown = named?.id === undefined || accessOf(kernel, reader, call.actor, named.id).visible;
  return named && isKnown ? named.actor : { kind: 'anonymous', door, secure };
}

/** The attributes asked about by name, whether or not an entry has them. */
function namedTypes(kernel: Kernel, { request, controls }: Call<SearchRequest>): AttributeType[] {
  const written = [...request.attributes, ...(controls.effectiveRights?.attributes ?? [])];
  return written
    .flatMap((name) => (name.startsWith('@') ? classAttributes(kernel, name.slice(1)) : [name]))
    .flatMap((name) => kernel.schema.describe(name)?.type ?? [])
    .filter(({ name }) => name !== attributeName);
}

function answeredTypes(
  schema: Schema,
  { slices, computed, large = [] }: EncodedEntry,
): AttributeType[] {
  return [...slices, ...computed, ...large].flatMap(({ description }) => {
    return schema.describe(description)?.type ?? [];
  });
}

function attributeLevels(
  access: EntryAccess,
  types: ReadonlySet<AttributeType>,
): ComputedAttribute[] {
  return [...types].map((type) => {
    const may = (right: AttributeRight): boolean => mayDo(access, type, right);
    const rights = {
      search: may('search'),
      read: may('read'),
      compare: may('compare'),
      write: may('write'),
      // Rights of Sun's that no rule here grants: to add or remove oneself, to act by attribute.
      selfwrite_add: false,
      selfwrite_delete: false,
      proxy: false,
    };
    return line(`${attributeName};attributeLevel;${type.name}`, rights);
  });
}

function entryLevel(schema: Schema, access: EntryAccess): ComputedAttribute {
  const some = (right: AttributeRight): boolean =>
    schema.attributeTypes.some((type) => mayDo(access, type, right));
  return line(`${attributeName};entryLevel`, {
    add: access.add,
    delete: access.delete,
    read: some('read'),
    write: some('write'),
    proxy: access.represent,
    rename: access.rename,
  });
}

function line(description: string, rights: Readonly<Record<string, boolean>>): ComputedAttribute {
  const pairs = Object.entries(rights).map(([name, granted]) => `${name}:${granted ? 1 : 0}`);
  return { description, values: [Buffer.from(pairs.join(','))] };
}
