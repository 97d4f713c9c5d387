import { type AttributeInput, type Modification } from '../model/modification.js';
import {
  type AddRequest,
  type CompareRequest,
  type DeleteRequest,
  type ModifyDnRequest,
  type ModifyRequest,
} from '../model/request.js';
import { type BerReader } from './ber-reader.js';
import { type DecodeLimits } from './decode-limits.js';
import { readDn } from './decode-names.js';
import { readPartialAttribute } from './partial-attribute.js';
import { excess, RequestFault } from './protocol-error.js';
import { context, Op, Tag } from './tags.js';

const kinds: readonly Modification['kind'][] = ['add', 'delete', 'replace', 'increment'];

/** Reads a ModifyRequest (RFC 4511 §4.6; increment: RFC 4525). */
export function decodeModify(reader: BerReader, limits: DecodeLimits): ModifyRequest {
  const outer = reader.enter(Op.modifyRequest);
  const dn = readDn(reader);
  const changes: Modification[] = [];
  const list = reader.enter(Tag.sequence);
  while (reader.more) {
    if (changes.length === limits.modificationsMax) throw excess('too many changes');
    changes.push(readChange(reader));
  }
  reader.leave(list);
  reader.leave(outer);
  return { kind: 'modify', dn, changes };
}

function readChange(reader: BerReader): Modification {
  const outer = reader.enter(Tag.sequence);
  const kind = kinds[reader.integer(Tag.enumerated)];
  const { attribute, values } = readAttribute(reader);
  reader.leave(outer);
  if (!kind) throw new RequestFault('unrecognized modify operation');
  if (kind === 'add' && values.length === 0) {
    throw new RequestFault(`modify/add: ${attribute}: no values`);
  }
  if (kind === 'increment' && values.length !== 1) {
    throw new RequestFault(`modify/increment: ${attribute}: exactly one value is expected`);
  }
  return { kind, attribute, values };
}

function readAttribute(reader: BerReader): AttributeInput {
  const { description, values } = readPartialAttribute(reader);
  return { attribute: description, values };
}

/** Reads an AddRequest (RFC 4511 §4.7). */
export function decodeAdd(reader: BerReader, limits: DecodeLimits): AddRequest {
  const outer = reader.enter(Op.addRequest);
  const dn = readDn(reader);
  const attributes: AttributeInput[] = [];
  const list = reader.enter(Tag.sequence);
  while (reader.more) {
    if (attributes.length === limits.attributesMax) throw excess('too many attributes');
    const attribute = readAttribute(reader);
    if (attribute.values.length === 0) {
      throw new RequestFault(`no values for attribute ${attribute.attribute}`);
    }
    attributes.push(attribute);
  }
  reader.leave(list);
  reader.leave(outer);
  if (attributes.length === 0) throw new RequestFault('no attributes provided');
  return { kind: 'add', dn, attributes };
}

/** Reads a DelRequest, which is nothing but a name (RFC 4511 §4.8). */
export function decodeDelete(reader: BerReader): DeleteRequest {
  return { kind: 'delete', dn: readDn(reader, Op.delRequest) };
}

/** Reads a ModifyDNRequest (RFC 4511 §4.9). */
export function decodeModifyDn(reader: BerReader): ModifyDnRequest {
  const outer = reader.enter(Op.modifyDnRequest);
  const dn = readDn(reader);
  const newRdn = readDn(reader);
  const deleteOldRdn = reader.boolean();
  const newSuperior = reader.peek() === context(0) ? readDn(reader, context(0)) : undefined;
  reader.leave(outer);
  return { kind: 'modifyDn', dn, newRdn, deleteOldRdn, newSuperior };
}

/** Reads a CompareRequest (RFC 4511 §4.10). */
export function decodeCompare(reader: BerReader, limits: DecodeLimits): CompareRequest {
  const outer = reader.enter(Op.compareRequest);
  const dn = readDn(reader);
  const assertion = reader.enter(Tag.sequence);
  const attribute = reader.text();
  const value = reader.octets();
  reader.leave(assertion);
  reader.leave(outer);
  if (value.length > limits.assertionBytesMax) throw excess('value too large to compare');
  return { kind: 'compare', dn, attribute, value };
}
