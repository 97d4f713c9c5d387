import { type RequestKind } from '../model/request.js';
import { type ResultCodeName } from '../model/result.js';

/** A request that was understood well enough to be answered, and cannot be obeyed. */
export interface RefusedRequest {
  readonly id: number;
  readonly kind: RequestKind;
  readonly code: ResultCodeName;
}

/**
 * Bytes that are not the LDAP they claim to be. With `refused`, only that request is bad and gets
 * a result; without, framing can no longer be trusted and the session ends with a Notice of
 * Disconnection (RFC 4511 §4.1.1, §5.3).
 */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly refused: RefusedRequest | undefined;

  constructor(message: string, refused?: RefusedRequest) {
    super(message);
    this.refused = refused;
  }
}

/**
 * Thrown while the body of a request is read, when its encoding is sound and its content is not;
 * `decodeMessage` turns it into a `ProtocolError` that says whom to answer.
 */
export class RequestFault extends Error {
  override readonly name = 'RequestFault';
  readonly code: ResultCodeName;

  constructor(message: string, code: ResultCodeName = 'protocolError') {
    super(message);
    this.code = code;
  }
}

/** The same for a request that is well formed and more than this server takes at once. */
export function excess(what: string): RequestFault {
  return new RequestFault(what, 'adminLimitExceeded');
}
