import type { Request } from '../../src/model/request.js';
import type { ResultCodeName } from '../../src/model/result.js';
import type { Answer } from './session.js';

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
    reason: 'RFC 4511 §4.7: an entry may be refused for its name before it is for what it holds',
    when: ({ request }, ours, slapd) =>
      request.kind === 'add' &&
      (ours.result.code === 'noSuchObject' || ours.result.code === 'entryAlreadyExists') &&
      refusals.has(slapd.result.code),
  },
  {
    reason: 'RFC 4511 §4.1.9: matchedDN names the deepest superior; slapd: not on Modify DN',
    when: ({ request }, ours, slapd) =>
      request.kind === 'modifyDn' &&
      ours.result.code === 'noSuchObject' &&
      slapd.result.code === 'noSuchObject' &&
      slapd.result.matchedDn === '',
  },
];

/** The reason why these answers may differ; undefined: none. */
export function allowedReason(sent: Sent, ours: Answer, slapd: Answer): string | undefined {
  return allowedDifferences.find(({ when }) => when(sent, ours, slapd))?.reason;
}
