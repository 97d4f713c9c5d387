import type { LargeAttribute } from '../../model/large-values.js';
import type {
  AttributeSlice,
  ComputedAttribute,
  EncodedEntry,
  EntryLayout,
  EntryName,
  EntryShape,
} from '../../model/encoded-entry.js';

/** The attributes of a shape that an answer has: decided once for all entries of that shape. */
export interface EntryCut {
  /** Ascending. */
  readonly places: readonly number[];
  /** The same in runs of neighbours: first, last, first, last… */
  readonly runs: readonly number[];
}

/** The places whose descriptions are shown. */
export function cutOf(shape: EntryShape, shows: (description: string) => boolean): EntryCut {
  const places: number[] = [];
  const runs: number[] = [];
  shape.descriptions.forEach((description, place) => {
    if (!shows(description)) return;
    if (runs.at(-1) === place - 1) runs[runs.length - 1] = place;
    else runs.push(place, place);
    places.push(place);
  });
  return { places, runs };
}

/** A stored entry of which some attributes are shown; its slices are made when asked for. */
export class CutEntry implements EncodedEntry {
  readonly name: EntryName;
  readonly bytes: Buffer;
  readonly computed: readonly ComputedAttribute[];
  readonly runs: readonly number[];
  readonly large: readonly LargeAttribute[] | undefined;
  readonly #entry: EncodedEntry;
  readonly #layout: EntryLayout;
  readonly #cut: EntryCut;

  constructor(
    entry: EncodedEntry,
    {
      layout,
      cut,
      computed,
      large,
    }: {
      readonly layout: EntryLayout;
      readonly cut: EntryCut;
      readonly computed: readonly ComputedAttribute[];
      readonly large: readonly LargeAttribute[] | undefined;
    },
  ) {
    this.name = layout;
    this.computed = computed;
    this.large = large;
    this.#entry = entry;
    this.#layout = layout;
    this.#cut = cut;
    const runs: number[] = [];
    for (let at = 0; at < cut.runs.length; at += 2) {
      runs.push(layout.endOf((cut.runs[at] ?? 0) - 1), layout.endOf(cut.runs[at + 1] ?? 0));
    }
    this.runs = runs;
    this.bytes = entry.bytes;
  }

  get dn(): Buffer {
    return this.#entry.dn;
  }

  get slices(): readonly AttributeSlice[] {
    const { shape } = this.#layout;
    return this.#cut.places.map((place) => ({
      description: shape.descriptions[place] ?? '',
      start: this.#layout.endOf(place - 1),
      end: this.#layout.endOf(place),
    }));
  }
}
