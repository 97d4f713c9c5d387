import { type BerElement, readElement, readInteger } from '../model/ber-value.js';
import type { Filter } from '../model/filter.js';
import type { Control, RequestKind } from '../model/request.js';
import { LdapError } from '../model/result.js';

/**
 * The request controls that this server executes. A control that is not here is unknown:
 * critical, it refuses the operation before anything is done (RFC 4511 §4.1.11).
 */

export const pagedResultsOid = '1.2.840.113556.1.4.319';
export const manageDsaItOid = '2.16.840.1.113730.3.4.2';
export const assertionOid = '1.3.6.1.1.12';

/** RFC 2696 §2. */
export interface PagedResultsRequest {
  readonly size: number;
  readonly cookie: Buffer;
}

/** The controls of one request, decoded. */
export interface RequestControls {
  /** Referral objects are plain entries (RFC 3296 §3). */
  readonly manageDsaIt: boolean;
  readonly paged: PagedResultsRequest | undefined;
  /** The entry must satisfy it before anything is done (RFC 4528). */
  readonly assertion: Filter | undefined;
}

export const noControls: RequestControls = {
  manageDsaIt: false,
  paged: undefined,
  assertion: undefined,
};

interface ControlContext {
  readonly decodeFilter: ((ber: Buffer) => Filter) | undefined;
}

interface ControlDefinition {
  readonly operations: ReadonlySet<RequestKind>;
  readonly offered: (context: ControlContext) => boolean;
  readonly decode: (value: Buffer | undefined, context: ControlContext) => Partial<RequestControls>;
}

const definitions: ReadonlyMap<string, ControlDefinition> = new Map([
  [
    manageDsaItOid,
    {
      operations: new Set(['search', 'compare', 'add', 'delete', 'modify', 'modifyDn', 'extended']),
      offered: () => true,
      decode: (value) => {
        if (value !== undefined && value.length > 0) throw malformed('ManageDsaIT has no value');
        return { manageDsaIt: true };
      },
    },
  ],
  [
    pagedResultsOid,
    {
      operations: new Set(['search']),
      offered: () => true,
      decode: (value) => ({ paged: decodePagedResults(value) }),
    },
  ],
  [
    assertionOid,
    {
      operations: new Set(['search', 'compare', 'add', 'delete', 'modify', 'modifyDn']),
      offered: ({ decodeFilter }) => decodeFilter !== undefined,
      decode: (value, { decodeFilter }) => {
        if (value === undefined || decodeFilter === undefined) {
          throw malformed('the assertion control needs a filter');
        }
        return { assertion: decodeFilter(value) };
      },
    },
  ],
] satisfies [string, ControlDefinition][]);

/** The OIDs to publish as `supportedControl`. */
export function supportedControls(context: ControlContext): string[] {
  return [...definitions].flatMap(([oid, { offered }]) => (offered(context) ? [oid] : []));
}

/**
 * Reads the controls of a request.
 *
 * @throws LdapError `unavailableCriticalExtension` for a critical control that is unknown or
 * not for this operation; `protocolError` for a malformed value or a control given twice
 */
export function readControls(
  controls: readonly Control[],
  operation: RequestKind,
  context: ControlContext,
): RequestControls {
  if (controls.length === 0) return noControls;
  let decoded = noControls;
  const seen = new Set<string>();
  for (const control of controls) {
    const definition = definitions.get(control.oid);
    if (!definition?.offered(context) || !definition.operations.has(operation)) {
      if (!control.critical) continue;
      throw new LdapError(
        'unavailableCriticalExtension',
        `the critical control ${control.oid} is not available for this operation`,
      );
    }
    if (seen.has(control.oid)) throw malformed(`the control ${control.oid} is given twice`);
    seen.add(control.oid);
    decoded = { ...decoded, ...definition.decode(control.value, context) };
  }
  return decoded;
}

function decodePagedResults(value: Buffer | undefined): PagedResultsRequest {
  const sequence = value === undefined ? undefined : readElement(value, 0, value.length);
  if (sequence?.tag !== 0x30 || sequence.end !== value?.length) {
    throw malformed('the paged results control needs a sequence');
  }
  const size = within(sequence, sequence.start);
  const cookie = size && within(sequence, size.end);
  if (size?.tag !== 0x02 || cookie?.tag !== 0x04 || cookie.end !== sequence.end) {
    throw malformed('a paged results control holds a size and a cookie');
  }
  const pageSize = readInteger(size);
  if (pageSize === undefined || pageSize < 0) throw malformed('a page size is 0 to 2147483647');
  return { size: pageSize, cookie: cookie.bytes.subarray(cookie.start, cookie.end) };
}

const within = (parent: BerElement, at: number): BerElement | undefined =>
  readElement(parent.bytes, at, parent.end);

const malformed = (why: string): LdapError => new LdapError('protocolError', why);
