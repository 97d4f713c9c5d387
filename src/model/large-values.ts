/**
 * The values of an attribute that are too many to lie in its entry: they are counted, looked up
 * by their equality key and read one by one, and only what a write changes is ever in memory.
 */
export interface LargeValues {
  readonly count: number;
  /** Octets of all values as BER OCTET STRINGs; undefined where only reading them would tell. */
  readonly valueBytes: number | undefined;
  /** The value whose equality key (`MatchingRule.prepareValue`) this is. */
  get(key: Buffer): Buffer | undefined;
  /** The values in an order that changes of others leave alone; each is a buffer of its own. */
  read(skip?: number): Iterable<Buffer>;
  /** What a write that is under way makes of stored values; undefined: nothing. */
  readonly change?: LargeChange;
}

/** Values by their keys as latin1; a value spelt otherwise is both removed and added. */
export interface LargeChange {
  readonly base: LargeValues;
  readonly removed: ReadonlyMap<string, Buffer>;
  readonly added: ReadonlyMap<string, Buffer>;
}

/** An attribute as an encoded entry has it when its values are not among its octets. */
export interface LargeAttribute {
  /** Canonical, or with a `range` option: what the answer carries. */
  readonly description: string;
  readonly values: LargeValues;
}

/** Stored values with what a write has changed so far. */
export function changedValues(
  base: LargeValues,
  change: Pick<LargeChange, 'removed' | 'added'>,
): LargeValues {
  const { removed, added } = change;
  if (removed.size === 0 && added.size === 0) return base;
  return {
    count: base.count - removed.size + added.size,
    valueBytes:
      base.valueBytes === undefined
        ? undefined
        : base.valueBytes - octetStringsSize(removed.values()) + octetStringsSize(added.values()),
    get: (key) => {
      const text = key.toString('latin1');
      return added.get(text) ?? (removed.has(text) ? undefined : base.get(key));
    },
    *read(skip = 0) {
      const gone = new Set([...removed.values()].map((value) => value.toString('latin1')));
      let left = skip;
      for (const value of base.read()) {
        if (gone.has(value.toString('latin1'))) continue;
        if (left > 0) left -= 1;
        else yield value;
      }
      yield* [...added.values()].slice(left);
    },
    change: { base, removed, added },
  };
}

/** Octets of values as BER OCTET STRINGs, one after the other. */
export function octetStringsSize(values: Iterable<Buffer>): number {
  let size = 0;
  for (const { length } of values) size += octetStringSize(length);
  return size;
}

function octetStringSize(length: number): number {
  if (length < 0x80) return 2 + length;
  let octets = 1;
  while (length >= 2 ** (8 * octets)) octets += 1;
  return 2 + octets + length;
}
