import { isUtf8 } from 'node:buffer';

/**
 * String preparation (RFC 4518 §2.1–§2.5): transcode, map, normalise, prohibit. Bidirectional
 * characters are ignored as §2.5 says; insignificant characters are in `insignificant-*.ts`.
 *
 * The RFC speaks of Unicode 3.2; here "unassigned", "control" and "separator" are those of the
 * running Unicode version, so that a character newer than 2002 is a character and not a fault.
 */

const spaceLike = /[\t\n\v\f\r\u0085\p{Z}]/gu;

/**
 * §2.2: controls and format characters, soft hyphens, the grapheme joiner, variation selectors
 * and the object replacement character. ZERO WIDTH SPACE is a format character today.
 */
const nothing =
  // eslint-disable-next-line no-misleading-character-class -- each is meant alone
  /[\p{Cc}\p{Cf}\u034F\u1806\u180B-\u180D\u180F\uFE00-\uFE0F\uFFFC\u{E0100}-\u{E01EF}]/gu;

/** §2.4: unassigned and non-character, private use, surrogate, replacement character. */
const prohibited = /[\p{Cn}\p{Co}\p{Cs}\uFFFD]/u;

/** Printable ASCII, the letters of Latin-1 and the apostrophe of typographers: French. */
const latin = /^[ -~\u00C0-\u00FF\u2019]*$/;

/**
 * The prepared characters of a value, before insignificant ones are handled; undefined when the
 * octets are not UTF-8 or hold a prohibited character.
 */
export function prepareString(value: Buffer, ignoreCase: boolean): string | undefined {
  if (!isUtf8(value)) return undefined;
  const text = value.toString('utf8');
  // No step but folding changes these, and `ß` alone of them folds to more than its small letter.
  if (latin.test(text)) return ignoreCase ? text.toLowerCase().replaceAll('ß', 'ss') : text;
  const mapped = text.replace(spaceLike, ' ').replace(nothing, '');
  const prepared = ignoreCase ? foldAndNormalise(mapped) : mapped.normalize('NFKC');
  return prohibited.test(prepared) ? undefined : prepared;
}

/**
 * RFC 3454 table B.2 is the folding that stays folded under NFKC: a compatibility character
 * such as U+2121 (℡) shows its capitals only once decomposed, hence the second round.
 */
function foldAndNormalise(text: string): string {
  const once = foldCase(text).normalize('NFKC');
  const folded = foldCase(once);
  return folded === once ? once : folded.normalize('NFKC');
}

/**
 * Full case folding out of the case mappings that the language has: capitals first, because
 * only they show that `ß` is `ss`, and small letters before, because only they show that `ẞ`
 * is `ß`. Two letters break the rule and are set right: the final sigma, which JavaScript
 * chooses by context, and the dotless i, which folds to itself.
 */
export function foldCase(text: string): string {
  if (!text.includes('ı')) return foldMost(text);
  return text.split('ı').map(foldMost).join('ı');
}

function foldMost(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');
}
