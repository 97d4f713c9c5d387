import { type DerefAliases, type SearchRequest, type SearchScope } from '../model/request.js';
import { type BerReader } from './ber-reader.js';
import { decodeFilter } from './decode-filter.js';
import { type DecodeLimits } from './decode-limits.js';
import { readDn } from './decode-names.js';
import { excess, RequestFault } from './protocol-error.js';
import { Op, Tag } from './tags.js';

const scopes: readonly SearchScope[] = ['base', 'one', 'sub'];
const derefs: readonly DerefAliases[] = ['never', 'searching', 'finding', 'always'];

const integerMax = 0x7fffffff;

/** Reads a SearchRequest (RFC 4511 §4.5.1). */
export function decodeSearch(reader: BerReader, limits: DecodeLimits): SearchRequest {
  const outer = reader.enter(Op.searchRequest);
  const base = readDn(reader);
  const scope = scopes[reader.integer(Tag.enumerated)];
  if (!scope) throw new RequestFault('invalid scope');
  const deref = derefs[reader.integer(Tag.enumerated)];
  if (!deref) throw new RequestFault('invalid deref');
  const sizeLimit = readLimit(reader, 'size');
  const timeLimit = readLimit(reader, 'time');
  const typesOnly = reader.boolean();
  const filter = decodeFilter(reader, limits);
  const attributes = readSelection(reader, limits);
  reader.leave(outer);
  return {
    kind: 'search',
    base,
    scope,
    deref,
    sizeLimit,
    timeLimit,
    typesOnly,
    filter,
    attributes,
  };
}

function readLimit(reader: BerReader, name: string): number {
  const limit = reader.integer();
  if (limit < 0 || limit > integerMax) throw new RequestFault(`invalid ${name} limit`);
  return limit;
}

function readSelection(reader: BerReader, limits: DecodeLimits): string[] {
  const attributes: string[] = [];
  const outer = reader.enter(Tag.sequence);
  while (reader.more) {
    if (attributes.length === limits.attributesMax) throw excess('too many attributes');
    attributes.push(reader.text());
  }
  reader.leave(outer);
  return attributes;
}
