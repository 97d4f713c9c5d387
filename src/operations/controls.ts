import type { Control, RequestKind } from '../model/request.js';
import { LdapError } from '../model/result.js';
import { assertionOid, decodeAssertion } from '../protocol/controls/assertion.js';
import { expectNoValue } from '../protocol/controls/control-value.js';
import {
  decodeEffectiveRights,
  effectiveRightsOid,
} from '../protocol/controls/effective-rights.js';
import { decodeValuesReturnFilter, matchedValuesOid } from '../protocol/controls/matched-values.js';
import { decodePagedResults, pagedResultsOid } from '../protocol/controls/paged-results.js';
import { passwordPolicyOid } from '../protocol/controls/password-policy.js';
import {
  decodeProxiedAuthorization,
  proxiedAuthorizationOid,
} from '../protocol/controls/proxied-authorization.js';
import { decodeSelection, postReadOid, preReadOid } from '../protocol/controls/read-entry.js';
import { rangeRetrievalOid } from '../protocol/controls/range-retrieval.js';
import { decodeSortKeys, sortRequestOid } from '../protocol/controls/server-side-sorting.js';
import { decodeSubentries, subentriesOid } from '../protocol/controls/subentries.js';
import {
  decodeVirtualListView,
  virtualListViewOid,
} from '../protocol/controls/virtual-list-view.js';
import { noControls, type RequestControls } from './request-controls.js';

/**
 * The request controls that this server executes. A control that is not here is unknown:
 * critical, it refuses the operation before anything is done (RFC 4511 §4.1.11).
 */

export const manageDsaItOid = '2.16.840.1.113730.3.4.2';
/** Microsoft's, as its directory documents them. */
export const permissiveModifyOid = '1.2.840.113556.1.4.1413';
export const treeDeleteOid = '1.2.840.113556.1.4.805';
/** Ask the master (RFC 6171), which this server is. */
export const dontUseCopyOid = '1.3.6.1.1.22';

type Operations = readonly RequestKind[];
type Decode = (value: Buffer | undefined, critical: boolean) => Partial<RequestControls>;

interface ControlDefinition {
  readonly operations: ReadonlySet<RequestKind>;
  readonly decode: Decode;
}

function control(operations: Operations, decode: Decode): ControlDefinition {
  return { operations: new Set(operations), decode };
}

/** A control that says all by being there. */
function flag(
  name: string,
  operations: Operations,
  meaning: Partial<RequestControls>,
): ControlDefinition {
  return control(operations, (value) => {
    expectNoValue(name, value);
    return meaning;
  });
}

const onSearch: Operations = ['search'];
const onReading: Operations = ['search', 'compare'];
const onEntries: Operations = [...onReading, 'add', 'delete', 'modify', 'modifyDn'];
const onAll: Operations = [...onEntries, 'extended'];

const definitions: ReadonlyMap<string, ControlDefinition> = new Map([
  [manageDsaItOid, flag('ManageDsaIT', onAll, { manageDsaIt: true })],
  [
    proxiedAuthorizationOid,
    control(onAll, (value, critical) => ({
      proxied: decodeProxiedAuthorization(value, critical),
    })),
  ],
  [assertionOid, control(onEntries, (value) => ({ assertion: decodeAssertion(value) }))],
  [dontUseCopyOid, control(onReading, requireMaster)],
  [pagedResultsOid, control(onSearch, (value) => ({ paged: decodePagedResults(value) }))],
  [
    sortRequestOid,
    control(onSearch, (value, critical) => ({ sort: { keys: decodeSortKeys(value), critical } })),
  ],
  [virtualListViewOid, control(onSearch, (value) => ({ listView: decodeVirtualListView(value) }))],
  [
    matchedValuesOid,
    control(onSearch, (value) => ({ matchedValues: decodeValuesReturnFilter(value) })),
  ],
  [rangeRetrievalOid, flag('range retrieval', onSearch, {})],
  [subentriesOid, control(onSearch, (value) => ({ subentries: decodeSubentries(value) }))],
  [
    effectiveRightsOid,
    control(onSearch, (value) => ({ effectiveRights: decodeEffectiveRights(value) })),
  ],
  [
    preReadOid,
    control(['delete', 'modify', 'modifyDn'], (value, critical) => ({
      preRead: { attributes: decodeSelection(value), critical },
    })),
  ],
  [
    postReadOid,
    control(['add', 'modify', 'modifyDn'], (value, critical) => ({
      postRead: { attributes: decodeSelection(value), critical },
    })),
  ],
  [permissiveModifyOid, flag('permissive modify', ['modify'], { permissive: true })],
  [treeDeleteOid, flag('tree delete', ['delete'], { treeDelete: true })],
  [passwordPolicyOid, flag('password policy', ['bind', ...onAll], { passwordPolicy: true })],
] satisfies [string, ControlDefinition][]);

function requireMaster(value: Buffer | undefined, critical: boolean): Partial<RequestControls> {
  expectNoValue('don’t use copy', value);
  if (!critical) throw malformed('don’t use copy: the control must be critical');
  return {};
}

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
  for (const { oid, critical, value } of controls) {
    const definition = definitions.get(oid);
    if (!definition?.operations.has(operation)) {
      if (!critical) continue;
      throw new LdapError(
        'unavailableCriticalExtension',
        `the critical control ${oid} is not available for this operation`,
      );
    }
    if (seen.has(oid)) throw malformed(`the control ${oid} is given twice`);
    seen.add(oid);
    decoded = { ...decoded, ...definition.decode(value, critical) };
  }
  // What both together would mean is written nowhere (RFC 4511 §4.1.11).
  if (decoded.paged && decoded.listView) throw malformed('pages of a virtual list view');
  return decoded;
}

function malformed(why: string): LdapError {
  return new LdapError('protocolError', why);
}
