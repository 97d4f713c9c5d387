import { type ResultCodeName } from '../model/result.js';
import {
  isAnswered,
  writeBindResponse,
  writeExtended,
  writeNotice,
  writeResult,
} from '../protocol/encode-response.js';
import { type RequestKind } from '../model/request.js';
import { type BindOutcome, type ExtendedOutcome } from '../operations/directory.js';
import { type Output } from './output.js';

/** What the final response to a request may say. */
export type Outcome = ExtendedOutcome & Pick<BindOutcome, 'serverSaslCreds'>;

/** Writes the final response to a request; those that have none get none. */
export function answer(
  output: Output,
  { id, kind }: { readonly id: number; readonly kind: RequestKind },
  { result, oid, value, serverSaslCreds }: Outcome,
): void {
  if (!isAnswered(kind)) return;
  output.write((writer) => {
    if (kind === 'extended') writeExtended(writer, id, result, { oid, value });
    else if (kind === 'bind') writeBindResponse(writer, id, result, { serverSaslCreds });
    else writeResult(writer, id, kind, result);
  });
}

/** Tells a client that its session ends, and why (RFC 4511 §4.4.1). */
export function notify(output: Output, code: ResultCodeName, message: string): void {
  output.write((writer) => {
    writeNotice(writer, code, message);
  });
}
