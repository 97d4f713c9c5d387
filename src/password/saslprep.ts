/**
 * SASLprep (RFC 4013), the preparation of logins and passwords that SASL mechanisms compare or
 * hash. The RFC speaks of Unicode 3.2; here "unassigned" is the running Unicode version's, so
 * that a character newer than 2002 is a character and not a fault.
 */

/** One class of characters out of ranges, in the notation of regular expressions. */
const oneOf = (flags: string, ...ranges: readonly string[]): RegExp =>
  new RegExp(`[${ranges.join('')}]`, flags);

/** RFC 3454 C.1.2, mapped to SPACE. */
const spaces = oneOf('gu', String.raw`\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000`);

/** RFC 3454 B.1, mapped to nothing. */
const nothing = oneOf('gu', String.raw`\u00AD\u034F\u1806\u180B-\u180D\u2060\uFE00-\uFE0F\uFEFF`);

/** RFC 3454 C.2 to C.9. */
const prohibited = oneOf(
  'u',
  String.raw`\u0000-\u001F\u007F-\u009F\u06DD\u070F\u180E\u200C\u200D\u2028\u2029\u2060-\u2063`,
  String.raw`\uFEFF\uFFF9-\uFFFD\u{1D173}-\u{1D17A}\p{Co}\p{Noncharacter_Code_Point}\p{Cs}`,
  String.raw`\u2FF0-\u2FFB\u0340\u0341\u200E\u200F\u202A-\u202E\u206A-\u206F`,
  String.raw`\u{E0001}\u{E0020}-\u{E007F}`,
);

const unassigned = /\p{Cn}/u;

/** RFC 3454 D.1: characters written from right to left. */
const leftward = oneOf(
  'u',
  String.raw`\u05BE\u05C0\u05C3\u05D0-\u05EA\u05F0-\u05F4\u061B\u061F\u0621-\u063A\u0640-\u064A`,
  String.raw`\u066D-\u066F\u0671-\u06D5\u06DD\u06E5\u06E6\u06FA-\u06FE\u0700-\u070D\u0710`,
  String.raw`\u0712-\u072C\u0780-\u07A5\u07B1\u200F\uFB1D\uFB1F-\uFB28\uFB2A-\uFB36\uFB38-\uFB3C`,
  String.raw`\uFB3E\uFB40\uFB41\uFB43\uFB44\uFB46-\uFBB1\uFBD3-\uFD3D\uFD50-\uFD8F\uFD92-\uFDC7`,
  String.raw`\uFDF0-\uFDFC\uFE70-\uFE74\uFE76-\uFEFC`,
);

/** Letters of other scripts: RFC 3454 D.2, but for a few signs. */
const rightward = /(?![\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC])[\p{L}\p{Mc}\p{Nl}]/u;

/** Printable ASCII is its own preparation. */
const plain = /^[ -~]*$/;

/**
 * The prepared string, which may be empty; undefined when it holds what SASLprep prohibits.
 *
 * @param use `stored`: unassigned characters are prohibited too; in a query they are not
 */
export function saslPrep(text: string, use: 'query' | 'stored' = 'query'): string | undefined {
  if (plain.test(text)) return text;
  const prepared = text.replace(spaces, ' ').replace(nothing, '').normalize('NFKC');
  if (prohibited.test(prepared) || !runsOneWay(prepared)) return undefined;
  return use === 'stored' && unassigned.test(prepared) ? undefined : prepared;
}

/** RFC 3454 §6: what runs from right to left does so at both ends, and nothing else between. */
function runsOneWay(text: string): boolean {
  if (!leftward.test(text)) return true;
  if (rightward.test(text)) return false;
  const characters = Array.from(text);
  return leftward.test(characters[0] ?? '') && leftward.test(characters.at(-1) ?? '');
}
