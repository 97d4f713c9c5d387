import { expect } from 'chai';
import type { Code } from './client/result-codes.js';
import type { Answer, FoundEntry } from './session.js';

/** What a server must answer; what is left out may be anything. */
export interface Expected {
  /** Several where the RFC leaves a choice. */
  readonly code: Code | readonly Code[];
  readonly matchedDn?: string;
  /** First values of the names of the entries found, in any order. */
  readonly found?: readonly string[];
  /** The same, in this order. */
  readonly inOrder?: readonly string[];
  /** How many entries. */
  readonly count?: number;
  /** Attributes of the one entry found, some or all of them; an empty list: absent. */
  readonly shown?: Readonly<Record<string, readonly string[]>>;
  /** Every attribute description of the one entry found. */
  readonly descriptions?: readonly string[];
  /** Descriptions of the one entry found, each without values. */
  readonly types?: readonly string[];
  readonly references?: readonly string[];
  /** responseName of an extended operation; null: it must have none. */
  readonly oid?: string | null;
  /** responseValue of an extended operation; null: it must have none. */
  readonly value?: string | null;
  /** The response controls of the result, by their OIDs. */
  readonly controls?: readonly string[];
  /** Whatever else must hold. */
  readonly and?: (answer: Answer) => void;
}

export type Then = Code | readonly Code[] | Expected;

const expectedOf = (then: Then): Expected =>
  typeof then === 'string' || isCodes(then) ? { code: then } : then;

const isCodes = (then: Exclude<Then, string>): then is readonly Code[] => Array.isArray(then);

/** The first value of a name: `uid=p1,ou=People` is `p1`. */
export const shortName = ({ dn }: FoundEntry): string => /^[^=]*=([^,+]*)/.exec(dn)?.[1] ?? '';

/** @throws AssertionError where the answer is not what is expected */
export function verify(answer: Answer, then: Then): void {
  const expected = expectedOf(then);
  const { result, entries, references } = answer;
  expect([expected.code].flat(), `${result.code} ${result.message}`).to.include(result.code);
  if (expected.matchedDn !== undefined) expect(result.matchedDn).to.equal(expected.matchedDn);
  if (expected.references) expect(references).to.have.members(expected.references);
  if (expected.found) expect(entries.map(shortName)).to.have.members(expected.found);
  if (expected.inOrder) expect(entries.map(shortName)).to.deep.equal(expected.inOrder);
  if (expected.count !== undefined) expect(entries, 'entries').to.have.length(expected.count);
  if (expected.controls) {
    expect(result.controls.map(({ oid }) => oid)).to.have.members(expected.controls);
  }
  verifyExtended(answer, expected);
  verifyEntry(answer, expected);
  expected.and?.(answer);
}

function verifyExtended(answer: Answer, { oid, value }: Expected): void {
  if (oid !== undefined) expect(answer.oid ?? null, 'responseName').to.equal(oid);
  if (value !== undefined) {
    expect(answer.value?.toString() ?? null, 'responseValue').to.equal(value);
  }
}

function verifyEntry({ entries }: Answer, { shown, types, descriptions }: Expected): void {
  if (!shown && !types && !descriptions) return;
  expect(entries, 'entries').to.have.length(1);
  const attributes = entries[0]?.attributes ?? [];
  const names = attributes.map(({ attribute }) => attribute);
  if (descriptions) expect(names).to.have.members(descriptions);
  if (types) {
    expect(names).to.have.members(types);
    expect(attributes.flatMap(({ values }) => values)).to.have.length(0);
  }
  for (const [name, values] of Object.entries(shown ?? {})) {
    const named = attributes.filter(({ attribute }) => attribute === name);
    expect(named.length, `${name} is there`).to.equal(values.length === 0 ? 0 : 1);
    expect(named[0]?.values.map(String) ?? [], name).to.have.members(values);
  }
}

export const found = (...names: readonly string[]): Expected => ({ code: 'success', found: names });

export const shown = (attributes: Readonly<Record<string, readonly string[]>>): Expected => ({
  code: 'success',
  shown: attributes,
});
