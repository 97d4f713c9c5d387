import type { AttributeInput } from '../model/modification.js';
import type { Control, Request } from '../model/request.js';
import { writeFilter } from './encode-filter.js';
import { context, contextConstructed, Op, Tag } from './tags.js';
import type { BerWriter } from './writer.js';

/**
 * The requests of a client (RFC 4511 §4.2–§4.12): the command line speaks LDAP to a running
 * server with them, and tests hold the decoder against them.
 */
export function writeRequest(
  writer: BerWriter,
  id: number,
  request: Request,
  controls: readonly Control[] = [],
): void {
  const message = writer.begin(Tag.sequence);
  writer.integer(id);
  writeOperation(writer, request);
  if (controls.length > 0) writeControls(writer, controls);
  writer.end(message);
}

function writeOperation(writer: BerWriter, request: Request): void {
  switch (request.kind) {
    case 'bind':
      writeBind(writer, request);
      return;
    case 'unbind':
      writer.header(Op.unbindRequest, 0);
      return;
    case 'search':
      writeSearch(writer, request);
      return;
    case 'modify':
      writeModify(writer, request);
      return;
    case 'add': {
      const op = writer.begin(Op.addRequest);
      writer.text(request.dn);
      const list = writer.begin(Tag.sequence);
      for (const attribute of request.attributes) writeAttribute(writer, attribute);
      writer.end(list);
      writer.end(op);
      return;
    }
    case 'delete':
      writer.text(request.dn, Op.delRequest);
      return;
    case 'modifyDn': {
      const op = writer.begin(Op.modifyDnRequest);
      writer.text(request.dn);
      writer.text(request.newRdn);
      writer.boolean(request.deleteOldRdn);
      if (request.newSuperior !== undefined) writer.text(request.newSuperior, context(0));
      writer.end(op);
      return;
    }
    case 'compare': {
      const op = writer.begin(Op.compareRequest);
      writer.text(request.dn);
      const ava = writer.begin(Tag.sequence);
      writer.text(request.attribute);
      writer.octets(request.value);
      writer.end(ava);
      writer.end(op);
      return;
    }
    case 'abandon':
      writer.integer(request.messageId, Op.abandonRequest);
      return;
    case 'extended': {
      const op = writer.begin(Op.extendedRequest);
      writer.text(request.oid, context(0));
      if (request.value) writer.octets(request.value, context(1));
      writer.end(op);
      return;
    }
  }
}

type RequestOf<Kind extends Request['kind']> = Extract<Request, { kind: Kind }>;

function writeBind(writer: BerWriter, request: RequestOf<'bind'>): void {
  const op = writer.begin(Op.bindRequest);
  writer.integer(request.version);
  writer.text(request.dn);
  const { authentication } = request;
  if (authentication.kind === 'simple') {
    writer.octets(authentication.password, context(0));
  } else {
    const sasl = writer.begin(contextConstructed(3));
    writer.text(authentication.mechanism);
    if (authentication.credentials) writer.octets(authentication.credentials);
    writer.end(sasl);
  }
  writer.end(op);
}

const scopes = { base: 0, one: 1, sub: 2 } as const;
const derefs = { never: 0, searching: 1, finding: 2, always: 3 } as const;

function writeSearch(writer: BerWriter, request: RequestOf<'search'>): void {
  const op = writer.begin(Op.searchRequest);
  writer.text(request.base);
  writer.integer(scopes[request.scope], Tag.enumerated);
  writer.integer(derefs[request.deref], Tag.enumerated);
  writer.integer(request.sizeLimit);
  writer.integer(request.timeLimit);
  writer.boolean(request.typesOnly);
  writeFilter(writer, request.filter);
  const selection = writer.begin(Tag.sequence);
  for (const attribute of request.attributes) writer.text(attribute);
  writer.end(selection);
  writer.end(op);
}

const modificationNumber = { add: 0, delete: 1, replace: 2, increment: 3 } as const;

function writeModify(writer: BerWriter, request: RequestOf<'modify'>): void {
  const op = writer.begin(Op.modifyRequest);
  writer.text(request.dn);
  const list = writer.begin(Tag.sequence);
  for (const change of request.changes) {
    const item = writer.begin(Tag.sequence);
    writer.integer(modificationNumber[change.kind], Tag.enumerated);
    writeAttribute(writer, change);
    writer.end(item);
  }
  writer.end(list);
  writer.end(op);
}

function writeAttribute(writer: BerWriter, { attribute, values }: AttributeInput): void {
  const item = writer.begin(Tag.sequence);
  writer.text(attribute);
  const set = writer.begin(Tag.set);
  for (const value of values) writer.octets(value);
  writer.end(set);
  writer.end(item);
}

function writeControls(writer: BerWriter, controls: readonly Control[]): void {
  const list = writer.begin(contextConstructed(0));
  for (const { oid, critical, value } of controls) {
    const item = writer.begin(Tag.sequence);
    writer.text(oid);
    if (critical) writer.boolean(true);
    if (value) writer.octets(value);
    writer.end(item);
  }
  writer.end(list);
}
