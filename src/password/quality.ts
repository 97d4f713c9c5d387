/**
 * What a new password must be (CNIL, délibération 2022-100 of 21 July 2022). This server slows
 * guessing down, which is the deliberation's second case (50 bits); it asks the first (80 bits)
 * all the same, because a directory's password opens every service behind it.
 */

const wanted = { bits: 80 } as const;

/** Longer input is refused before it costs a hash. */
const bytesMax = 1024;

const classes: readonly { readonly size: number; readonly pattern: RegExp }[] = [
  { size: 26, pattern: /[a-z]/ },
  { size: 26, pattern: /[A-Z]/ },
  { size: 10, pattern: /[0-9]/ },
  { size: 37, pattern: /[^a-zA-Z0-9]/ },
];

/** A passphrase of seven words is as good, whatever its letters. */
const wordsMin = 7;

const tooLong = 'Le mot de passe est trop long (1 024 octets au plus).';
const tooWeak =
  'Le mot de passe est trop faible : choisissez au moins 12 caractères mêlant majuscules, ' +
  'minuscules, chiffres et caractères spéciaux, ou 14 caractères mêlant majuscules, ' +
  'minuscules et chiffres, ou une phrase d’au moins 7 mots.';
const tooRegular =
  'Le mot de passe est trop facile à deviner : évitez les répétitions et les suites.';
const tooClose =
  'Le mot de passe ne doit contenir ni votre nom, ni votre prénom, ni votre identifiant.';

/**
 * What is wrong with a password, as sentences for its owner; empty when it will do.
 *
 * @param about names and logins the password must not contain
 */
export function passwordFaults(password: string, about: readonly string[] = []): string[] {
  if (Buffer.byteLength(password) > bytesMax) return [tooLong];
  const faults: string[] = [];
  if (!isPassphrase(password) && entropyBits(password) < wanted.bits) faults.push(tooWeak);
  else if (isRegular(password)) faults.push(tooRegular);
  if (contains(password, about)) faults.push(tooClose);
  return faults;
}

/**
 * Length × log2 of the alphabet in use, as the CNIL counts. The deliberation rounds its own
 * examples: 12 characters of four classes are worth 79.6 bits, and count as 80.
 */
export function entropyBits(password: string): number {
  const alphabet = classes
    .filter(({ pattern }) => pattern.test(password))
    .reduce((size, each) => size + each.size, 0);
  return alphabet === 0 ? 0 : Math.round(Array.from(password).length * Math.log2(alphabet));
}

function isPassphrase(password: string): boolean {
  const words = password.split(/[\s_-]+/).filter((word) => word.length >= 2);
  return new Set(words.map((word) => word.toLowerCase())).size >= wordsMin;
}

/** Fewer than five different characters, or one run of neighbours over most of the length. */
function isRegular(password: string): boolean {
  const points = Array.from(password, (character) => character.codePointAt(0) ?? 0);
  if (new Set(points).size < 5) return true;
  let steps = 0;
  for (let at = 1; at < points.length; at += 1) {
    const distance = (points[at] ?? 0) - (points[at - 1] ?? 0);
    if (Math.abs(distance) <= 1) steps += 1;
  }
  return steps > points.length * 0.6;
}

function contains(password: string, about: readonly string[]): boolean {
  const folded = fold(password);
  return about
    .flatMap((name) => fold(name).split(/[^\p{L}\p{N}]+/u))
    .some((part) => part.length >= 4 && folded.includes(part));
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
