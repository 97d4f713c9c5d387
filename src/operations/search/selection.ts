import type { EntryAccess } from '../../access/policy.js';
import type { ComputedAttribute, EncodedEntry, EntryShape } from '../../model/encoded-entry.js';
import type { LargeAttribute } from '../../model/large-values.js';
import { computedAttributes } from './computed.js';
import type { Kernel } from '../context.js';
import { CutEntry, cutOf, type EntryCut } from './entry-cut.js';
import type { EntryView } from './entry-view.js';
import { remember } from './search-memory.js';
import { rangeOf, type ValueRange, valueRange } from './value-range.js';
import { searchedAttribute, type SearchedAttribute } from '../filter/searched-attribute.js';

/** Which attributes a search answers (RFC 4511 §4.5.1.8, RFC 3673, RFC 4529). */
export interface Selection {
  /** Whether a stored description is asked for. */
  wants(description: string): boolean;
  /** The same, and readable: what of a shape one kind of access shows. */
  readonly cuts: WeakMap<EntryAccess, WeakMap<EntryShape, EntryCut>>;
  /** Computed attributes asked for, by lower-cased name, as the schema spells them. */
  readonly computed: readonly { readonly key: string; readonly description: string }[];
  /** Parts of attributes asked for by their place. */
  readonly ranges: readonly ValueRange[];
}

/** The selection of an attribute list as a client wrote it. */
export function selectionOf(kernel: Kernel, attributes: readonly string[]): Selection {
  const key = attributes.length === 1 ? (attributes[0] ?? '') : attributes.join('\n');
  return remember(kernel.memory.selections, key, () => compileSelection(kernel, attributes));
}

function compileSelection(kernel: Kernel, attributes: readonly string[]): Selection {
  const { schema } = kernel;
  const user = attributes.length === 0 || attributes.includes('*');
  const operational = attributes.includes('+');
  const ranges = attributes.flatMap((name) => valueRange(schema, name) ?? []);
  const named = attributes
    .flatMap((name) => (name.startsWith('@') ? classAttributes(kernel, name.slice(1)) : [name]))
    .flatMap((name) => searchedAttribute(kernel, name) ?? []);
  const decide = (description: string): boolean => {
    const type = schema.describe(description)?.type;
    if (type && computedAttributes.get(type.name.toLowerCase())?.standsForStored) return false;
    if (type && (type.operational ? operational : user)) return true;
    return named.some((each) => each.covers(description) !== undefined);
  };
  const seen = new Map<string, boolean>();
  return {
    wants: (description) => remember(seen, description, () => decide(description)),
    cuts: new WeakMap(),
    computed: wantedComputed(kernel, { user, operational, named }),
    ranges,
  };
}

/** RFC 4529: `@class` stands for all that the class requires and allows. */
export function classAttributes(kernel: Kernel, name: string): string[] {
  const definition = kernel.schema.objectClass(name);
  return definition ? [...definition.must, ...definition.may].map((type) => type.name) : [];
}

function wantedComputed(
  { schema }: Kernel,
  asked: {
    readonly user: boolean;
    readonly operational: boolean;
    readonly named: readonly SearchedAttribute[];
  },
): { key: string; description: string }[] {
  const wanted: { key: string; description: string }[] = [];
  for (const [key, { withOperational }] of [...computedAttributes, ['member', member] as const]) {
    const type = schema.attributeType(key);
    if (!type) continue;
    const general = key === 'member' ? asked.user : asked.operational && withOperational;
    const byName = asked.named.some(
      (each) => each.options.length === 0 && each.types.some((covered) => covered.type === type),
    );
    if (general || byName) wanted.push({ key, description: type.name });
  }
  return wanted;
}

const member = { withOperational: false };

/** The entry as its reader gets it: what is selected and readable, computed values included. */
export function selectedEntry(view: EntryView, selection: Selection): EncodedEntry {
  const { access } = view;
  const isPlain = selection.computed.length === 0 && selection.ranges.length === 0;
  const { computed, large } = isPlain ? nothingMade : madeFor(view, selection);
  // Read last: computing moves the reader, which ends the life of earlier bytes.
  const { encoded } = view;
  const { layout } = encoded;
  const stored = encoded.large?.filter(({ description }) => shows(selection, access, description));
  const all = stored && stored.length > 0 ? [...stored, ...(large ?? [])] : large;
  if (!layout) {
    const slices = encoded.slices.filter(({ description }) =>
      shows(selection, access, description),
    );
    return { dn: encoded.dn, slices, bytes: encoded.bytes, computed, large: all };
  }
  const cut = cutFor(selection, access, layout.shape);
  return new CutEntry(encoded, { layout, cut, computed, large: all });
}

const shows = (selection: Selection, access: EntryAccess, description: string): boolean =>
  selection.wants(description) && access.may(typeKey(description), 'read');

function cutFor(selection: Selection, access: EntryAccess, shape: EntryShape): EntryCut {
  const cuts = cutsOf(selection, access);
  let cut = cuts.get(shape);
  if (!cut) {
    cut = cutOf(shape, (description) => shows(selection, access, description));
    cuts.set(shape, cut);
  }
  return cut;
}

/** What is made for one answer. */
interface Made {
  readonly computed: readonly ComputedAttribute[];
  readonly large: readonly LargeAttribute[] | undefined;
}

const nothingMade: Made = { computed: [], large: undefined };

/** So many members go with the entry at once. */
const membersAtOnce = 256;

function madeFor(view: EntryView, { computed: wanted, ranges }: Selection): Made {
  const computed: ComputedAttribute[] = [];
  let large: LargeAttribute[] | undefined;
  for (const { key, description } of wanted) {
    if (!view.access.may(key, 'read')) continue;
    if (key === 'member') {
      const members = view.members();
      if (!members) continue;
      const { any } = members;
      view.readerMoves();
      if (!any) continue;
      if (members.bound > membersAtOnce) large = [{ description, values: members }];
      else computed.push({ description, values: [...members.read()] });
    } else {
      const values = view.computed(key);
      if (values.length > 0) computed.push({ description, values });
    }
  }
  for (const range of ranges) {
    const attribute = view.access.may(range.key, 'read') && rangeOf(view, range);
    if (attribute) computed.push(attribute);
  }
  if (computed.length === 0 && large === undefined && ranges.length === 0) return nothingMade;
  // Names and rows that were read for them took the place of the entry's bytes.
  view.readerMoves();
  return { computed, large };
}

function cutsOf({ cuts }: Selection, access: EntryAccess): WeakMap<EntryShape, EntryCut> {
  let known = cuts.get(access);
  if (!known) {
    known = new WeakMap();
    cuts.set(access, known);
  }
  return known;
}

/** Lower-cased name of the type of a canonical description. */
export function typeKey(description: string): string {
  const semicolon = description.indexOf(';');
  return (semicolon < 0 ? description : description.slice(0, semicolon)).toLowerCase();
}
