/**
 * What happens after a commit, at its own pace:
 *
 *     journal ──follow──▶ mail queue ─────────▶ mailer
 *        └────follow──▶ provisioning rows ──▶ webDCR
 *
 * Each arrow is a task that runs once at a time and can die at any point: what it has done is
 * in the store, and the next run goes on from there. Slow or failing downstreams delay neither
 * each other nor an LDAP client.
 */
import type { Operations } from '../operations/directory.js';
import { schedule, validate } from 'node-cron';

import { personReleased } from '../state/provisioning.js';
import { reconciliationWanted } from '../state/provisioning-target.js';
import { type Comparison, startComparison } from './comparison.js';
import { delayMemory, type Delays } from './delays.js';
import { type MailDesk, mailDesk } from './mail-desk.js';
import { type PersonSync, personSyncOf } from './person-sync.js';
import { type BatchRelease, releaseBatch } from './release-batches.js';
import { previewAs } from './preview.js';
import type { RelayOptions } from './relay-options.js';
import { type Badge, badgeOf, type RelayStatus, relayStatus } from './status.js';
import { relayTasks } from './tasks.js';

export interface Relay extends MailDesk, Comparison {
  /** Looks for work now. */
  wake(): void;
  /** Resolves when the work found now is done or waits for its time. */
  settled(): Promise<void>;
  status(): RelayStatus;
  /** From commit to webDCR's answer, of the last thousand pushes. */
  delays(): ReturnType<Delays['quantiles']>;
  badgeOf(entryUuid: string): Badge | undefined;
  /** Where a person stands; undefined when nothing is known of it. */
  personSync(entryUuid: string): PersonSync | undefined;
  /**
   * What webDCR would receive of a person now, as far as a reader may see it; undefined for one
   * that is not there.
   */
  preview(
    entryUuid: string,
    reader: Operations,
  ): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Has everyone looked up at the target and pushed, one by one. */
  reconcile(): Promise<void>;
  /** Tries a blocked or waiting person again now; false when it is up to date or unknown. */
  sendAgain(entryUuid: string): Promise<boolean>;
  /** Lets go what the safety valve holds; false when there is no such batch any more. */
  releaseBatch(release: BatchRelease): Promise<boolean>;
  close(): Promise<void>;
}

/** Starts the relay. @throws Error when the cron expression is none. */
export function startRelay(options: RelayOptions): Relay {
  const { directory, store, clock } = options;
  checkCron(options.cron);
  const delays = delayMemory();
  const observe: RelayOptions['observe'] = (event) => {
    if (event.event === 'person-pushed' && event.did !== 'nothing') delays.note(event.lagMs);
    options.observe(event);
  };
  const tasks = relayTasks({ ...options, observe });
  let debounce: NodeJS.Timeout | undefined;
  let timer: NodeJS.Timeout | undefined;

  const settled = async (): Promise<void> => {
    await tasks.everything();
    rest();
  };
  const wake = (): void => void settled();
  /** Sleeps until the next thing falls due; the cron is there besides. */
  const rest = (): void => {
    clearTimeout(timer);
    if (tasks.closing()) return;
    const wait = tasks.nextAt() - clock().getTime();
    timer = setTimeout(wake, Math.min(Math.max(wait, restMsMin), restMsMax));
    timer.unref();
  };
  const unsubscribe = directory.onCommit(() => {
    debounce ??= setTimeout(() => {
      debounce = undefined;
      wake();
    }, tasks.pace.debounceMs);
  });
  const cron = schedule(options.cron, wake, { noOverlap: true });
  const { stop: stopComparing, ...comparison } = startComparison(options, wake);
  wake();

  return {
    ...comparison,
    wake,
    settled,
    status: () => relayStatus(store.state, { lastSequence: directory.lastSequence, now: clock() }),
    delays: () => delays.quantiles(),
    badgeOf: (entryUuid) => badgeOf(store.state, entryUuid, clock()),
    reconcile: async () => {
      const now = clock().getTime();
      const sequence = directory.lastSequence;
      await store.write(({ state }) => {
        reconciliationWanted(state, { sequence, now });
      });
      wake();
    },
    preview: (entryUuid, reader) => previewAs(reader, entryUuid, options),
    personSync: (entryUuid) => personSyncOf(store.state, entryUuid, options.scope),
    sendAgain: async (entryUuid) => {
      const now = clock().getTime();
      const done = await store.write(({ state }) => personReleased(state, entryUuid, now));
      wake();
      return done;
    },
    releaseBatch: async (release) => {
      const done = await releaseBatch(options, release);
      if (done) wake();
      return done;
    },
    ...mailDesk(options, wake),
    close: async () => {
      unsubscribe();
      clearTimeout(debounce);
      await Promise.all([cron.destroy(), stopComparing()]);
      await tasks.stop();
      clearTimeout(timer);
    },
  };
}

function checkCron(cron: string): void {
  if (!validate(cron)) throw new Error(`ANNUAIRE_WEBDCR_CRON: “${cron}” is no cron expression`);
}

const restMsMin = 100;
const restMsMax = 60_000;
