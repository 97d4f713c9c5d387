import type { Control, Request } from '../../../src/model/request.js';
import { boolean, constructed, contextConstructed, integer, octetString } from './elements.js';
import { operationOctets } from './operations.js';

/** A protocolOp as octets, for what no `Request` can say. */
export interface Octets {
  readonly kind: 'octets';
  readonly operation: Buffer;
}

/** An LDAPMessage in BER (RFC 4511 §4.1.1). */
export function messageOctets(
  id: number,
  request: Request | Octets,
  controls: readonly Control[] = [],
): Buffer {
  const operation = request.kind === 'octets' ? request.operation : operationOctets(request);
  const some = controls.length === 0 ? [] : [controlsOctets(controls)];
  return constructed([integer(id), operation, ...some]);
}

const controlsOctets = (controls: readonly Control[]): Buffer =>
  constructed(controls.map(controlOctets), contextConstructed(0));

/** Criticality is FALSE by default, and then left out (RFC 4511 §5.1). */
function controlOctets({ oid, critical, value }: Control): Buffer {
  return constructed([
    octetString(oid),
    ...(critical ? [boolean(true)] : []),
    ...(value === undefined ? [] : [octetString(value)]),
  ]);
}
