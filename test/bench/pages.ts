import {
  decodePagedResults,
  encodePagedResults,
  type PagedResults,
  pagedResultsOid,
} from '../../src/protocol/controls/paged-results.js';
import { BerReader } from '../../src/protocol/ber-reader.js';
import { contextConstructed, Tag } from '../../src/protocol/tags.js';
import { BerWriter } from '../../src/protocol/writer.js';

/** A search, whose protocolOp is encoded already, for one page of its entries. */
export function pageRequest(search: Buffer, page: PagedResults): Buffer {
  const writer = new BerWriter();
  const message = writer.begin(Tag.sequence);
  writer.integer(1);
  writer.raw(search);
  const controls = writer.begin(contextConstructed(0));
  const control = writer.begin(Tag.sequence);
  writer.text(pagedResultsOid);
  writer.boolean(true);
  writer.octets(encodePagedResults(page));
  writer.end(control);
  writer.end(controls);
  writer.end(message);
  return writer.copy();
}

/** The cookie in the contents of a SearchResultDone; empty after the last page. */
export function cookieIn(message: Buffer): Buffer {
  const reader = new BerReader(message);
  reader.skip();
  reader.skip();
  if (reader.peek() !== contextConstructed(0)) return Buffer.alloc(0);
  reader.enter(contextConstructed(0));
  while (reader.more) {
    const control = reader.enter(Tag.sequence);
    const oid = reader.text();
    if (reader.peek() === Tag.boolean) reader.skip();
    if (oid === pagedResultsOid) {
      return Buffer.from(decodePagedResults(reader.octets()).cookie);
    }
    if (reader.peek() === Tag.octetString) reader.skip();
    reader.leave(control);
  }
  return Buffer.alloc(0);
}
