import type { EntryIds, Reader } from '../../store/reader.js';
import { closenessMisspelt, closenessOf } from './closeness.js';
import { type Effort, isAsTyped } from './effort.js';
import type { FindFields } from './fields.js';
import { type FindQuery, isOptional, type Reading, type WordReading } from './query.js';
import { type Offer, PartOffers } from './part-offers.js';
import { both, either, noneRanked, type RankedIds } from './ranked-ids.js';

/**
 * The entries that the indexes offer for a query, without a look at one of them. What is offered
 * may be too much, and where a beginning is too common not every part is asked: `ranking.ts`
 * decides on the entries themselves.
 */

interface Offers {
  readonly offers: readonly Offer[];
  /** Whether whoever is not offered is sure not to match. */
  readonly complete: boolean;
}

/** Ids, and rows, read of one beginning: of a common one more would tell little. */
const beginningMax = { ids: 10_000, rows: 1_000 };
/**
 * Logins and addresses that begin so are those of a common first name, by which they are found:
 * that more begin so than were read is no reason to leave the name unasked.
 */
const lettersAlone = /^\p{L}+$/u;
/** Different words that one misspelt word may stand for. */
const likeWordsMax = 32;
/** With more parts than this, leaving out each in turn is too much work for one unlike any. */
const farPartsMax = 6;
/** So few are quicker looked at than ruled out by another list … */
const fewCandidates = 64;
/** … and a list this many times longer than the candidates is not read. */
const worthReading = 64;

/** A part as read so far, with the readings whose misspellings are among it. */
interface KnownPart {
  readonly part: PartOffers;
  readonly like: ReadonlySet<Reading>;
}

/** What the indexes say of one query; what was read for one effort serves the next. */
export class Candidates {
  readonly #reader: Reader;
  readonly #fields: FindFields;
  readonly #query: FindQuery;
  readonly #asTyped = new Map<Reading, Offers>();
  readonly #like = new Map<string, readonly Offer[]>();
  readonly #parts = new Map<number, KnownPart>();

  constructor(reader: Reader, fields: FindFields, query: FindQuery) {
    this.#reader = reader;
    this.#fields = fields;
    this.#query = query;
  }

  /** The entries that every required part of the query may be met by. */
  of(effort: Effort): RankedIds {
    const parts = this.#query.parts
      .flatMap((_, at) => (isOptional(this.#query, at) ? [] : [this.#partOffers(at, effort)]))
      .sort((a, b) => Number(b.complete) - Number(a.complete) || a.count - b.count);
    if (effort !== 'far') return inAll(parts);
    if (parts.length > farPartsMax) return noneRanked;
    return parts
      .map((part) => inAll(parts.filter((each) => each !== part)))
      .reduce(either, noneRanked);
  }

  /** What speaks for a part: what was read of it for the effort before serves this one. */
  #partOffers(at: number, effort: Effort): PartOffers {
    const readings = this.#query.readings.filter(({ from, to }) => from <= at && at < to);
    const known = this.#parts.get(at) ?? { part: this.#typedPart(readings), like: new Set() };
    const added = readings.filter(
      (each): each is WordReading =>
        each.kind === 'word' && !isAsTyped(each, effort) && !known.like.has(each),
    );
    const offers = added.flatMap(({ word }) => this.#offersLike(word));
    const part = offers.length === 0 ? known.part : known.part.with(offers);
    this.#parts.set(at, { part, like: new Set([...known.like, ...added]) });
    return part;
  }

  #typedPart(readings: readonly Reading[]): PartOffers {
    const typed = readings.map((reading) => this.#offersAsTyped(reading));
    return new PartOffers(
      typed.flatMap(({ offers }) => offers),
      typed.every(({ complete }) => complete),
    );
  }

  #offersAsTyped(reading: Reading): Offers {
    const known = this.#asTyped.get(reading);
    if (known) return known;
    const offers =
      reading.kind === 'word' ? this.#ofWord(reading.word) : this.#ofIdentifier(reading.text);
    this.#asTyped.set(reading, offers);
    return offers;
  }

  #ofWord(word: string): Offers {
    const offers: Offer[] = [];
    let complete = true;
    for (const { key, weight } of this.#fields.worded) {
      const words = this.#reader.index.words(key);
      if (!words) continue;
      offers.push({ ...words.entries(word), score: weight });
      const beginning = words.beginning(word, beginningMax);
      complete &&= beginning.complete;
      offers.push(known(beginning.ids, weight * closenessOf.beginning));
    }
    return { offers: offers.filter(isOffer), complete };
  }

  #offersLike(word: string): readonly Offer[] {
    const known = this.#like.get(word);
    if (known) return known;
    const offers = this.#fields.worded.flatMap(({ key, weight }): Offer[] => {
      const words = this.#reader.index.words(key);
      if (!words) return [];
      return words
        .like(word)
        .filter((one) => !one.startsWith(word))
        .map((one) => ({ one, close: closenessMisspelt(word, one) }))
        .filter(({ close }) => close > 0)
        .sort((a, b) => b.close - a.close)
        .slice(0, likeWordsMax)
        .map(({ one, close }) => ({ ...words.entries(one), score: weight * close }))
        .filter(isOffer);
    });
    this.#like.set(word, offers);
    return offers;
  }

  #ofIdentifier(text: string): Offers {
    const offers: Offer[] = [];
    let complete = true;
    const { index } = this.#reader;
    for (const { key, type, weight } of this.#fields.identifiers) {
      const whole = type.equality?.prepareAssertion(Buffer.from(text));
      const same = whole && index.equality(key, whole);
      if (same) offers.push({ ...same, score: weight });
      const start = type.substring?.preparePart(Buffer.from(text), 'initial');
      const beginning = start && index.beginning(key, start, beginningMax);
      if (!beginning) continue;
      complete &&= beginning.complete || lettersAlone.test(text);
      offers.push(known(beginning.ids, weight * closenessOf.beginningOfIdentifier));
    }
    return { offers: offers.filter(isOffer), complete };
  }
}

const isOffer = ({ count }: Offer): boolean => count > 0;

const known = (ids: EntryIds, score: number): Offer => ({
  count: ids.length,
  ids: () => ids,
  score,
});

/** The entries that all the parts offer, the surest and rarest of them first. */
function inAll([rarest, ...others]: readonly PartOffers[]): RankedIds {
  if (rarest === undefined) return noneRanked;
  let found = rarest.ranked;
  for (const part of others) {
    const { length } = found.ids;
    if (length <= fewCandidates || !part.complete) continue;
    if (part.count <= length * worthReading) found = both(found, part.ranked);
  }
  return found;
}
