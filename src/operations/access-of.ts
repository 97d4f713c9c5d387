import type { AccessView, EntryAccess, Target } from '../access/policy.js';
import type { EncodedEntry } from '../model/encoded-entry.js';
import { LdapError } from '../model/result.js';
import type { Reader } from '../store/reader.js';
import type { Actor } from './actor.js';
import type { Kernel } from './context.js';
import { dnTextOf } from './dn-text.js';
import { classesOf, firstText } from './filter/slice-values.js';

/**
 * What an actor may do to an entry of a reader's view. Inside a transaction pass the
 * transaction: the actor's groups are then those of that view.
 */
export function accessOf(kernel: Kernel, reader: Reader, actor: Actor, id: number): EntryAccess {
  // First the view, which may read groups: the bytes of an entry live until the reader moves.
  const view = viewOf(kernel, reader, actor);
  const encoded = reader.encoded(id);
  if (!encoded) throw new LdapError('noSuchObject', 'no such entry');
  return view.on(targetOf(kernel, reader, id, encoded));
}

/** The actor's view of the directory. */
export function viewOf(kernel: Kernel, reader: Reader, actor: Actor): AccessView {
  return kernel.subjects.view(reader, actor);
}

/**
 * The same as `accessOf` for an entry that must exist for the actor.
 *
 * @throws LdapError `noSuchObject` when the entry may not be known to exist
 */
export function requireVisible(
  kernel: Kernel,
  reader: Reader,
  actor: Actor,
  id: number,
): EntryAccess {
  const access = accessOf(kernel, reader, actor, id);
  if (!access.visible) throw noSuchObject(kernel, reader, actor, reader.position(id)?.parentId);
  return access;
}

/** `noSuchObject` naming the deepest superior, from `id` up, that the actor may know of. */
export function noSuchObject(
  kernel: Kernel,
  reader: Reader,
  actor: Actor,
  id: number | undefined,
): LdapError {
  const view = viewOf(kernel, reader, actor);
  for (let at = id; at !== undefined && at !== 0; at = reader.position(at)?.parentId) {
    const encoded = reader.encoded(at);
    if (!encoded) break;
    if (view.on(targetOf(kernel, reader, at, encoded)).visible) {
      return new LdapError('noSuchObject', '', { matchedDn: reader.dn(at) ?? '' });
    }
  }
  return new LdapError('noSuchObject', '');
}

/**
 * The entry as the rules see it. What costs (the name, the groups) is read when a rule asks.
 * `encoded` is read at once for its classes and uuid, and copied for its name.
 *
 * @param readerMoves told before the reader is used, which ends the life of `encoded`
 */
export function targetOf(
  kernel: Kernel,
  reader: Reader,
  id: number,
  encoded: EncodedEntry,
  readerMoves: () => void = nothing,
): Target {
  return new EntryTarget(kernel, reader, { id, encoded, readerMoves });
}

/** A class for its getter: an accessor in a literal would be defined anew for each entry. */
class EntryTarget implements Target {
  readonly classes: ReadonlySet<string>;
  readonly inGroup: () => boolean;
  readonly is: (entryUuid: string) => boolean;
  readonly #kernel: Kernel;
  readonly #name: string;
  #dn: string | undefined;

  constructor(
    kernel: Kernel,
    reader: Reader,
    {
      id,
      encoded,
      readerMoves,
    }: {
      readonly id: number;
      readonly encoded: EncodedEntry;
      readonly readerMoves: () => void;
    },
  ) {
    this.#kernel = kernel;
    this.#name = encoded.dn.toString('utf8');
    const own = firstText(encoded, 'entryUUID');
    this.is = (entryUuid) => entryUuid === own;
    this.classes = classesOf(kernel, encoded);
    this.inGroup = () => {
      readerMoves();
      return kernel.subjects.groupsOf(reader, id).size > 0;
    };
  }

  get dn(): string {
    return (this.#dn ??= dnTextOf(this.#kernel, this.#name));
  }
}

const nothing = (): void => undefined;
