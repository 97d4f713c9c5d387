import { type BerElement, readElement } from '../model/ber-value.js';
import type { Ava, Dn, Rdn } from '../model/dn.js';

/** The little of an X.509 certificate that tells it from others (RFC 5280 §4.1.2). */
export interface CertificateIdentity {
  /** Decimal. */
  readonly serialNumber: string;
  /** Leaf first, types as OIDs. */
  readonly issuer: Dn;
}

/** RFC 5280 §4.1.2.2 allows 20. */
const serialBytesMax = 64;

const integer = 0x02;
const sequence = 0x30;
const set = 0x31;
const oid = 0x06;
const version = 0xa0;

/** Reads a DER certificate; undefined when the octets are none. */
export function certificateIdentity(value: Buffer): CertificateIdentity | undefined {
  const [signed] = membersOf(readElement(value, 0, value.length));
  const fields = membersOf(signed);
  const [serial, , issuer] = fields[0]?.tag === version ? fields.slice(1) : fields;
  if (serial?.tag !== integer || issuer?.tag !== sequence) return undefined;
  const rdns = elementsOf(issuer).map(rdnOf).reverse();
  const names = rdns.filter((rdn) => rdn !== undefined);
  const octets = serial.end - serial.start;
  if (names.length < rdns.length || octets < 1 || octets > serialBytesMax) return undefined;
  return { serialNumber: decimal(contentOf(serial)), issuer: names };
}

/** What a SEQUENCE holds; nothing when the element is none. */
function membersOf(element: BerElement | undefined): BerElement[] {
  return element?.tag === sequence ? elementsOf(element) : [];
}

function contentOf({ bytes, start, end }: BerElement): Buffer {
  return bytes.subarray(start, end);
}

/** The elements inside one, as far as they are well formed. */
function elementsOf({ bytes, start, end }: BerElement): BerElement[] {
  const elements: BerElement[] = [];
  for (let at = start; at < end;) {
    const element = readElement(bytes, at, end);
    if (!element) return [];
    elements.push(element);
    at = element.end;
  }
  return elements;
}

function rdnOf(element: BerElement): Rdn | undefined {
  if (element.tag !== set) return undefined;
  const avas = elementsOf(element).map(avaOf);
  const known = avas.filter((ava) => ava !== undefined);
  return known.length === 0 || known.length < avas.length ? undefined : known;
}

function avaOf(element: BerElement): Ava | undefined {
  const [type, value] = membersOf(element);
  if (type?.tag !== oid || !value) return undefined;
  const text = textOf(value);
  return text === undefined ? undefined : { type: dotted(contentOf(type)), value: text };
}

/** The strings of X.520 as UTF-8. */
function textOf(element: BerElement): Buffer | undefined {
  const content = contentOf(element);
  switch (element.tag) {
    case 0x0c: // UTF8String
    case 0x12: // NumericString
    case 0x13: // PrintableString
    case 0x16: // IA5String
      return content;
    case 0x14: // TeletexString, Latin-1 in practice
      return Buffer.from(content.toString('latin1'));
    case 0x1e: // BMPString
      return content.length % 2 === 0
        ? Buffer.from(Buffer.from(content).swap16().toString('utf16le'))
        : undefined;
    default:
      return undefined;
  }
}

function decimal(content: Buffer): string {
  const magnitude = BigInt(`0x${content.toString('hex')}`);
  const negative = ((content[0] ?? 0) & 0x80) !== 0;
  return (negative ? magnitude - (1n << BigInt(8 * content.length)) : magnitude).toString();
}

/** X.690 §8.19: the first arc and the second share a number. */
function dotted(content: Buffer): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const octet of content) {
    arc = arc * 128 + (octet & 0x7f);
    if (octet < 0x80) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [both = 0, ...others] = arcs;
  const first = Math.min(2, Math.floor(both / 40));
  return [first, both - 40 * first, ...others].join('.');
}
