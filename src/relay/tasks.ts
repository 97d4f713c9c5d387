import { setTimeout as sleep } from 'node:timers/promises';

import { nextDigestAt } from '../state/mail-digests.js';
import { nextMailAt } from '../state/mail-queue.js';
import { nextPersonAt } from '../state/provisioning.js';
import { nextFollowUpAt } from '../state/request-follow-ups.js';
import { targetOf } from '../state/provisioning-target.js';
import { followChanges } from './follow-changes.js';
import { followMails } from './follow-mails.js';
import { defaultPace, type Pace } from './pace.js';
import { peopleOf } from './people.js';
import { provisionPersons } from './provision-persons.js';
import type { RelayOptions } from './relay-options.js';
import { queueDigests } from './queue-digests.js';
import { nextAlarmAt, raiseAlarms } from './raise-alarms.js';
import { releaseBatches } from './release-batches.js';
import { remindOfRequests } from './remind-requests.js';
import { sendMails } from './send-mails.js';
import { type SingleFlight, singleFlight } from './single-flight.js';
import { spreadReconciliation } from './spread-reconciliation.js';

/** The work of the relay as two lines that do not wait for each other. */
export interface RelayTasks {
  readonly pace: Pace;
  /** Does all there is to do; never rejects. */
  everything(): Promise<void>;
  /** When there is something to do again, milliseconds since 1970. */
  nextAt(): number;
  closing(): boolean;
  /** Begins nothing more and gives what is under way its grace. */
  stop(): Promise<void>;
}

export function relayTasks(options: RelayOptions): RelayTasks {
  const { store, clock, catalogue, mailer, scimTarget: target } = options;
  const pace = { ...defaultPace, ...options.pace };
  const people = peopleOf(options.directory);
  const service = catalogue.services.find((each) => each.provisioning === 'webdcr');
  const inFlight = new Set<string>();
  let stopped = false;
  let failedAt: number | undefined;
  const closing = (): boolean => stopped;
  const shared = { ...options, pace, people, closing };

  const task = (name: string, run: () => Promise<void>): SingleFlight =>
    singleFlight(run, (error) => {
      failedAt = clock().getTime();
      const defect = error instanceof Error ? (error.stack ?? error.message) : String(error);
      options.observe({ event: 'relay-failed', task: name, defect });
    });

  const lines = [
    task('follow-mails', async () => {
      await followMails(shared);
      await remindOfRequests(shared);
      await queueDigests(shared);
    }),
    task('send-mails', async () => {
      if (mailer) await sendMails({ ...shared, mailer, sender: options.sender, inFlight });
    }),
    task('follow-changes', async () => {
      if (target && service) await followChanges(shared);
    }),
    task('reconciliation', async () => {
      if (target && service) await spreadReconciliation(shared);
    }),
    task('provisioning', async () => {
      if (!target || !service) return;
      await releaseBatches(shared);
      await provisionPersons({ ...shared, target, service });
    }),
    task('alarms', async () => {
      if (target && service) await raiseAlarms(shared);
    }),
  ] as const;
  const [toQueue, toMail, toMark, toSpread, toPush, toAlarm] = lines;

  return {
    pace,
    closing,
    everything: async () => {
      failedAt = undefined;
      await Promise.all([
        toQueue.run().then(() => toMail.run()),
        toAlarm.run().then(() => toMail.run()),
        // Spreading 47,000 rows must not hold back the change of a moment ago.
        toMark.run().then(() => Promise.all([toPush.run(), toSpread.run()])),
      ]);
    },
    nextAt: () => {
      const { state } = store;
      const mailAt = mailer ? (nextMailAt(state) ?? Infinity) : Infinity;
      const laterAt = Math.min(nextFollowUpAt(state) ?? Infinity, nextDigestAt(state) ?? Infinity);
      const personAt = target && service ? (nextPersonAt(state) ?? Infinity) : Infinity;
      const pushAt = Math.max(personAt, targetOf(state).pausedUntil);
      const alarmAt = target && service ? nextAlarmAt(shared) : Infinity;
      const retryAt = failedAt === undefined ? Infinity : failedAt + retryMs;
      return Math.min(mailAt, laterAt, pushAt, alarmAt, retryAt);
    },
    stop: async () => {
      stopped = true;
      const ended = Promise.all(lines.map((line) => line.stop()));
      await Promise.race([ended, sleep(pace.graceMs, undefined, { ref: false })]);
    },
  };
}

/** After a defect or a store that refused. */
const retryMs = 1_000;
