import type { SearchSink } from '../../model/encoded-entry.js';
import type { Attribute } from '../../model/entry.js';
import type { SearchRequest } from '../../model/request.js';
import type { DnKey } from '../../schema/definitions.js';
import { subschemaDn } from './computed.js';
import type { Call, Kernel } from '../context.js';
import { generalizedTime } from '../csn.js';
import { dnKeyOf } from '../dn-text.js';
import { answerLoneEntry, textAttribute } from './lone-entry.js';
import type { SearchOutcome } from './search-outcome.js';

/** A base search of the subschema subentry (RFC 4512 §4.2, §4.4). */
export function isSubschema(kernel: Kernel, request: SearchRequest): boolean {
  return request.scope === 'base' && isSubschemaName(dnKeyOf(kernel, request.base));
}

export const isSubschemaName = ({ text }: DnKey): boolean => text === subschemaDn.toLowerCase();

/** Answers with the schema as loaded; anyone may read it. */
export function answerSubschema(
  kernel: Kernel,
  call: Call<SearchRequest>,
  sink: SearchSink,
): SearchOutcome {
  return answerLoneEntry(kernel, call, {
    sink,
    dn: subschemaDn,
    attributes: subschemaEntry(kernel),
  });
}

/** The entry that publishes the schema, with times that clients' caches go by (RFC 4512 §4.2). */
export function subschemaEntry(kernel: Kernel): readonly Attribute[] {
  const since = generalizedTime(kernel.openedAt);
  return [
    textAttribute('objectClass', 'top', 'subentry', 'subschema', 'extensibleObject'),
    textAttribute('structuralObjectClass', 'subentry'),
    textAttribute('cn', 'Subschema'),
    textAttribute('subschemaSubentry', subschemaDn),
    textAttribute('entryDN', subschemaDn),
    textAttribute('createTimestamp', since),
    textAttribute('modifyTimestamp', since),
    ...kernel.schema.subschema,
  ];
}
