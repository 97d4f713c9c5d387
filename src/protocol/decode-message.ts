import {
  type Control,
  type Request,
  type RequestKind,
  type RequestMessage,
} from '../model/request.js';
import { BerReader } from './ber-reader.js';
import { type DecodeLimits, decodeLimits } from './decode-limits.js';
import { decodeSearch } from './decode-search.js';
import { decodeBind, decodeExtended } from './decode-session.js';
import {
  decodeAdd,
  decodeCompare,
  decodeDelete,
  decodeModify,
  decodeModifyDn,
} from './decode-update.js';
import { excess, ProtocolError, RequestFault } from './protocol-error.js';
import { contextConstructed, Op, Tag } from './tags.js';

const messageIdMax = 0x7fffffff;

interface Decoder {
  readonly kind: RequestKind;
  readonly decode: (reader: BerReader, limits: DecodeLimits) => Request;
}

const decoders: ReadonlyMap<number, Decoder> = new Map<number, Decoder>([
  [Op.bindRequest, { kind: 'bind', decode: decodeBind }],
  [Op.unbindRequest, { kind: 'unbind', decode: decodeUnbind }],
  [Op.searchRequest, { kind: 'search', decode: decodeSearch }],
  [Op.modifyRequest, { kind: 'modify', decode: decodeModify }],
  [Op.addRequest, { kind: 'add', decode: decodeAdd }],
  [Op.delRequest, { kind: 'delete', decode: decodeDelete }],
  [Op.modifyDnRequest, { kind: 'modifyDn', decode: decodeModifyDn }],
  [Op.compareRequest, { kind: 'compare', decode: decodeCompare }],
  [Op.abandonRequest, { kind: 'abandon', decode: decodeAbandon }],
  [Op.extendedRequest, { kind: 'extended', decode: decodeExtended }],
]);

/**
 * Reads one LDAPMessage (RFC 4511 §4.1.1). Octet values are views of `pdu`: they live as long
 * as it does. Unknown elements at the end of any SEQUENCE are passed over (§4).
 *
 * @throws ProtocolError and nothing else; its `refused` says whether the session may go on
 */
export function decodeMessage(pdu: Buffer, limits: DecodeLimits = decodeLimits): RequestMessage {
  const reader = new BerReader(pdu);
  reader.enter(Tag.sequence);
  const id = reader.integer();
  if (id < 1 || id > messageIdMax) throw new ProtocolError('messageID out of range');
  const decoder = decoders.get(reader.peek());
  if (!decoder) throw new ProtocolError(`operation 0x${reader.peek().toString(16)} is no request`);
  try {
    const request = decoder.decode(reader, limits);
    return { id, request, controls: reader.more ? decodeControls(reader, limits) : noControls };
  } catch (error) {
    if (!(error instanceof RequestFault)) throw error;
    throw new ProtocolError(error.message, { id, kind: decoder.kind, code: error.code });
  }
}

const noControls: readonly Control[] = [];

function decodeUnbind(reader: BerReader): Request {
  reader.octets(Op.unbindRequest);
  return { kind: 'unbind' };
}

function decodeAbandon(reader: BerReader): Request {
  return { kind: 'abandon', messageId: reader.integer(Op.abandonRequest) };
}

function decodeControls(reader: BerReader, limits: DecodeLimits): readonly Control[] {
  if (reader.peek() !== contextConstructed(0)) return noControls;
  const controls: Control[] = [];
  const outer = reader.enter(contextConstructed(0));
  while (reader.more) {
    if (controls.length === limits.controlsMax) throw excess('too many controls');
    controls.push(decodeControl(reader));
  }
  reader.leave(outer);
  return controls;
}

function decodeControl(reader: BerReader): Control {
  const outer = reader.enter(Tag.sequence);
  const oid = reader.text();
  const critical = reader.peek() === Tag.boolean ? reader.boolean() : false;
  const value = reader.peek() === Tag.octetString ? reader.octets() : undefined;
  reader.leave(outer);
  return { oid, critical, value };
}
