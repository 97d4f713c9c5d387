import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { chanceOf } from '../region/chance.js';
import { accountsLdif } from './accounts.js';
import { type Person, type Population, type Shape } from './population.js';

/** Persons that a load asks for, at most: enough that no cache of a few thousand holds them. */
const sampledMax = 65_536;

/** Writes the directory to a file, and keeps the persons whom the load will ask for. */
export async function writeDirectory(
  file: string,
  shape: Shape,
  size: number,
): Promise<Population> {
  const sample: Person[] = [];
  const accounts = await accountsLdif(shape.suffix);
  await pipeline(Readable.from(texts(shape, size, { accounts, sample })), createWriteStream(file));
  return { shape, size, sample: shuffled(sample) };
}

function* texts(
  shape: Shape,
  size: number,
  { accounts, sample }: { readonly accounts: string; readonly sample: Person[] },
): Generator<string> {
  const step = Math.max(1, size / sampledMax);
  let number = 0;
  for (const { text, person } of shape.records(size)) {
    yield text;
    if (!person) continue;
    if (number >= sample.length * step) sample.push(person);
    number += 1;
  }
  yield accounts;
}

function shuffled(persons: readonly Person[]): Person[] {
  const chance = chanceOf(20);
  const mixed = [...persons];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = chance.below(at + 1);
    const [a, b] = [mixed[at], mixed[other]];
    if (a && b) [mixed[at], mixed[other]] = [b, a];
  }
  return mixed;
}
