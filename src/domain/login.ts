import { unaccented } from './latin.js';

/** Part of a login: unaccented lower-case letters and digits, words joined by a hyphen. */
function loginPart(name: string): string {
  return unaccented(name)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

const lengthMax = 60;
const homonymsMax = 1_000;

/**
 * The login of a person to come: `prenom.nom`, and `prenom.nom2` for the second who is called so.
 *
 * @returns undefined when the names hold no letter to make one of, or too many bear it
 */
export function proposedLogin(
  givenName: string,
  surname: string,
  isTaken: (login: string) => boolean,
): string | undefined {
  const parts = [loginPart(givenName), loginPart(surname)].filter((part) => part !== '');
  const login = parts.join('.').slice(0, lengthMax);
  if (login === '') return undefined;
  if (!isTaken(login)) return login;
  for (let number = 2; number < homonymsMax; number += 1) {
    const numbered = `${login}${String(number)}`;
    if (!isTaken(numbered)) return numbered;
  }
  return undefined;
}
