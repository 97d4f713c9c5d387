import type { Request } from '../../src/model/request.js';
import type { Answer } from './session.js';

interface AllowedDifference {
  readonly reason: string;
  readonly when: (request: Request, ours: Answer, slapd: Answer) => boolean;
}

/** Where the two may differ, and why; anything else is a defect of ours. */
const allowedDifferences: readonly AllowedDifference[] = [
  {
    reason: 'RFC 4511 §4.6: removing a value of the RDN is notAllowedOnRDN; slapd: namingViolation',
    when: (request, ours, slapd) =>
      request.kind === 'modify' &&
      ours.result.code === 'notAllowedOnRDN' &&
      slapd.result.code === 'namingViolation',
  },
];

/** The reason why these answers may differ; undefined: none. */
export function allowedReason(request: Request, ours: Answer, slapd: Answer): string | undefined {
  return allowedDifferences.find(({ when }) => when(request, ours, slapd))?.reason;
}
