import type { Filter } from '../model/filter.js';
import type { Control, RequestKind } from '../model/request.js';
import { LdapError } from '../model/result.js';
import { assertionOid, decodeAssertion } from '../protocol/controls/assertion.js';
import { expectNoValue } from '../protocol/controls/control-value.js';
import {
  decodePagedResults,
  type PagedResults,
  pagedResultsOid,
} from '../protocol/controls/paged-results.js';

/**
 * The request controls that this server executes. A control that is not here is unknown:
 * critical, it refuses the operation before anything is done (RFC 4511 §4.1.11).
 */

export const manageDsaItOid = '2.16.840.1.113730.3.4.2';

/** The controls of one request, decoded. */
export interface RequestControls {
  /** Referral objects are plain entries (RFC 3296 §3). */
  readonly manageDsaIt: boolean;
  readonly paged: PagedResults | undefined;
  /** The entry must satisfy it before anything is done (RFC 4528). */
  readonly assertion: Filter | undefined;
}

export const noControls: RequestControls = {
  manageDsaIt: false,
  paged: undefined,
  assertion: undefined,
};

interface ControlDefinition {
  readonly operations: ReadonlySet<RequestKind>;
  readonly decode: (value: Buffer | undefined) => Partial<RequestControls>;
}

const definitions: ReadonlyMap<string, ControlDefinition> = new Map([
  [
    manageDsaItOid,
    {
      operations: new Set(['search', 'compare', 'add', 'delete', 'modify', 'modifyDn', 'extended']),
      decode: (value) => {
        expectNoValue('ManageDsaIT', value);
        return { manageDsaIt: true };
      },
    },
  ],
  [
    pagedResultsOid,
    {
      operations: new Set(['search']),
      decode: (value) => ({ paged: decodePagedResults(value) }),
    },
  ],
  [
    assertionOid,
    {
      operations: new Set(['search', 'compare', 'add', 'delete', 'modify', 'modifyDn']),
      decode: (value) => ({ assertion: decodeAssertion(value) }),
    },
  ],
] satisfies [string, ControlDefinition][]);

/** The OIDs to publish as `supportedControl`. */
export const supportedControls: readonly string[] = [...definitions.keys()];

/**
 * Reads the controls of a request.
 *
 * @throws LdapError `unavailableCriticalExtension` for a critical control that is unknown or
 * not for this operation; `protocolError` for a malformed value or a control given twice
 */
export function readControls(
  controls: readonly Control[],
  operation: RequestKind,
): RequestControls {
  if (controls.length === 0) return noControls;
  let decoded = noControls;
  const seen = new Set<string>();
  for (const control of controls) {
    const definition = definitions.get(control.oid);
    if (!definition?.operations.has(operation)) {
      if (!control.critical) continue;
      throw new LdapError(
        'unavailableCriticalExtension',
        `the critical control ${control.oid} is not available for this operation`,
      );
    }
    if (seen.has(control.oid)) throw malformed(`the control ${control.oid} is given twice`);
    seen.add(control.oid);
    decoded = { ...decoded, ...definition.decode(control.value) };
  }
  return decoded;
}

const malformed = (why: string): LdapError => new LdapError('protocolError', why);
