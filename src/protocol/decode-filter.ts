import { type Filter, type SubstringsFilter } from '../model/filter.js';
import { type BerReader } from './ber-reader.js';
import { type DecodeLimits } from './decode-limits.js';
import { excess, RequestFault } from './protocol-error.js';
import { context, contextConstructed, Tag } from './tags.js';

const Choice = {
  and: contextConstructed(0),
  or: contextConstructed(1),
  not: contextConstructed(2),
  equality: contextConstructed(3),
  substrings: contextConstructed(4),
  greaterOrEqual: contextConstructed(5),
  lessOrEqual: contextConstructed(6),
  present: context(7),
  approximate: contextConstructed(8),
  extensible: contextConstructed(9),
} as const;

/**
 * A CHOICE that later standards may add. Without a known rule it is Undefined for every entry,
 * as RFC 4511 §4.5.1.7 wants of filtering that is not implemented.
 */
const unrecognized: Filter = {
  kind: 'extensible',
  rule: '',
  attribute: undefined,
  value: Buffer.alloc(0),
  dnAttributes: false,
};

interface Budget {
  readonly limits: DecodeLimits;
  terms: number;
}

/**
 * Reads a Filter (RFC 4511 §4.5.1.7). Values are views of the message.
 *
 * @throws ProtocolError, RequestFault
 */
export function decodeFilter(reader: BerReader, limits: DecodeLimits): Filter {
  const start = reader.at;
  const filter = readFilter(reader, { limits, terms: 0 }, 1);
  if (reader.at - start > limits.assertionBytesMax) throw excess('filter too large');
  return filter;
}

function readFilter(reader: BerReader, budget: Budget, depth: number): Filter {
  spend(budget);
  if (depth > budget.limits.filterDepthMax) throw excess('filter nested too deep');
  const tag = reader.peek();
  switch (tag) {
    case Choice.and:
      return { kind: 'and', filters: readSet(reader, budget, depth) };
    case Choice.or:
      return { kind: 'or', filters: readSet(reader, budget, depth) };
    case Choice.not:
      return readNot(reader, budget, depth);
    case Choice.equality:
      return readAssertion(reader, 'equality', tag);
    case Choice.greaterOrEqual:
      return readAssertion(reader, 'greaterOrEqual', tag);
    case Choice.lessOrEqual:
      return readAssertion(reader, 'lessOrEqual', tag);
    case Choice.approximate:
      return readAssertion(reader, 'approximate', tag);
    case Choice.present:
      return { kind: 'present', attribute: reader.text(tag) };
    case Choice.substrings:
      return readSubstrings(reader, budget);
    case Choice.extensible:
      return readExtensible(reader);
    default:
      return readUnrecognized(reader, tag);
  }
}

function spend(budget: Budget): void {
  budget.terms += 1;
  if (budget.terms > budget.limits.filterTermsMax) {
    throw excess('filter with too many terms');
  }
}

function readSet(reader: BerReader, budget: Budget, depth: number): Filter[] {
  const filters: Filter[] = [];
  const outer = reader.enter(reader.peek());
  while (reader.more) filters.push(readFilter(reader, budget, depth + 1));
  reader.leave(outer);
  return filters;
}

function readNot(reader: BerReader, budget: Budget, depth: number): Filter {
  const outer = reader.enter(Choice.not);
  const filter = readFilter(reader, budget, depth + 1);
  if (reader.more) throw new RequestFault('“not” takes one filter');
  reader.leave(outer);
  return { kind: 'not', filter };
}

type AssertionKind = 'equality' | 'greaterOrEqual' | 'lessOrEqual' | 'approximate';

function readAssertion(reader: BerReader, kind: AssertionKind, tag: number): Filter {
  const outer = reader.enter(tag);
  const attribute = reader.text();
  const value = reader.octets();
  reader.leave(outer);
  return { kind, attribute, value };
}

/** At least one part, none empty, `initial` first and `final` last (RFC 4511 §4.5.1.7.2). */
function readSubstrings(reader: BerReader, budget: Budget): SubstringsFilter {
  const outer = reader.enter(Choice.substrings);
  const attribute = reader.text();
  const inner = reader.enter(Tag.sequence);
  let initial: Buffer | undefined;
  let final: Buffer | undefined;
  const any: Buffer[] = [];
  while (reader.more) {
    spend(budget);
    if (final) throw new RequestFault('substrings: a part after the final one');
    const tag = reader.peek();
    const part = reader.octets(tag);
    if (part.length === 0) throw new RequestFault('substrings: an empty part');
    if (tag === context(0)) {
      if (initial || any.length > 0) throw new RequestFault('substrings: initial is not first');
      initial = part;
    } else if (tag === context(1)) any.push(part);
    else if (tag === context(2)) final = part;
    else throw new RequestFault('substrings: an unknown part');
  }
  reader.leave(inner);
  reader.leave(outer);
  if (!initial && !final && any.length === 0) throw new RequestFault('substrings without a part');
  return { kind: 'substrings', attribute, initial, any, final };
}

function readExtensible(reader: BerReader): Filter {
  const outer = reader.enter(Choice.extensible);
  const rule = reader.peek() === context(1) ? reader.text(context(1)) : undefined;
  const attribute = reader.peek() === context(2) ? reader.text(context(2)) : undefined;
  const value = reader.octets(context(3));
  const dnAttributes = reader.peek() === context(4) ? reader.boolean(context(4)) : false;
  reader.leave(outer);
  if (rule === undefined && attribute === undefined) {
    throw new RequestFault('extensible match with neither a rule nor an attribute');
  }
  return { kind: 'extensible', rule, attribute, value, dnAttributes };
}

function readUnrecognized(reader: BerReader, tag: number): Filter {
  const isContext = (tag & 0xc0) === 0x80 && (tag & 0x1f) > 9;
  if (!isContext) reader.header(Choice.and);
  // What it says is not ours to read: whatever it is, it is Undefined (RFC 4511 §4.5.1.7).
  reader.skip();
  return unrecognized;
}
