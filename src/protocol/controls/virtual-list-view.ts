import { LdapError } from '../../model/result.js';
import { type BerReader } from '../ber-reader.js';
import { ProtocolError } from '../protocol-error.js';
import { context, contextConstructed, Tag } from '../tags.js';
import { BerWriter } from '../writer.js';
import { readValue } from './control-value.js';

/** Virtual list views (draft-ietf-ldapext-ldapv3-vlv-09): a window on sorted results. */
export const virtualListViewOid = '2.16.840.1.113730.3.4.9';
export const virtualListViewResponseOid = '2.16.840.1.113730.3.4.10';

/** The entry that the window lies around: by its place among so many, or by its first sort key. */
export type ListTarget =
  | { readonly kind: 'offset'; readonly offset: number; readonly contentCount: number }
  | { readonly kind: 'value'; readonly value: Buffer };

export interface VirtualListView {
  /** Entries wanted before the target, and after it. */
  readonly before: number;
  readonly after: number;
  readonly target: ListTarget;
  readonly contextId: Buffer | undefined;
}

/** The virtualListViewResult codes (§6.2). The draft prints 3 for protocolError, which is 2. */
export const ListViewCode = {
  success: 0,
  operationsError: 1,
  protocolError: 2,
  timeLimitExceeded: 3,
  adminLimitExceeded: 11,
  inappropriateMatching: 18,
  insufficientAccessRights: 50,
  unwillingToPerform: 53,
  sortControlMissing: 60,
  offsetRangeError: 61,
  other: 80,
} as const;

export type ListViewCodeName = keyof typeof ListViewCode;

export interface ListViewResult {
  /** 1 is the first; one past `contentCount` where no entry is the target. */
  readonly targetPosition: number;
  readonly contentCount: number;
  readonly code: ListViewCodeName;
  readonly contextId: Buffer | undefined;
}

const integerMax = 0x7fffffff;

/**
 * Reads a VirtualListViewRequest. An offset or a content count out of range is the executor's
 * affair: it has a code of its own.
 *
 * @throws LdapError `protocolError`
 */
export function decodeVirtualListView(value: Buffer | undefined): VirtualListView {
  const view = readValue('virtual list view', value, (reader) => {
    const outer = reader.enter(Tag.sequence);
    const before = reader.integer();
    const after = reader.integer();
    const target = readTarget(reader);
    const contextId = reader.peek() === Tag.octetString ? reader.octets() : undefined;
    reader.leave(outer);
    return { before, after, target, contextId };
  });
  for (const count of [view.before, view.after]) {
    if (count < 0 || count > integerMax) {
      throw new LdapError('protocolError', 'virtual list view: a count out of range');
    }
  }
  return view;
}

function readTarget(reader: BerReader): ListTarget {
  if (reader.peek() === context(1)) return { kind: 'value', value: reader.octets(context(1)) };
  const outer = reader.enter(contextConstructed(0));
  const offset = reader.integer();
  const contentCount = reader.integer();
  reader.leave(outer);
  return { kind: 'offset', offset, contentCount };
}

export function encodeVirtualListView(view: VirtualListView): Buffer {
  const { before, after, target, contextId } = view;
  const writer = new BerWriter();
  const outer = writer.begin(Tag.sequence);
  writer.integer(before);
  writer.integer(after);
  if (target.kind === 'value') writer.octets(target.value, context(1));
  else {
    const inner = writer.begin(contextConstructed(0));
    writer.integer(target.offset);
    writer.integer(target.contentCount);
    writer.end(inner);
  }
  if (contextId) writer.octets(contextId);
  writer.end(outer);
  return writer.copy();
}

export function encodeListViewResult(result: ListViewResult): Buffer {
  const writer = new BerWriter(Buffer.allocUnsafe(64));
  const outer = writer.begin(Tag.sequence);
  writer.integer(result.targetPosition);
  writer.integer(result.contentCount);
  writer.integer(ListViewCode[result.code], Tag.enumerated);
  if (result.contextId) writer.octets(result.contextId);
  writer.end(outer);
  return writer.copy();
}

/** @throws LdapError `protocolError` */
export function decodeListViewResult(value: Buffer | undefined): ListViewResult {
  return readValue('virtual list view result', value, (reader) => {
    const outer = reader.enter(Tag.sequence);
    const targetPosition = reader.integer();
    const contentCount = reader.integer();
    const number = reader.integer(Tag.enumerated);
    const code = codeNames.get(number);
    if (code === undefined) throw new ProtocolError('an unknown virtual list view result');
    const contextId = reader.peek() === Tag.octetString ? reader.octets() : undefined;
    reader.leave(outer);
    return { targetPosition, contentCount, code, contextId };
  });
}

const codeNames = new Map(
  Object.entries(ListViewCode).map(([name, code]) => [code as number, name as ListViewCodeName]),
);
