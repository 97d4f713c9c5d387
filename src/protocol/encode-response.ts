import { type RequestKind } from '../model/request.js';
import {
  type ResponseControl,
  type Result,
  ResultCode,
  type ResultCodeName,
} from '../model/result.js';
import { context, contextConstructed, Op, Tag } from './tags.js';
import { type BerWriter } from './writer.js';

/** The response of each request that has one (RFC 4511 §4.1.1); abandon and unbind have none. */
const responseOps = {
  bind: Op.bindResponse,
  search: Op.searchResultDone,
  modify: Op.modifyResponse,
  add: Op.addResponse,
  delete: Op.delResponse,
  modifyDn: Op.modifyDnResponse,
  compare: Op.compareResponse,
  extended: Op.extendedResponse,
} as const;

export type AnsweredKind = keyof typeof responseOps;

/** Whether requests of this kind are answered. */
export function isAnswered(kind: RequestKind): kind is AnsweredKind {
  return kind in responseOps;
}

/** The OID of the unsolicited notification that ends a session (RFC 4511 §4.4.1). */
export const noticeOfDisconnectionOid = '1.3.6.1.4.1.1466.20036';

/** What an extended response carries beside its result (RFC 4511 §4.12). */
export interface ExtendedDetails {
  readonly oid?: string | undefined;
  readonly value?: Buffer | undefined;
}

/** What a bind response carries beside its result (RFC 4511 §4.2.2): SASL's alone. */
export interface BindDetails {
  readonly serverSaslCreds?: Buffer | undefined;
}

/** Writes the response of a request, with the result's controls. */
export function writeResult(
  writer: BerWriter,
  id: number,
  kind: AnsweredKind,
  result: Result,
): void {
  writeResponse(writer, { id, op: responseOps[kind], result, details: undefined });
}

/** Writes a BindResponse; credentials may be present and empty, which is not being absent. */
export function writeBindResponse(
  writer: BerWriter,
  id: number,
  result: Result,
  details: BindDetails,
): void {
  writeResponse(writer, { id, op: Op.bindResponse, result, details });
}

/** Writes an ExtendedResponse; a value may be present and empty, which is not being absent. */
export function writeExtended(
  writer: BerWriter,
  id: number,
  result: Result,
  details: ExtendedDetails,
): void {
  writeResponse(writer, { id, op: Op.extendedResponse, result, details });
}

/** Writes a Notice of Disconnection: after it the session is over. */
export function writeNotice(writer: BerWriter, code: ResultCodeName, message: string): void {
  const result = { code, message, matchedDn: '', referrals: [], controls: [] };
  writeExtended(writer, 0, result, { oid: noticeOfDisconnectionOid });
}

interface Response {
  readonly id: number;
  readonly op: number;
  readonly result: Result;
  readonly details: (ExtendedDetails & BindDetails) | undefined;
}

function writeResponse(writer: BerWriter, { id, op, result, details }: Response): void {
  const message = writer.begin(Tag.sequence);
  writer.integer(id);
  const response = writer.begin(op);
  writer.integer(ResultCode[result.code], Tag.enumerated);
  writer.text(result.matchedDn);
  writer.text(result.message);
  // RFC 4511 §4.1.10: present if and only if the code is `referral`, and then not empty.
  if (result.code === 'referral') writeUris(writer, contextConstructed(3), result.referrals);
  if (details?.serverSaslCreds) writer.octets(details.serverSaslCreds, context(7));
  if (details?.oid !== undefined) writer.text(details.oid, context(10));
  if (details?.value !== undefined) writer.octets(details.value, context(11));
  writer.end(response);
  writeControls(writer, result.controls);
  writer.end(message);
}

/** Writes a SearchResultReference (RFC 4511 §4.5.3). */
export function writeReference(
  writer: BerWriter,
  id: number,
  uris: readonly string[],
  controls: readonly ResponseControl[] = [],
): void {
  const message = writer.begin(Tag.sequence);
  writer.integer(id);
  writeUris(writer, Op.searchResultReference, uris);
  writeControls(writer, controls);
  writer.end(message);
}

/** Writes an IntermediateResponse (RFC 4511 §4.13). */
export function writeIntermediate(
  writer: BerWriter,
  id: number,
  details: ExtendedDetails,
  controls: readonly ResponseControl[] = [],
): void {
  const message = writer.begin(Tag.sequence);
  writer.integer(id);
  const response = writer.begin(Op.intermediateResponse);
  if (details.oid !== undefined) writer.text(details.oid, context(0));
  if (details.value !== undefined) writer.octets(details.value, context(1));
  writer.end(response);
  writeControls(writer, controls);
  writer.end(message);
}

function writeUris(writer: BerWriter, tag: number, uris: readonly string[]): void {
  const list = writer.begin(tag);
  for (const uri of uris) writer.text(uri);
  writer.end(list);
}

/** Writes the controls of a message; none, nothing. Criticality has no meaning on a response. */
export function writeControls(writer: BerWriter, controls: readonly ResponseControl[]): void {
  if (controls.length === 0) return;
  const list = writer.begin(contextConstructed(0));
  for (const { oid, value } of controls) {
    const control = writer.begin(Tag.sequence);
    writer.text(oid);
    if (value) writer.octets(value);
    writer.end(control);
  }
  writer.end(list);
}
