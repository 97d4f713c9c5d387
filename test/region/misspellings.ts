import { type Chance, chanceOf } from './chance.js';

/** A person as those who look for it know it. */
export interface KnownPerson {
  readonly login: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly commune: string;
}

export interface MisspeltQuery {
  readonly text: string;
  readonly login: string;
  readonly slips: readonly SlipName[];
}

/** What goes wrong in one place of a word; undefined where the word has no such place. */
type Slip = (word: string, chance: Chance) => string | undefined;

const letterRuns = /\p{L}{3,}/gu;

/** A place in a run of letters, so that a slip stays within one. */
function placeIn(word: string, chance: Chance, options: { room: number }): number | undefined {
  const runs = [...word.matchAll(letterRuns)].filter(([run]) => run.length >= options.room + 1);
  if (runs.length === 0) return undefined;
  const run = chance.pick(runs);
  return run.index + chance.below(run[0].length - options.room + 1);
}

const replacedAt = (word: string, at: number, length: number, by: string): string =>
  word.slice(0, at) + by + word.slice(at + length);

/** One of several replacements, at one of the places where it can be made. */
const oneOf =
  (...pairs: readonly (readonly [from: string, to: string])[]): Slip =>
  (word, chance) => {
    const lower = word.toLowerCase();
    const places = pairs.flatMap(([from, to]) =>
      [...lower.matchAll(new RegExp(from, 'gu'))].map(({ index, 0: { length } }) => ({
        index,
        length,
        to,
      })),
    );
    if (places.length === 0) return undefined;
    const { index, length, to } = chance.pick(places);
    return replacedAt(lower, index, length, to);
  };

export const slips = {
  transposition: (word, chance) => {
    const at = placeIn(word, chance, { room: 2 });
    if (at === undefined || word[at] === word[at + 1]) return undefined;
    return replacedAt(word, at, 2, `${word[at + 1] ?? ''}${word[at] ?? ''}`);
  },
  omission: (word, chance) => {
    const at = placeIn(word, chance, { room: 1 });
    return at === undefined ? undefined : replacedAt(word, at, 1, '');
  },
  doubling: (word, chance) => {
    const at = placeIn(word, chance, { room: 1 });
    return at === undefined ? undefined : replacedAt(word, at, 0, word[at] ?? '');
  },
  accent: oneOf(
    ['[éèêë]', 'e'],
    ['é', 'è'],
    ['[àâ]', 'a'],
    ['[îï]', 'i'],
    ['[ôö]', 'o'],
    ['[ùûü]', 'u'],
    ['ç', 'c'],
    ['ñ', 'n'],
    ['e', 'é'],
    ['o', 'ô'],
  ),
  sign: oneOf(["'", ''], ["'", ' '], ['-', ''], ['-', ' '], [' ', ''], [' ', '-']),
  sound: oneOf(
    ['ph', 'f'],
    ['f(?!f)', 'ph'],
    ['qu', 'k'],
    ['k', 'c'],
    ['k', 'qu'],
    ['c(?=[aou])', 'k'],
    ['c(?=[aou])', 'qu'],
    ['y', 'i'],
    ['i', 'y'],
    ['z', 's'],
    ['h', ''],
    ['ç', 'ss'],
  ),
  doubledConsonant: oneOf(
    ['ll', 'l'],
    ['nn', 'n'],
    ['ff', 'f'],
    ['rr', 'r'],
    ['l(?!l)', 'll'],
    ['n(?!n)', 'nn'],
    ['r(?!r)', 'rr'],
    ['t(?!t)', 'tt'],
  ),
} as const satisfies Record<string, Slip>;

export type SlipName = keyof typeof slips;
export const slipNames = Object.keys(slips) as SlipName[];

function misspelt(
  word: string,
  chance: Chance,
): { readonly text: string; readonly slip: SlipName } {
  for (;;) {
    const slip = chance.pick(slipNames);
    const text = slips[slip](word, chance);
    if (text !== undefined && text !== word) return { text, slip };
  }
}

/** Of a hundred: how often the first name is misspelt as well as the family name. */
const bothMisspelt = 30;

/**
 * What people type to find a person whose name they have heard: family name and first name, in
 * either order, one or both with a slip; and the commune where others have the same name.
 */
export function misspeltQueries(
  persons: readonly KnownPerson[],
  { count, seed }: { readonly count: number; readonly seed: number },
): MisspeltQuery[] {
  const chance = chanceOf(seed);
  const nameOf = ({ familyName, givenName }: KnownPerson): string => `${familyName} ${givenName}`;
  const namesakes = new Map<string, number>();
  for (const each of persons) {
    namesakes.set(nameOf(each), (namesakes.get(nameOf(each)) ?? 0) + 1);
  }
  return Array.from({ length: count }, () => {
    const person = chance.pick(persons);
    const family = misspelt(person.familyName, chance);
    const given = chance.percent(bothMisspelt) ? misspelt(person.givenName, chance) : undefined;
    const names = [family.text, given?.text ?? person.givenName];
    if (chance.percent(50)) names.reverse();
    if ((namesakes.get(nameOf(person)) ?? 0) > 1) names.push(person.commune);
    const text = names.join(' ');
    return {
      text: chance.percent(50) ? text.toLowerCase() : text,
      login: person.login,
      slips: given ? [family.slip, given.slip] : [family.slip],
    };
  });
}
