import { type Filter } from '../../model/filter.js';
import { decodeFilter } from '../decode-filter.js';
import { decodeLimits } from '../decode-limits.js';
import { writeFilter } from '../encode-filter.js';
import { ProtocolError } from '../protocol-error.js';
import { Tag } from '../tags.js';
import { BerWriter } from '../writer.js';
import { readValue } from './control-value.js';

/** Only the values that match come back (RFC 3876). */
export const matchedValuesOid = '1.2.826.0.1.3344810.2.3';

/** An item of a filter, without connectives. */
export type SimpleFilter = Exclude<Filter, { readonly kind: 'and' | 'or' | 'not' }>;

/** Each value of an answer is held against each item. */
const itemsMax = 100;

/**
 * Reads a ValuesReturnFilter.
 *
 * @throws LdapError `protocolError`, also for a connective and for `:dn`
 */
export function decodeValuesReturnFilter(value: Buffer | undefined): readonly SimpleFilter[] {
  return readValue('matched values', value, (reader) => {
    const items: SimpleFilter[] = [];
    const outer = reader.enter(Tag.sequence);
    while (reader.more) {
      if (items.length === itemsMax) throw new ProtocolError('too many items');
      items.push(simple(decodeFilter(reader, decodeLimits)));
    }
    reader.leave(outer);
    return items;
  });
}

function simple(filter: Filter): SimpleFilter {
  if (!isSimple(filter)) throw new ProtocolError('a connective');
  if (filter.kind === 'extensible' && filter.dnAttributes) {
    throw new ProtocolError('attributes of the name');
  }
  return filter;
}

const connectives: ReadonlySet<Filter['kind']> = new Set(['and', 'or', 'not']);

const isSimple = (filter: Filter): filter is SimpleFilter => !connectives.has(filter.kind);

export function encodeValuesReturnFilter(items: readonly SimpleFilter[]): Buffer {
  const writer = new BerWriter();
  const outer = writer.begin(Tag.sequence);
  for (const item of items) writeFilter(writer, item);
  writer.end(outer);
  return writer.copy();
}
