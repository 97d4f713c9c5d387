import type { AttributeType, MatchingRule } from '../schema/definitions.js';
import type { Schema } from '../schema/schema.js';
import type { IndexedAttribute, IndexPlan } from './indexes/index-plan.js';
import type { Rows, View } from './rows.js';

/** An attribute description that some entry has, or had. */
export interface KnownAttribute {
  readonly number: number;
  /** Canonical; the same string object for as long as the store is open. */
  readonly description: string;
  /** Lower-cased. */
  readonly key: string;
  readonly operational: boolean;
  /** Records hold its values alone (`entry-record.ts`). */
  readonly isShort: boolean;
  readonly indexed: IndexedAttribute | undefined;
  /** The rule that keys its values when they are many; undefined: they stay in the record. */
  readonly largeBy: MatchingRule | undefined;
}

/**
 * The numbers of the attribute descriptions, which records and index keys hold in their place.
 * Rows are only ever added. The dictionary shared by all readers learns committed rows alone; a
 * write keeps what it adds in a dictionary of its own on top of it, which its rollback drops.
 */
export class AttributeDictionary {
  private readonly added: KnownAttribute[] = [];
  private readonly byKey = new Map<string, KnownAttribute>();
  /** By the spelling that records hold, which is the one nearly always asked for. */
  private readonly byDescription = new Map<string, KnownAttribute>();
  private readonly first: number;

  private readonly source: {
    readonly rows: Rows<number>;
    readonly resolve: (description: string) => Omit<KnownAttribute, 'number'>;
  };
  private readonly below: AttributeDictionary | undefined;

  constructor(
    source: {
      readonly rows: Rows<number>;
      readonly resolve: (description: string) => Omit<KnownAttribute, 'number'>;
    },
    below?: AttributeDictionary,
  ) {
    this.source = source;
    this.below = below;
    this.first = below === undefined ? 1 : below.next;
  }

  /** A dictionary for one write, over this one. */
  fork(): AttributeDictionary {
    return new AttributeDictionary(this.source, this);
  }

  /** The number that a new description gets. */
  private get next(): number {
    return this.first + this.added.length;
  }

  /** @throws when no row has the number: the store is damaged. */
  at(number: number, view: View): KnownAttribute {
    const known = this.known(number);
    if (known !== undefined) return known;
    this.learn(view);
    const learnt = this.known(number);
    if (learnt === undefined) throw new Error(`attribute ${number} is not in the dictionary`);
    return learnt;
  }

  /** The attribute of a number, if that is remembered: nothing is read. */
  known(number: number): KnownAttribute | undefined {
    if (number < this.first) return this.below?.known(number);
    return this.added[number - this.first];
  }

  named(key: string, view: View): KnownAttribute | undefined {
    const known = this.knownNamed(key);
    if (known !== undefined) return known;
    this.learn(view);
    return this.knownNamed(key);
  }

  private knownNamed(key: string): KnownAttribute | undefined {
    return this.byKey.get(key) ?? this.below?.knownNamed(key);
  }

  /** Inside a write: the number of a description, given now if it has none yet. */
  number(description: string, view: View): KnownAttribute {
    const known = this.spelt(description) ?? this.named(description.toLowerCase(), view);
    if (known !== undefined) return known;
    const number = this.next;
    if (number > 0xffff) throw new Error('the attribute dictionary is full');
    this.source.rows.putSync(number, Buffer.from(description));
    return this.remember(number, description);
  }

  private spelt(description: string): KnownAttribute | undefined {
    return this.byDescription.get(description) ?? this.below?.spelt(description);
  }

  /** Whether this dictionary of a write knows more than the one below it did. */
  get hasGrown(): boolean {
    return this.added.length > 0;
  }

  /** Reads the rows that are not known yet; for all readers outside a write only. */
  learn(view: View): void {
    // One get tells that there is nothing, which is what mostly there is.
    for (;;) {
      const number = this.next;
      const description = this.source.rows.getBinaryFast(number, view)?.toString('utf8');
      if (description === undefined) return;
      this.remember(number, description);
    }
  }

  private remember(number: number, description: string): KnownAttribute {
    const known = { number, ...this.source.resolve(description) };
    this.added.push(known);
    this.byKey.set(known.key, known);
    this.byDescription.set(known.description, known);
    return known;
  }
}

/** What the schema says of a stored description. */
export function attributeResolver(
  schema: Schema,
  plan: IndexPlan,
): (description: string) => Omit<KnownAttribute, 'number'> {
  const listed = new Set(schema.lists.flatMap(({ orders }) => orders.map(({ type }) => type)));
  return (stored) => {
    const described = schema.describe(stored);
    if (described === undefined) {
      const key = stored.toLowerCase();
      const nothing = { isShort: false, indexed: undefined, largeBy: undefined };
      return { description: stored, key, operational: false, ...nothing };
    }
    const indexed = plan.get(described.type.name.toLowerCase());
    const { operational } = described.type;
    return {
      // The record holds the stored spelling: the two must not part.
      description: described.canonical === stored ? described.canonical : stored,
      key: described.key,
      operational,
      // Rules ask every entry that they look at whether it is their own.
      isShort: operational && described.key !== 'entryuuid',
      indexed,
      largeBy: listed.has(described.type) ? undefined : largeRule(described.type, indexed),
    };
  };
}

/** Read with every entry, or with every sign-in. */
const alwaysInRecord = new Set(['objectClass', 'userPassword']);

/**
 * Values become rows where an equality rule tells them apart and no index makes more of one than
 * its key: of what several values share (grams, folded words) removing one says nothing. Nor do
 * those that a list goes by: the least of them all is wanted at each write.
 */
function largeRule(
  type: AttributeType,
  indexed: IndexedAttribute | undefined,
): MatchingRule | undefined {
  if (type.operational || type.singleValue || alwaysInRecord.has(type.name)) return undefined;
  const sharesTerms =
    indexed !== undefined &&
    (indexed.substring !== undefined ||
      indexed.ordering !== undefined ||
      indexed.approximate ||
      indexed.words);
  return sharesTerms ? undefined : type.equality;
}
