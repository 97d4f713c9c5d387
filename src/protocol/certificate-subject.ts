import type { Ava, Dn, Rdn } from '../model/dn.js';
import { BerReader } from './ber-reader.js';
import { ProtocolError } from './protocol-error.js';
import { contextConstructed, Tag } from './tags.js';

/**
 * The subject of an X.509 certificate as a name of the directory: leaf first, as RFC 4514 §2.1
 * turns the RDNSequence, its types by their OIDs. Undefined for what is no certificate, or for a
 * value in a type of string that is not read.
 */
export function certificateSubject(der: Buffer): Dn | undefined {
  try {
    return readSubject(new BerReader(der));
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

/** `Certificate ::= SEQUENCE { TBSCertificate … }` (RFC 5280 §4.1). */
function readSubject(reader: BerReader): Dn {
  reader.enter(Tag.sequence);
  reader.enter(Tag.sequence);
  // The version, which the first one leaves out; then serial number to validity.
  if (reader.peek() === contextConstructed(0)) reader.skip();
  for (let left = fieldsBeforeSubject; left > 0; left -= 1) reader.skip();
  const rdns: Rdn[] = [];
  const sequence = reader.enter(Tag.sequence);
  while (reader.more) rdns.unshift(readRdn(reader));
  reader.leave(sequence);
  return rdns;
}

/** `serialNumber`, `signature`, `issuer`, `validity`. */
const fieldsBeforeSubject = 4;

function readRdn(reader: BerReader): Rdn {
  const set = reader.enter(Tag.set);
  const avas: Ava[] = [];
  while (reader.more) avas.push(readAva(reader));
  reader.leave(set);
  return avas;
}

function readAva(reader: BerReader): Ava {
  const ava = reader.enter(Tag.sequence);
  const type = oidOf(reader.octets(objectIdentifier));
  const tag = reader.peek();
  const decode = strings.get(tag);
  if (!decode) throw new ProtocolError(`0x${tag.toString(16)} is no string of a name`);
  const value = decode(reader.octets(tag));
  reader.leave(ava);
  return { type, value };
}

const objectIdentifier = 0x06;

const asIs = (octets: Buffer): Buffer => octets;
const fromLatin1 = (octets: Buffer): Buffer => Buffer.from(octets.toString('latin1'));

/** UTF8String, Numeric, Printable, IA5, Visible; Teletex, which is Latin-1 in practice; BMP. */
const strings: ReadonlyMap<number, (octets: Buffer) => Buffer> = new Map([
  [0x0c, asIs],
  [0x12, asIs],
  [0x13, asIs],
  [0x16, asIs],
  [0x1a, asIs],
  [0x14, fromLatin1],
  [0x1e, fromUtf16],
]);

function fromUtf16(octets: Buffer): Buffer {
  if (octets.length % 2 !== 0) throw new ProtocolError('a BMPString of odd length');
  return Buffer.from(Buffer.from(octets).swap16().toString('utf16le'));
}

/** The dotted form of an OBJECT IDENTIFIER's octets. */
function oidOf(octets: Buffer): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const octet of octets) {
    arc = arc * 128 + (octet & 0x7f);
    if (!Number.isSafeInteger(arc)) throw new ProtocolError('an arc out of range');
    if ((octet & 0x80) !== 0) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [first = 0, ...others] = arcs;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...others].join('.');
}
