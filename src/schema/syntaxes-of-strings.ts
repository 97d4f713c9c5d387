import { isUtf8 } from 'node:buffer';

/** Which octets are values of the string syntaxes (RFC 4517 §3.3). */

export type Accepts = (value: Buffer) => boolean;

/** A syntax whose grammar is a regular expression over ASCII. */
export function shaped(shape: RegExp): Accepts {
  return (value) => shape.test(value.toString('latin1'));
}

/** One or more characters of any script. */
export function isDirectoryString(value: Buffer): boolean {
  return value.length > 0 && isUtf8(value);
}

export function isIa5(value: Buffer): boolean {
  for (const byte of value) if (byte >= 0x80) return false;
  return true;
}

const printable = "[A-Za-z0-9'()+,.=/:? -]";

export const isPrintable = shaped(new RegExp(`^${printable}+$`));
export const isTelephoneNumber = isPrintable;
export const isCountry = shaped(new RegExp(`^${printable}{2}$`));
export const isNumericString = shaped(/^[0-9 ]+$/);

/** Lines between dollars. A blank line is taken, as every server of the field takes it. */
export function isPostalAddress(value: Buffer): boolean {
  return isDirectoryString(value) && !/\\(?!24|5[Cc])/.test(value.toString('latin1'));
}

const delivery = '(?:any|mhs|physical|telex|teletex|g3fax|g4fax|ia5|videotex|telephone)';
export const isDeliveryMethod = shaped(new RegExp(`^${delivery}(?: *\\$ *${delivery})*$`));

const faxParameter =
  '(?:twoDimensional|fineResolution|unlimitedLength|b4Length|a3Width|b4Width|uncompressed)';
export const isFacsimileNumber = shaped(new RegExp(`^${printable}+(?:\\$${faxParameter})*$`, 'i'));

export const isTelexNumber = shaped(new RegExp(`^${printable}+\\$${printable}+\\$${printable}+$`));

const teletexParameter = '(?:graphic|control|misc|page|private):(?:[^$\\\\]|\\\\24|\\\\5[Cc])*';
export const isTeletexTerminal = shaped(
  new RegExp(`^${printable}+(?:\\$${teletexParameter})*$`, 's'),
);

/** A mailbox system, a dollar, an address in it. */
export function isOtherMailbox(value: Buffer): boolean {
  return isIa5(value) && new RegExp(`^${printable}+\\$.*$`, 's').test(value.toString('latin1'));
}

/** `initial*any*final`, with at least one asterisk and no two side by side (RFC 4517 §3.3.30). */
export function isSubstringAssertion(value: Buffer): boolean {
  if (!isDirectoryString(value)) return false;
  const text = value.toString('latin1');
  return text.includes('*') && !text.includes('**') && !/\\(?!2[aA]|5[cC])/.test(text);
}

export const isOid = shaped(/^(?:[A-Za-z][A-Za-z0-9-]*|(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))+)$/);
