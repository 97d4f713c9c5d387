import { prepareString } from './string-preparation.js';

/** Insignificant characters of numericString and telephoneNumber (RFC 4518 §2.6.2, §2.6.3). */

const numericInsignificant = / (?!\p{M})/gu;
const telephoneInsignificant = /[ \-\u058A\u2010\u2011\u2212\uFE63\uFF0D](?!\p{M})/gu;

/**
 * The key of a numeric string: its digits. One SPACE stands for a value without any, since an
 * index has no room for an empty key.
 */
export function prepareNumeric(value: Buffer): Buffer | undefined {
  return keyOf(withoutCharacters(value, numericInsignificant));
}

/** The key of a telephone number: neither spaces nor any of the seven hyphens, case folded. */
export function prepareTelephone(value: Buffer): Buffer | undefined {
  return keyOf(withoutCharacters(value, telephoneInsignificant));
}

/** A part keeps nothing in place of nothing: it is then found everywhere. */
export function prepareNumericPart(part: Buffer): Buffer | undefined {
  const text = withoutCharacters(part, numericInsignificant);
  return text === undefined ? undefined : Buffer.from(text);
}

export function prepareTelephonePart(part: Buffer): Buffer | undefined {
  const text = withoutCharacters(part, telephoneInsignificant);
  return text === undefined ? undefined : Buffer.from(text);
}

function withoutCharacters(value: Buffer, insignificant: RegExp): string | undefined {
  return prepareString(value, true)?.replace(insignificant, '');
}

function keyOf(text: string | undefined): Buffer | undefined {
  return text === undefined ? undefined : Buffer.from(text === '' ? ' ' : text);
}
