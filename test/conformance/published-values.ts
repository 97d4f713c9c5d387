import { expect } from 'chai';
import type { Answer } from './session.js';

/** The values of the one entry found, by name. */
export function valuesOf({ entries }: Answer, name: string): string[] {
  expect(entries).to.have.length(1);
  const one = entries[0]?.attributes.find(({ attribute }) => attribute === name);
  return (one?.values ?? []).map(String);
}

/** The entry shows these values of an attribute, among others. */
export const shows =
  (name: string, ...values: readonly string[]) =>
  (answer: Answer): void => {
    expect(valuesOf(answer, name)).to.include.members([...values]);
  };
