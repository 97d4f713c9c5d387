import { type Attribute, largeAttribute } from '../../model/entry.js';
import { changedValues, type LargeValues } from '../../model/large-values.js';
import { LdapError } from '../../model/result.js';
import type { AttributeType } from '../../schema/definitions.js';
import { equalityKey } from '../../schema/values.js';

/** What a draft starts from. */
type Origin = Pick<Attribute, 'values' | 'large'>;

const noValues: Origin = { values: [] };

/**
 * The values of one attribute while modifications are applied, found by matching rule in
 * constant time. Of a large attribute only what changes is held: the rest is looked up.
 */
export class DraftAttribute {
  readonly description: string;
  readonly type: AttributeType;
  /** Stored values with rows of their own; `#values` and `#removed` are what differs. */
  readonly #stored: LargeValues | undefined;
  /** Whether all stored values were removed: `#values` are then the only ones. */
  #isReplaced = false;
  readonly #removed: Map<string, Buffer>;
  readonly #values: Map<string, Buffer>;

  constructor(description: string, type: AttributeType, origin: Origin = noValues) {
    this.description = description;
    this.type = type;
    const change = origin.large?.change;
    this.#stored = change?.base ?? origin.large;
    this.#removed = new Map(change?.removed);
    this.#values = this.#stored
      ? new Map(change?.added)
      : new Map(origin.values.map((value) => [valueKey(type, value), value]));
  }

  /** Stored values that may still be there. */
  get #kept(): LargeValues | undefined {
    return this.#isReplaced ? undefined : this.#stored;
  }

  get empty(): boolean {
    return this.#values.size + (this.#kept?.count ?? 0) - this.#removed.size === 0;
  }

  get values(): readonly Buffer[] {
    return this.attribute.values;
  }

  get attribute(): Attribute {
    const { description } = this;
    if (!this.#stored) return { description, values: [...this.#values.values()] };
    const change = this.#isReplaced
      ? this.#difference(this.#stored)
      : { removed: this.#removed, added: this.#values };
    return largeAttribute(description, changedValues(this.#stored, change));
  }

  has(value: Buffer): boolean {
    const key = valueKey(this.type, value);
    return this.#values.has(key) || this.#storedAt(key) !== undefined;
  }

  /** @throws LdapError `attributeOrValueExists` */
  add(value: Buffer): void {
    const key = valueKey(this.type, value);
    if (this.#values.has(key) || this.#storedAt(key) !== undefined) {
      throw new LdapError('attributeOrValueExists', `${this.description}: value already exists`);
    }
    // What comes back as it was has never gone.
    if (this.#removed.get(key)?.equals(value) === true) this.#removed.delete(key);
    else this.#values.set(key, value);
  }

  /** @throws LdapError `noSuchAttribute` */
  remove(value: Buffer): void {
    if (!this.discard(value)) {
      throw new LdapError('noSuchAttribute', `${this.description}: no such value`);
    }
  }

  /** Removes a value if it is there. */
  discard(value: Buffer): boolean {
    const key = valueKey(this.type, value);
    if (this.#values.delete(key)) return true;
    const stored = this.#storedAt(key);
    if (stored) this.#removed.set(key, stored);
    return stored !== undefined;
  }

  clear(): void {
    this.#values.clear();
    this.#removed.clear();
    this.#isReplaced = true;
  }

  #storedAt(key: string): Buffer | undefined {
    if (!this.#kept || this.#removed.has(key)) return undefined;
    return this.#kept.get(Buffer.from(key, 'latin1'));
  }

  /** What differs once all was replaced: values that come back as they were have stayed. */
  #difference(stored: LargeValues): { removed: Map<string, Buffer>; added: Map<string, Buffer> } {
    const removed = new Map<string, Buffer>();
    const added = new Map(this.#values);
    const keys = new Map([...added].map(([key, value]) => [value.toString('latin1'), key]));
    for (const value of stored.read()) {
      const key = keys.get(value.toString('latin1'));
      if (key !== undefined) added.delete(key);
      else removed.set(valueKey(this.type, value), value);
    }
    return { removed, added };
  }
}

/** What two matching values have in common; without an equality rule, their octets. */
export function valueKey(type: AttributeType, value: Buffer): string {
  const key = type.equality ? equalityKey(type, value) : undefined;
  return (key ?? value).toString('latin1');
}
