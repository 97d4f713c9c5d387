import { randomInt } from 'node:crypto';

/** Without the letters and digits that are read one for another (0 O, 1 l I). */
const classes = [
  'abcdefghijkmnopqrstuvwxyz',
  'ABCDEFGHJKLMNPQRSTUVWXYZ',
  '23456789',
  '-_.:+=*!?',
] as const;

const lengthMin = 16;
const lengthMax = 128;

/**
 * A password nobody chose: 16 characters of the four classes, some 95 bits (CNIL délibération
 * 2022-100 asks 80 of a password that stands alone); more where a policy asks for more.
 *
 * @param asked characters that it must have at least
 */
export function generatePassword(asked = 0): string {
  const length = Math.min(lengthMax, Math.max(lengthMin, asked));
  const alphabet = classes.join('');
  const characters = classes.map(pick);
  while (characters.length < length) characters.push(pick(alphabet));
  for (let at = characters.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1);
    const kept = characters[at] ?? '';
    characters[at] = characters[other] ?? '';
    characters[other] = kept;
  }
  return characters.join('');
}

function pick(alphabet: string): string {
  return alphabet.charAt(randomInt(alphabet.length));
}
