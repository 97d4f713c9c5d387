import type { EntryAccess } from '../../access/policy.js';
import type { EncodedEntry } from '../../model/encoded-entry.js';
import { joinedWord, partsOf, wordsOf } from '../../schema/words.js';
import { someValue, valuesIn } from '../filter/slice-values.js';
import { type Effort, isAsTyped } from './effort.js';
import { closenessAsTyped, closenessFar, closenessMisspelt, closenessOf } from './closeness.js';
import type { FindField, FindFields } from './fields.js';
import { type FindQuery, isOptional, type Reading, type WordReading } from './query.js';

/** What an entry is worth for a query, out of the values that its reader may search and read. */
export interface Rank {
  readonly score: number;
  /** What meets the parts of the query. */
  readonly met: Met;
}

/** By part of the query: what meets it best. */
export interface Met {
  readonly scores: number[];
  readonly fields: (FindField | undefined)[];
}

/** A value that is met as a whole is ahead of one of which a part is: CORRE of LE CORRE. */
const wholeValue = 0.05;
/** An optional letter that fits. */
const fittingLetter = 0.02;

interface WordedValue {
  readonly words: readonly string[];
  readonly whole: string;
}

/** An identifier of the query by the rules of one field. */
interface AskedKey {
  readonly reading: Reading;
  readonly whole: Buffer | undefined;
  readonly start: Buffer | undefined;
  /** The octet typed first. */
  readonly first: number;
}

/** Ranks entries for one query; the same words come again and again, and are compared once. */
export class Ranking {
  readonly #query: FindQuery;
  readonly #fields: FindFields;
  readonly #words: readonly WordReading[];
  readonly #asked = new Map<FindField, readonly AskedKey[]>();
  readonly #effort: Effort;
  readonly #open = new WeakMap<EntryAccess, FindFields>();
  readonly #values = new Map<string, WordedValue>();
  readonly #closeness = new Map<WordReading, Map<string, number>>();

  constructor(query: FindQuery, fields: FindFields, effort: Effort) {
    this.#query = query;
    this.#fields = fields;
    this.#effort = effort;
    this.#words = query.readings.filter((reading) => reading.kind === 'word');
    const written = query.readings.filter((reading) => reading.kind === 'identifier');
    for (const field of fields.identifiers) {
      const { equality, substring } = field.type;
      const asked = written.map((reading): AskedKey => {
        const text = Buffer.from(reading.text);
        const whole = equality?.prepareAssertion(text);
        const start = substring?.preparePart(text, 'initial');
        return { reading, whole, start, first: text[0] ?? 0 };
      });
      this.#asked.set(field, asked);
    }
  }

