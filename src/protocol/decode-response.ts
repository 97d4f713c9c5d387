import type { ResponseControl, Result, ResultCodeName } from '../model/result.js';
import { ResultCode } from '../model/result.js';
import type { AttributeInput } from '../model/modification.js';
import { BerReader } from './ber-reader.js';
import { readPartialAttribute } from './partial-attribute.js';
import { ProtocolError } from './protocol-error.js';
import { context, contextConstructed, Op, Tag } from './tags.js';

/** What a server sends (RFC 4511 §4.1.1), as our own client reads it. */
export type Response =
  | { readonly kind: 'entry'; readonly dn: string; readonly attributes: readonly AttributeInput[] }
  | { readonly kind: 'reference'; readonly uris: readonly string[] }
  | {
      readonly kind: 'intermediate';
      readonly oid: string | undefined;
      readonly value: Buffer | undefined;
    }
  | {
      readonly kind: 'result';
      readonly result: Result;
      /** Of an extended response. */
      readonly oid: string | undefined;
      readonly value: Buffer | undefined;
      /** Of a bind response. */
      readonly serverSaslCreds: Buffer | undefined;
    };

export interface ResponseMessage {
  /** 0: an unsolicited notification. */
  readonly id: number;
  readonly response: Response;
}

const codeNames = new Map(
  Object.entries(ResultCode).map(([name, code]) => [code as number, name as ResultCodeName]),
);

/**
 * Reads an LDAPMessage from a server. Octets are views of `pdu`.
 *
 * @throws ProtocolError
 */
export function decodeResponse(pdu: Buffer): ResponseMessage {
  const reader = new BerReader(pdu);
  reader.enter(Tag.sequence);
  const id = reader.integer();
  const tag = reader.peek();
  if (tag === Op.searchResultEntry) return { id, response: readEntry(reader) };
  if (tag === Op.searchResultReference) {
    return { id, response: { kind: 'reference', uris: readTexts(reader, tag) } };
  }
  if (tag === Op.intermediateResponse) {
    const outer = reader.enter(tag);
    const [oid, value] = readNamed(reader, 0, 1);
    reader.leave(outer);
    return { id, response: { kind: 'intermediate', oid, value } };
  }
  return { id, response: readResult(reader, tag) };
}

function readEntry(reader: BerReader): Response {
  const op = reader.enter(Op.searchResultEntry);
  const dn = reader.text();
  const list = reader.enter(Tag.sequence);
  const attributes: AttributeInput[] = [];
  while (reader.more) {
    const { description, values } = readPartialAttribute(reader);
    attributes.push({ attribute: description, values });
  }
  reader.leave(list);
  reader.leave(op);
  return { kind: 'entry', dn, attributes };
}

const resultOps: ReadonlySet<number> = new Set([
  Op.bindResponse,
  Op.searchResultDone,
  Op.modifyResponse,
  Op.addResponse,
  Op.delResponse,
  Op.modifyDnResponse,
  Op.compareResponse,
  Op.extendedResponse,
]);

function readResult(reader: BerReader, tag: number): Response {
  if (!resultOps.has(tag)) throw new ProtocolError(`0x${tag.toString(16)} is no response`);
  const op = reader.enter(tag);
  const number = reader.integer(Tag.enumerated);
  const code = codeNames.get(number);
  if (code === undefined) throw new ProtocolError(`unknown result code ${String(number)}`);
  const matchedDn = reader.text();
  const message = reader.text();
  const hasReferrals = reader.peek() === contextConstructed(3);
  const referrals = hasReferrals ? readTexts(reader, contextConstructed(3)) : [];
  const serverSaslCreds = reader.peek() === context(7) ? reader.octets(context(7)) : undefined;
  const [oid, value] = readNamed(reader, 10, 11);
  reader.leave(op);
  const controls = readControls(reader);
  const result = { code, matchedDn, message, referrals, controls };
  return { kind: 'result', result, oid, value, serverSaslCreds };
}

function readNamed(
  reader: BerReader,
  name: number,
  value: number,
): [oid: string | undefined, value: Buffer | undefined] {
  const oid = reader.peek() === context(name) ? reader.text(context(name)) : undefined;
  return [oid, reader.peek() === context(value) ? reader.octets(context(value)) : undefined];
}

function readTexts(reader: BerReader, tag: number): string[] {
  const outer = reader.enter(tag);
  const texts: string[] = [];
  while (reader.more) texts.push(reader.text());
  reader.leave(outer);
  return texts;
}

function readControls(reader: BerReader): ResponseControl[] {
  if (reader.peek() !== contextConstructed(0)) return [];
  const outer = reader.enter(contextConstructed(0));
  const controls: ResponseControl[] = [];
  while (reader.more) {
    const item = reader.enter(Tag.sequence);
    const oid = reader.text();
    // Criticality, which means nothing in a response (RFC 4511 §4.1.11).
    if (reader.peek() === Tag.boolean) reader.skip();
    const value = reader.peek() === Tag.octetString ? reader.octets() : undefined;
    reader.leave(item);
    controls.push({ oid, value });
  }
  reader.leave(outer);
  return controls;
}
