import type { Change, WriteOperation } from './change.js';
import { answerAccess } from './stages/answer-access.js';
import { checkAccess } from './stages/check-access.js';
import { checkConstraints } from './stages/check-constraints.js';
import { checkLogin } from './stages/check-login.js';
import { checkMemberUrls } from './stages/check-member-urls.js';
import { checkNationalValues } from './stages/check-national-values.js';
import { checkSize } from './stages/check-size.js';
import { checkSchema, completeObjectClasses } from './stages/check-schema.js';
import { derivePersonValues } from './stages/derive-person-values.js';
import { dropMemberships, guardMemberships } from './stages/guard-memberships.js';
import { keepPasswordState } from './stages/keep-password-state.js';
import { keepVerifiers } from './stages/keep-verifiers.js';
import { newPersonDefaults } from './stages/new-person-defaults.js';
import { recordPerson } from './stages/record-person.js';
import { requestAccess } from './stages/request-access.js';
import { stampEntry } from './stages/stamp-entry.js';

type Stage = (change: Change) => Change;

const A = 'add';
const M = 'modify';
const N = 'modifyDn';
const D = 'delete';

/**
 * Every write, stage by stage: a stage runs for the operations in its row, in this order. A stage
 * refuses by throwing an `LdapError`; nothing has been written then. The columns are the point.
 */
// prettier-ignore
const stages: readonly (readonly [Stage, ...WriteOperation[]])[] = [
  [checkAccess,           A, M, N, D],
  [guardMemberships,      A, M      ],
  [applyRequest,          A, M, N   ], // nothing of the entry showed in a refusal until here
  [dropMemberships,       A, M      ],
  [checkNationalValues,   A, M      ],
  [requestAccess,         A, M      ], // before the answer: one write may ask and answer
  [answerAccess,          A, M      ],
  [keepVerifiers,         A, M      ], // before the classes: it may add one
  [completeObjectClasses, A, M, N   ], // before whatever a class decides
  [newPersonDefaults,     A, M      ],
  [checkLogin,            A, M, N   ],
  [derivePersonValues,    A, M, N   ],
  [keepPasswordState,     A, M      ],
  [stampEntry,            A, M, N   ],
  [checkSize,             A, M, N   ],
  [checkSchema,           A, M, N   ], // after every stage that sets values
  [checkConstraints,      A, M, N   ],
  [checkMemberUrls,       A, M      ],
  [recordPerson,          A, M, N, D], // last: what happened is known
];

function applyRequest(change: Change): Change {
  return { ...change, after: change.apply(change.after) };
}

function stagesOf(operation: WriteOperation): readonly Stage[] {
  return stages.filter(([, ...rows]) => rows.includes(operation)).map(([stage]) => stage);
}

const corridors: Readonly<Record<WriteOperation, readonly Stage[]>> = {
  add: stagesOf(A),
  modify: stagesOf(M),
  modifyDn: stagesOf(N),
  delete: stagesOf(D),
};

/** Carries a change through its stages. @throws LdapError */
export function runStages(change: Change): Change {
  return corridors[change.operation].reduce((current, stage) => stage(current), change);
}

/**
 * The stages of an entry that a bulk load brings: the operator's own file, so access has been
 * decided; what it makes of the entry is the same.
 */
const bulkStages: readonly Stage[] = [
  applyRequest,
  dropMemberships,
  keepVerifiers,
  completeObjectClasses,
  newPersonDefaults,
  derivePersonValues,
  keepPasswordState,
  stampEntry,
  checkSize,
  checkSchema,
  checkConstraints,
  checkMemberUrls,
];

/** Carries one entry of a bulk load through its stages. @throws LdapError */
export function runBulkStages(change: Change): Change {
  return bulkStages.reduce((current, stage) => stage(current), change);
}