  /** Undefined where a part of the query is not met by anything that the reader may see. */
  rank(encoded: EncodedEntry, access: EntryAccess): Rank | undefined {
    const met: Met = { scores: this.#query.parts.map(() => 0), fields: [] };
    const { worded, identifiers } = this.#openFields(access);
    let whole = 0;
    for (const field of worded) {
      for (const value of this.#valuesOf(encoded, field)) {
        whole = Math.max(whole, this.#meetWords(value, field, met));
      }
    }
    for (const field of identifiers) this.#meetIdentifiers(encoded, field, met);
    if (this.#effort === 'far') this.#meetFar(encoded, worded, met);
    return this.#judge(met, whole);
  }

  #openFields(access: EntryAccess): FindFields {
    const known = this.#open.get(access);
    if (known) return known;
    const isOpen = ({ key }: FindField): boolean =>
      access.may(key, 'search') && access.may(key, 'read');
    const open = {
      worded: this.#fields.worded.filter(isOpen),
      identifiers: this.#fields.identifiers.filter(isOpen),
    };
    this.#open.set(access, open);
    return open;
  }

  #judge(met: Met, whole: number): Rank | undefined {
    let sum = 0;
    let required = 0;
    let letters = 0;
    for (const [at, score] of met.scores.entries()) {
      if (isOptional(this.#query, at)) {
        if (score > 0) letters += fittingLetter;
        continue;
      }
      if (score === 0) return undefined;
      sum += score;
      required += 1;
    }
    if (required === 0) return undefined;
    return { score: sum / required + whole + letters, met };
  }

  /** Meets the one part that nothing else meets by what is most like it. */
  #meetFar(encoded: EncodedEntry, worded: readonly FindField[], met: Met): void {
    const unmet = this.#query.parts.flatMap((_, at) =>
      met.scores[at] === 0 && !isOptional(this.#query, at) ? [at] : [],
    );
    const [from, ...more] = unmet;
    if (from === undefined || more.length > 0) return;
    const asked = this.#query.parts[from] ?? '';
    for (const field of worded) {
      for (const { words } of this.#valuesOf(encoded, field)) {
        for (const word of words) {
          const close = closenessFar(asked, word);
          meet(met, { from, to: from + 1 }, { field, close });
        }
      }
    }
  }

  /** @returns what the value is worth more for being met as a whole */
  #meetWords({ words, whole }: WordedValue, field: FindField, met: Met): number {
    let best = 0;
    for (const reading of this.#words) {
      let close = 0;
      for (const word of words) close = Math.max(close, this.#close(reading, word));
      if (close === 0) continue;
      meet(met, reading, { field, close });
      best = Math.max(best, this.#close(reading, whole));
    }
    return best * field.weight * wholeValue;
  }

  #meetIdentifiers(encoded: EncodedEntry, field: FindField, met: Met): void {
    const values = valuesIn(encoded, field.type.name);
    const asked = this.#asked.get(field);
    if (!values || !asked) return;
    someValue(values, (value) => {
      const likely = asked.filter(({ first }) => mayBegin(value, first));
      const key = likely.length === 0 ? undefined : field.type.equality?.prepareValue(value);
      if (!key) return false;
      for (const { reading, whole, start } of likely) {
        if (whole?.equals(key) === true) meet(met, reading, { field, close: closenessOf.same });
        else if (start && key.length > start.length && beginsWith(key, start)) {
          meet(met, reading, { field, close: closenessOf.beginningOfIdentifier });
        }
      }
      return false;
    });
  }

  #valuesOf(encoded: EncodedEntry, { type }: FindField): WordedValue[] {
    const place = valuesIn(encoded, type.name);
    if (!place) return [];
    const values: WordedValue[] = [];
    someValue(place, (value) => {
      const text = value.toString('latin1');
      const known = this.#values.get(text) ?? wordedValue(value);
      this.#values.set(text, known);
      values.push(known);
      return false;
    });
    return values;
  }

  #close(reading: WordReading, word: string): number {
    const those = this.#closeness.get(reading) ?? new Map<string, number>();
    this.#closeness.set(reading, those);
    const known = those.get(word);
    if (known !== undefined) return known;
    const closeness = isAsTyped(reading, this.#effort) ? closenessAsTyped : closenessMisspelt;
    const close = closeness(reading.word, word);
    those.set(word, close);
    return close;
  }
}

function meet(
  { scores, fields }: Met,
  { from, to }: Pick<Reading, 'from' | 'to'>,
  { field, close }: { readonly field: FindField; readonly close: number },
): void {
  const score = close * field.weight;
  for (let at = from; at < to; at += 1) {
    if (score <= (scores[at] ?? 0)) continue;
    scores[at] = score;
    fields[at] = field;
  }
}

function beginsWith(key: Buffer, start: Buffer): boolean {
  for (let at = 0; at < start.length; at += 1) if (key[at] !== start[at]) return false;
  return true;
}

/** Names what was met, what counts most first. */
export function attributesMet({ fields }: Met): string[] {
  const byWeight = fields.flatMap((field) => field ?? []).sort((a, b) => b.weight - a.weight);
  return [...new Set(byWeight.map(({ type }) => type.name))];
}

function wordedValue(value: Buffer): WordedValue {
  return { words: wordsOf(value), whole: joinedWord(partsOf(value.toString('utf8'))) };
}

/** Whether a value may begin with an octet: preparing it to know is what costs. */
function mayBegin(value: Buffer, first: number): boolean {
  const [itsFirst = 0] = value;
  return !isPlain(first) || !isPlain(itsFirst) || (first | 0x20) === (itsFirst | 0x20);
}

/** A letter or a digit of ASCII. */
const isPlain = (octet: number): boolean =>
  (octet >= 0x30 && octet <= 0x39) || ((octet | 0x20) >= 0x61 && (octet | 0x20) <= 0x7a);
