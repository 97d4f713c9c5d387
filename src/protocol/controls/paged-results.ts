import { LdapError } from '../../model/result.js';
import { Tag } from '../tags.js';
import { BerWriter } from '../writer.js';
import { readValue } from './control-value.js';

/** Simple paged results (RFC 2696). */
export const pagedResultsOid = '1.2.840.113556.1.4.319';

export interface PagedResults {
  /** In a request the size of the page wanted, in a response an estimate of the total or 0. */
  readonly size: number;
  /** Empty: the first page in a request, the last in a response. */
  readonly cookie: Buffer;
}

/** @throws LdapError `protocolError` */
export function decodePagedResults(value: Buffer | undefined): PagedResults {
  const paged = readValue('paged results', value, (reader) => {
    const outer = reader.enter(Tag.sequence);
    const size = reader.integer();
    const cookie = reader.octets();
    reader.leave(outer);
    return { size, cookie };
  });
  if (paged.size < 0 || paged.size > 0x7fffffff) {
    throw new LdapError('protocolError', 'paged results: invalid size');
  }
  return paged;
}

export function encodePagedResults({ size, cookie }: PagedResults): Buffer {
  const writer = new BerWriter(Buffer.allocUnsafe(cookie.length + 24));
  const outer = writer.begin(Tag.sequence);
  writer.integer(size);
  writer.octets(cookie);
  writer.end(outer);
  return writer.copy();
}
