import type { Filter } from '../../src/model/filter.js';
import type { Request } from '../../src/model/request.js';
import type { ResultCodeName } from '../../src/model/result.js';
import type { Answer } from '../conformance/session.js';

/** A request, and how many things in it may be at fault. */
export interface Sent {
  readonly request: Request;
  readonly faults: number;
}

interface AllowedDifference {
  readonly reason: string;
  readonly when: (sent: Sent, ours: Answer, slapd: Answer) => boolean;
}

/** Refusals of a request for what it says, whatever the directory holds. */
const refusals: ReadonlySet<ResultCodeName> = new Set([
  'protocolError',
  'noSuchAttribute',
  'undefinedAttributeType',
  'inappropriateMatching',
  'constraintViolation',
  'attributeOrValueExists',
  'invalidAttributeSyntax',
  'noSuchObject',
  'invalidDNSyntax',
  'unwillingToPerform',
  'namingViolation',
  'objectClassViolation',
  'notAllowedOnRDN',
  'entryAlreadyExists',
  'objectClassModsProhibited',
  'affectsMultipleDSAs',
]);

/** How a search ends for which entries were looked for. */
const searched: ReadonlySet<ResultCodeName> = new Set(['success', 'sizeLimitExceeded']);

/** Whether some item of a filter is an extensible match by a substring rule. */
function matchesParts(filter: Filter): boolean {
  if (filter.kind === 'and' || filter.kind === 'or') return filter.filters.some(matchesParts);
  if (filter.kind === 'not') return matchesParts(filter.filter);
  return filter.kind === 'extensible' && /SubstringsMatch$/.test(filter.rule ?? '');
}

const dottedCapitalI = Buffer.from('İ').toString('hex');

/** Whether some part of a filter holds the letter that is two when it is small. */
function holdsDottedI(filter: Filter): boolean {
  if (filter.kind === 'and' || filter.kind === 'or') return filter.filters.some(holdsDottedI);
  if (filter.kind === 'not') return holdsDottedI(filter.filter);
  if (filter.kind !== 'substrings') return false;
  const { initial, any, final } = filter;
  return [initial, ...any, final].some((part) => part?.toString('hex').includes(dottedCapitalI));
}

/** Where the two may differ, and why; anything else is a defect of ours. */
const allowedDifferences: readonly AllowedDifference[] = [
  {
    reason: 'RFC 4511 §4.6: removing a value of the RDN is notAllowedOnRDN; slapd: namingViolation',
    when: ({ request }, ours, slapd) =>
      request.kind === 'modify' &&
      ours.result.code === 'notAllowedOnRDN' &&
      slapd.result.code === 'namingViolation',
  },
  {
    reason: 'RFC 4511 §4.1.9: of several faults in one request any may be named',
    when: ({ faults }, ours, slapd) =>
      faults > 1 && refusals.has(ours.result.code) && refusals.has(slapd.result.code),
  },
  {
    reason: 'RFC 4512 §3.3: superclasses are in objectClass already; slapd does not add them',
    when: ({ request }, ours, slapd) =>
      request.kind === 'modify' &&
      request.changes.some(({ attribute }) => attribute === 'objectClass') &&
      (ours.result.code === 'attributeOrValueExists' || slapd.result.code === 'noSuchAttribute'),
  },
  {
    reason: 'an internal error of slapd',
    when: (_sent, _ours, slapd) => slapd.result.code === 'other',
  },
  {
    reason: 'by design a group may lose its last member: it then answers one zero-length name',
    when: ({ request }, ours, slapd) =>
      request.kind === 'modify' &&
      request.changes.some(({ attribute }) => attribute === 'member') &&
      ours.result.code === 'success' &&
      slapd.result.code === 'objectClassViolation',
  },
  {
    reason: 'RFC 4517 §3.3.16: an INTEGER has no largest; slapd adds in 64 bits',
    when: ({ request }, ours, slapd) =>
      request.kind === 'modify' &&
      request.changes.some(
        ({ kind, values }) => kind === 'increment' && values.some(({ length }) => length > 18),
      ) &&
      ours.result.code === 'success' &&
      slapd.result.code === 'invalidAttributeSyntax',
  },
  {
    reason: 'RFC 4511 §4.7: an entry may be refused for its name before it is for what it holds',
    when: ({ request }, ours, slapd) =>
      request.kind === 'add' &&
      (ours.result.code === 'noSuchObject' || ours.result.code === 'entryAlreadyExists') &&
      refusals.has(slapd.result.code),
  },
  {
    reason: 'RFC 4517 §3.3.30: a substring rule reads a substring assertion; slapd takes none',
    when: ({ request }, ours, slapd) =>
      request.kind === 'search' &&
      matchesParts(request.filter) &&
      [ours, slapd].every(({ result }) => searched.has(result.code)),
  },
  {
    reason:
      'RFC 3454 B.2: a small İ is i and a dot, which no plain i has; slapd leaves the dot out',
    when: ({ request }, ours, slapd) =>
      request.kind === 'search' &&
      holdsDottedI(request.filter) &&
      [ours, slapd].every(({ result }) => searched.has(result.code)),
  },
  {
    reason: 'RFC 4511 §4.1.9: matchedDN names the deepest superior; slapd: not on Modify DN',
    when: ({ request }, ours, slapd) =>
      request.kind === 'modifyDn' &&
      ours.result.code === 'noSuchObject' &&
      slapd.result.code === 'noSuchObject' &&
      slapd.result.matchedDn === '',
  },
  {
    reason: 'RFC 4532 §2.2: who was renamed or deleted since the bind; slapd: as it was then',
    when: ({ request }, ours, slapd) =>
      request.kind === 'extended' &&
      ours.result.code === 'success' &&
      slapd.value?.toString().startsWith('dn:') === true,
  },
];

/** The reason why these answers may differ; undefined: none. */
export function allowedReason(sent: Sent, ours: Answer, slapd: Answer): string | undefined {
  return allowedDifferences.find(({ when }) => when(sent, ours, slapd))?.reason;
}
