import type { Service } from '../domain/catalogue.js';
import type { ScimMapping } from '../provision/scim-mapping.js';
import type { ScimTarget } from '../provision/scim-target.js';
import type { DurableState, StateWrite } from '../state/durable-state.js';
import {
  duePersons,
  personBlocked,
  personDeferred,
  personForgotten,
  knownPersons,
  personSent,
} from '../state/provisioning.js';
import type { ProvisioningRow } from '../state/provisioning-row.js';
import { targetAnswered, targetOf, targetPaused } from '../state/provisioning-target.js';
import { type Pace, waitAfter } from './pace.js';
import type { People } from './people.js';
import { type PersonOutcome, type ProvisioningScope, pushPerson } from './push-person.js';
import type { RelayObserver } from './relay-event.js';
import { admit, type ValveLimits } from './safety-valve.js';

export interface Provisioning {
  readonly store: DurableState;
  readonly people: People;
  readonly target: ScimTarget;
  readonly service: Service;
  readonly mapping: ScimMapping;
  readonly scope: ProvisioningScope;
  readonly valve: ValveLimits;
  readonly pace: Pace;
  readonly clock: () => Date;
  readonly random: () => number;
  readonly observe: RelayObserver;
  readonly closing: () => boolean;
}

/** A change that comes meanwhile waits for a batch to end: half a second at 20 ms an answer. */
const batchPersons = 100;
/** So many persons failing in a row is the target failing. */
const strayFailuresMax = 5;

/** Pushes the persons that are due until none is, or the target must rest. */
export async function provisionPersons(provisioning: Provisioning): Promise<void> {
  const { store, clock, pace, closing } = provisioning;
  const run = { failures: 0 };
  const resting = (): boolean => targetOf(store.state).pausedUntil > clock().getTime();
  while (!closing() && !resting()) {
    const rows = firstOf(duePersons(store.state, clock().getTime()), batchPersons);
    if (rows.length === 0) return;
    const queue = rows.values();
    const written: Promise<void>[] = [];
    const worker = async (): Promise<void> => {
      for (const row of queue) {
        if (closing() || resting()) return;
        written.push((await pushed(provisioning, row, run)).written);
      }
    };
    await Promise.all(Array.from({ length: pace.concurrency }, worker));
    await Promise.all(written);
  }
}

/**
 * Pushes one person. Resolves once the target has answered, with the writing down of that: the
 * next push need not wait for the disk.
 */
async function pushed(
  provisioning: Provisioning,
  row: ProvisioningRow,
  run: { failures: number },
): Promise<{ readonly written: Promise<void> }> {
  const { store, clock, observe } = provisioning;
  const ended = await pushPerson(row, {
    ...provisioning,
    hold: (held, risks) => hold(provisioning, held, risks),
  });
  const failing = ended.kind === 'pushed' && ended.outcome.kind === 'retry';
  run.failures = failing ? run.failures + 1 : 0;
  const { failures } = run;
  const written = store
    .write(({ state }) =>
      settle(provisioning, { row, ended, failures, now: clock().getTime() }, state),
    )
    .then((events) => {
      events.forEach(observe);
    });
  // Whoever awaits the batch hears of a failure; nobody may be waiting yet.
  written.catch(() => undefined);
  return { written };
}

/** Asks the safety valve, which holds or counts in one write. */
function hold(
  { store, clock, valve: limits }: Provisioning,
  row: ProvisioningRow,
  risks: readonly string[],
): Promise<boolean> {
  return store.write(({ state }) => {
    const known = knownPersons(state);
    const now = clock().getTime();
    return admit(state, { row, risks, limits, known, now }) !== undefined;
  });
}

interface Settling {
  readonly row: ProvisioningRow;
  readonly ended: PersonOutcome;
  readonly failures: number;
  readonly now: number;
}

/** Writes how a push ended; returns what to tell the log once that is durable. */
function settle(
  { pace, random }: Provisioning,
  { row, ended, failures, now }: Settling,
  state: StateWrite['state'],
): Parameters<RelayObserver>[0][] {
  const { person, wanted: covered } = row;
  if (ended.kind === 'held') return [];
  if (ended.kind === 'out-of-scope') {
    personForgotten(state, person, covered);
    return [];
  }
  const { outcome, ...sent } = ended;
  if (outcome.kind === 'pause') {
    const failed = targetOf(state).failures;
    const waitMs = outcome.waitMs ?? waitAfter(failed, pace.targetPausesMs, random);
    targetPaused(state, { until: now + waitMs, reason: outcome.reason, now });
    return [{ event: 'target-paused', reason: outcome.reason, waitMs }];
  }
  if (outcome.kind === 'retry') {
    const { reason } = outcome;
    const nextAt = now + waitAfter(row.attempts, pace.personRetriesMs, random);
    personDeferred(state, person, { reason, covered, nextAt });
    const deferred = { event: 'person-deferred', person, reason } as const;
    if (failures < strayFailuresMax) return [deferred];
    const waitMs = waitAfter(failures - strayFailuresMax, pace.targetPausesMs, random);
    targetPaused(state, { until: now + waitMs, reason, now });
    return [deferred, { event: 'target-paused', reason, waitMs }];
  }
  targetAnswered(state);
  if (outcome.kind === 'blocked') {
    personBlocked(state, person, { reason: outcome.reason, covered });
    return [{ event: 'person-blocked', person, reason: outcome.reason }];
  }
  const { did, adopted } = outcome;
  const remoteId = outcome.remoteId ?? null;
  personSent(state, person, { ...sent, covered, remoteId, now });
  return [{ event: 'person-pushed', person, did, adopted, lagMs: now - (row.since ?? now) }];
}

function firstOf<T>(items: Iterable<T>, limit: number): readonly T[] {
  const first: T[] = [];
  for (const item of items) {
    first.push(item);
    if (first.length >= limit) break;
  }
  return first;
}
