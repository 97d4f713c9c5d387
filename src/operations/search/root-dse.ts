import type { SearchSink } from '../../model/encoded-entry.js';
import type { Attribute } from '../../model/entry.js';
import type { SearchRequest } from '../../model/request.js';
import { LdapError } from '../../model/result.js';
import { subschemaDn } from './computed.js';
import type { Call, Kernel } from '../context.js';
import { mechanismsFor, type Peer } from '../peer.js';
import { supportedControls } from '../controls.js';
import { answerLoneEntry, textAttribute } from './lone-entry.js';
import type { SearchOutcome } from './search-outcome.js';
import { supportedExtensions, supportedFeatures } from '../supported.js';

/** A search with a zero-length base. */
export const isRootDse = (_kernel: Kernel, request: SearchRequest): boolean =>
  request.base.trim() === '';

/**
 * Answers with the root DSE (RFC 4512 §5.1), which anyone may read.
 *
 * @throws LdapError `noSuchObject` for a scope beyond it: no naming context is the empty name
 */
export function answerRootDse(
  kernel: Kernel,
  call: Call<SearchRequest>,
  sink: SearchSink,
): SearchOutcome {
  if (call.request.scope !== 'base') throw new LdapError('noSuchObject', '');
  return answerLoneEntry(kernel, call, {
    sink,
    dn: '',
    attributes: rootDse(kernel, call.context.peer),
  });
}

/** What it says to a client: SASL mechanisms differ by transport (RFC 4513 §5.2.1.5). */
export function rootDse(kernel: Kernel, peer: Peer | undefined): readonly Attribute[] {
  const offered: Attribute[] = [
    textAttribute('objectClass', 'top'),
    textAttribute('structuralObjectClass', 'top'),
    textAttribute('namingContexts', kernel.suffix),
    textAttribute('supportedControl', ...supportedControls),
    textAttribute('supportedExtension', ...supportedExtensions, ...kernel.serverExtensions),
    textAttribute('supportedFeatures', ...supportedFeatures),
    textAttribute('supportedLDAPVersion', '3'),
    textAttribute('supportedSASLMechanisms', ...mechanismsFor(peer)),
    textAttribute('subschemaSubentry', subschemaDn),
    textAttribute('entryDN', ''),
    textAttribute('vendorName', 'annuaire'),
    textAttribute('vendorVersion', ...(kernel.vendorVersion === '' ? [] : [kernel.vendorVersion])),
  ];
  return offered.filter(({ values }) => values.length > 0);
}
