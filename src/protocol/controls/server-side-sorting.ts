import { LdapError, ResultCode } from '../../model/result.js';
import { ProtocolError } from '../protocol-error.js';
import { context, Tag } from '../tags.js';
import { BerWriter } from '../writer.js';
import { readValue } from './control-value.js';

/** Server-side sorting of search results (RFC 2891): its request and its response. */
export const sortRequestOid = '1.2.840.113556.1.4.473';
export const sortResponseOid = '1.2.840.113556.1.4.474';

/** What entries are put in the order of; the first key counts most. */
export interface SortKey {
  /** An attribute description, as the client wrote it. */
  readonly attribute: string;
  /** A name or an OID; undefined: the ordering rule of the attribute. */
  readonly rule: string | undefined;
  readonly reverse: boolean;
}

/** The codes that a SortResult may have (RFC 2891 §1.2). */
const sortCodes = [
  'success',
  'operationsError',
  'timeLimitExceeded',
  'strongerAuthRequired',
  'adminLimitExceeded',
  'noSuchAttribute',
  'inappropriateMatching',
  'insufficientAccessRights',
  'busy',
  'unwillingToPerform',
  'other',
] as const;

export type SortResultCode = (typeof sortCodes)[number];

export interface SortResult {
  readonly code: SortResultCode;
  /** The first attribute description in error. */
  readonly attribute: string | undefined;
}

/**
 * Reads a SortKeyList; how many keys are too many is the executor's affair.
 *
 * @throws LdapError `protocolError`, also when there is no key
 */
export function decodeSortKeys(value: Buffer | undefined): readonly SortKey[] {
  const keys = readValue('server-side sorting', value, (reader) => {
    const list: SortKey[] = [];
    const outer = reader.enter(Tag.sequence);
    while (reader.more) {
      const item = reader.enter(Tag.sequence);
      const attribute = reader.text();
      const rule = reader.peek() === context(0) ? reader.text(context(0)) : undefined;
      const reverse = reader.peek() === context(1) ? reader.boolean(context(1)) : false;
      reader.leave(item);
      list.push({ attribute, rule, reverse });
    }
    reader.leave(outer);
    return list;
  });
  if (keys.length === 0) throw new LdapError('protocolError', 'server-side sorting: no key');
  return keys;
}

export function encodeSortKeys(keys: readonly SortKey[]): Buffer {
  const writer = new BerWriter();
  const outer = writer.begin(Tag.sequence);
  for (const { attribute, rule, reverse } of keys) {
    const item = writer.begin(Tag.sequence);
    writer.text(attribute);
    if (rule !== undefined) writer.text(rule, context(0));
    if (reverse) writer.boolean(true, context(1));
    writer.end(item);
  }
  writer.end(outer);
  return writer.copy();
}

export function encodeSortResult({ code, attribute }: SortResult): Buffer {
  const writer = new BerWriter(Buffer.allocUnsafe(64));
  const outer = writer.begin(Tag.sequence);
  writer.integer(ResultCode[code], Tag.enumerated);
  if (attribute !== undefined) writer.text(attribute, context(0));
  writer.end(outer);
  return writer.copy();
}

/** @throws LdapError `protocolError` */
export function decodeSortResult(value: Buffer | undefined): SortResult {
  return readValue('sort result', value, (reader) => {
    const outer = reader.enter(Tag.sequence);
    const number = reader.integer(Tag.enumerated);
    const code = sortCodes.find((name) => ResultCode[name] === number);
    if (code === undefined) throw new ProtocolError('an unknown sort result');
    const attribute = reader.peek() === context(0) ? reader.text(context(0)) : undefined;
    reader.leave(outer);
    return { code, attribute };
  });
}
