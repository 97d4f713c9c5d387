import { unaccented } from './latin.js';

/**
 * Whether digits end with their Luhn key (ISO/IEC 7812-1 Annex B): from the right, every second
 * digit doubled, the digits of the results add up to a multiple of ten.
 */
export function hasLuhnKey(digits: string): boolean {
  return /^\d+$/.test(digits) && luhnSum(digits) % 10 === 0;
}

function luhnSum(digits: string): number {
  let sum = 0;
  for (let rank = 0; rank < digits.length; rank += 1) {
    const digit = Number(digits[digits.length - 1 - rank]);
    const value = rank % 2 === 0 ? digit : digit * 2;
    sum += value > 9 ? value - 9 : value;
  }
  return sum;
}

/** An RPPS number: 11 digits, the last the key. */
export function isRpps(text: string): boolean {
  return /^\d{11}$/.test(text) && hasLuhnKey(text);
}

/** Corsica and overseas write a letter second, for which no key rule is published. */
const departmental = /^(?:\d{9}|\d[A-Z]\d{7})$/;

/** An ADELI number: department, profession, serial and key, 9 characters. */
export function isAdeli(text: string): boolean {
  return departmental.test(text) && (!/^\d+$/.test(text) || hasLuhnKey(text));
}

/** A FINESS number, of an establishment or of its legal entity: 9 characters. */
export function isFiness(text: string): boolean {
  return departmental.test(text) && (!/^\d+$/.test(text) || hasLuhnKey(text));
}

const laPoste = '356000000';

/** A SIRET: 14 digits ending with their key. The post offices' digits add up to 5 n instead. */
export function isSiret(text: string): boolean {
  if (!/^\d{14}$/.test(text)) return false;
  if (hasLuhnKey(text)) return true;
  const sum = Array.from(text).reduce((total, digit) => total + Number(digit), 0);
  return text.startsWith(laPoste) && sum % 5 === 0;
}

/** A matricule: `GCS` and at least five digits. */
export function isMatricule(text: string): boolean {
  return /^GCS\d{5,}$/.test(text);
}

/** The n-th matricule: `matricule(2140)` is `GCS02140`. */
export function matricule(n: number): string {
  return `GCS${String(n).padStart(5, '0')}`;
}

/** The length of each half, so that a login stays below common limits on account names. */
const halfLengthMax = 40;

/**
 * The login of a name, `prenom.nom`: unaccented lower case, hyphens for the spaces inside a name,
 * nothing for apostrophes. Empty when no letter is left.
 */
export function loginBase(givenName: string, sn: string): string {
  return [givenName, sn]
    .map(loginPart)
    .filter((part) => part !== '')
    .join('.');
}

function loginPart(name: string): string {
  return unaccented(name)
    .toLowerCase()
    .replace(/['’ʼ`]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, halfLengthMax)
    .replace(/^-+|-+$/g, '');
}

/** The first login of a name that nobody has: `yann.legall`, then `yann.legall2`, … */
export function freeLogin(base: string, isTaken: (login: string) => boolean): string {
  if (!isTaken(base)) return base;
  for (let rank = 2; ; rank += 1) {
    const login = `${base}${rank}`;
    if (!isTaken(login)) return login;
  }
}
