import { type Filter } from '../../src/model/filter.js';
import { parseFilter } from '../../src/model/filter-text.js';
import { type Request, type SearchRequest, searchOf } from '../../src/model/request.js';
import { writeRequest } from '../../src/protocol/encode-request.js';
import { BerReader } from '../../src/protocol/ber-reader.js';
import { Tag } from '../../src/protocol/tags.js';
import { BerWriter } from '../../src/protocol/writer.js';
import { type Account } from './accounts.js';
import { type Person, type Population } from './population.js';

/** A request as octets; its messageID is its place from 1 on. */
export function encoded(at: number, request: Request): Buffer {
  const writer = new BerWriter();
  writeRequest(writer, at + 1, request);
  return writer.copy();
}

/** The protocolOp of a request, for messages that add controls to it. */
export function operationOf(request: Request): Buffer {
  const message = encoded(0, request);
  const reader = new BerReader(message);
  reader.enter(Tag.sequence);
  reader.skip();
  return message.subarray(reader.at, reader.end);
}

export const bindAs = ({ dn, password }: Account): Request => ({
  kind: 'bind',
  version: 3,
  dn,
  authentication: { kind: 'simple', password: Buffer.from(password) },
});

export const uidFilter = ({ uid }: Person): Filter => ({
  kind: 'equality',
  attribute: 'uid',
  value: Buffer.from(uid),
});

export const everything = ({ shape }: Population): SearchRequest =>
  searchOf({ base: shape.suffix, filter: parseFilter('(objectClass=*)') });

export const byFilter = (
  { shape }: Population,
  filter: Filter,
  asked: Partial<SearchRequest> = {},
): SearchRequest => searchOf({ base: shape.suffix, filter, ...asked });

export const readOf = (dn: string, attributes: readonly string[] = []): SearchRequest =>
  searchOf({ base: dn, scope: 'base', filter: parseFilter('(objectClass=*)'), attributes });

export const descriptionChange = ({ dn }: Person, at: number): Request => ({
  kind: 'modify',
  dn,
  changes: [
    {
      kind: 'replace',
      attribute: 'description',
      values: [Buffer.from(`changed by request ${String(at)}`)],
    },
  ],
});

/** Letters from within a name, four or more; undefined in names that are too short. */
export function partOf({ sn }: Person): string | undefined {
  const letters = sn.slice(2, 6).trim();
  return letters.length === 4 ? letters : undefined;
}
