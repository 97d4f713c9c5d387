import type { Attribute } from '../../model/entry.js';
import { LdapError } from '../../model/result.js';
import type { AttributeType } from '../../schema/definitions.js';
import { equalityKey } from '../../schema/values.js';

/**
 * The values of one attribute while modifications are applied, found by matching rule in
 * constant time: a group of ten thousand members takes one more without comparing them all twice.
 */
export class DraftAttribute {
  readonly description: string;
  readonly type: AttributeType;
  readonly #values: Map<string, Buffer>;

  constructor(description: string, type: AttributeType, values: readonly Buffer[] = []) {
    this.description = description;
    this.type = type;
    this.#values = new Map(values.map((value) => [valueKey(type, value), value]));
  }

  get empty(): boolean {
    return this.#values.size === 0;
  }

  get values(): readonly Buffer[] {
    return [...this.#values.values()];
  }

  get attribute(): Attribute {
    return { description: this.description, values: this.values };
  }

  has(value: Buffer): boolean {
    return this.#values.has(valueKey(this.type, value));
  }

  /** @throws LdapError `attributeOrValueExists` */
  add(value: Buffer): void {
    const key = valueKey(this.type, value);
    if (this.#values.has(key)) {
      throw new LdapError('attributeOrValueExists', `${this.description}: value already exists`);
    }
    this.#values.set(key, value);
  }

  /** @throws LdapError `noSuchAttribute` */
  remove(value: Buffer): void {
    if (!this.#values.delete(valueKey(this.type, value))) {
      throw new LdapError('noSuchAttribute', `${this.description}: no such value`);
    }
  }

  /** Removes a value if it is there. */
  discard(value: Buffer): void {
    this.#values.delete(valueKey(this.type, value));
  }

  clear(): void {
    this.#values.clear();
  }
}

/** What two matching values have in common; without an equality rule, their octets. */
export function valueKey(type: AttributeType, value: Buffer): string {
  const key = type.equality ? equalityKey(type, value) : undefined;
  return (key ?? value).toString('latin1');
}
