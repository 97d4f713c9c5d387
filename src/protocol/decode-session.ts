import { type Authentication, type BindRequest, type ExtendedRequest } from '../model/request.js';
import { type BerReader } from './ber-reader.js';
import { readDn } from './decode-names.js';
import { RequestFault } from './protocol-error.js';
import { context, contextConstructed, Op } from './tags.js';

/**
 * Reads a BindRequest (RFC 4511 §4.2). Any version decodes; refusing all but 3 is the server's.
 *
 * @throws RequestFault `authMethodNotSupported` for a choice that is neither simple nor SASL
 */
export function decodeBind(reader: BerReader): BindRequest {
  const outer = reader.enter(Op.bindRequest);
  const version = reader.integer();
  const dn = readDn(reader);
  const authentication = readAuthentication(reader);
  reader.leave(outer);
  return { kind: 'bind', version, dn, authentication };
}

function readAuthentication(reader: BerReader): Authentication {
  const tag = reader.peek();
  if (tag === context(0)) return { kind: 'simple', password: reader.octets(tag) };
  if (tag === contextConstructed(3)) {
    const outer = reader.enter(tag);
    const mechanism = reader.text();
    const credentials = reader.more ? reader.octets() : undefined;
    reader.leave(outer);
    return { kind: 'sasl', mechanism, credentials };
  }
  const isContext = (tag & 0xc0) === 0x80;
  // A simple or SASL choice with the wrong bit of construction is broken BER, not a new choice.
  if (!isContext || (tag & 0x1f) === 0 || (tag & 0x1f) === 3) reader.header(context(0));
  throw new RequestFault('unknown authentication choice', 'authMethodNotSupported');
}

/** Reads an ExtendedRequest (RFC 4511 §4.12). */
export function decodeExtended(reader: BerReader): ExtendedRequest {
  const outer = reader.enter(Op.extendedRequest);
  const oid = reader.text(context(0));
  const value = reader.peek() === context(1) ? reader.octets(context(1)) : undefined;
  reader.leave(outer);
  return { kind: 'extended', oid, value };
}
