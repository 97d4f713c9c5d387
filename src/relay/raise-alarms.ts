import type { MailTemplateName } from '../notify/mail-templates.js';
import { type AlarmName, alarmLifted, alarmRaised, alarmRaisedAt } from '../state/alarms.js';
import type { DurableState, Json, StateWrite } from '../state/durable-state.js';
import { enqueueMail } from '../state/mail-queue.js';
import { duePersons, provisioningOf } from '../state/provisioning.js';
import {
  blockedPersons,
  countWaiting,
  heldPersons,
  waitingSince,
} from '../state/provisioning-index.js';
import { targetOf } from '../state/provisioning-target.js';
import { type BatchRow, batches, batchTold } from '../state/valve.js';
import type { Pace } from './pace.js';
import type { People } from './people.js';
import { administratorsOf } from './referents.js';
import type { RelayObserver } from './relay-event.js';

export interface Alarming {
  readonly store: DurableState;
  readonly people: People;
  readonly pace: Pace;
  readonly publicUrl: string | undefined;
  readonly clock: () => Date;
  readonly observe: RelayObserver;
}

/**
 * Tells the regional administrators, once each, that changes wait too long, that webDCR refuses
 * persons, or that the safety valve holds a batch: before the promised five minutes are over.
 */
export async function raiseAlarms(alarming: Alarming): Promise<void> {
  await alarmOfWaiting(alarming);
  await alarmOfBlocked(alarming);
  await tellOfBatches(alarming);
}

/** When the next alarm may be due, milliseconds since 1970. */
export function nextAlarmAt({ store: { state }, pace }: Pick<Alarming, 'store' | 'pace'>): number {
  const since = waitingSince(state);
  const raised = alarmRaisedAt(state, 'waiting') !== undefined;
  const waitingAt = since === undefined || raised ? Infinity : since + pace.alarmMs;
  const untold = batches(state).filter(({ toldAt }) => toldAt === null);
  return Math.min(waitingAt, ...untold.map(({ openedAt }) => openedAt + pace.batchTellMs));
}

const countMax = 10_000;

async function alarmOfWaiting(alarming: Alarming): Promise<void> {
  const { store, pace, clock } = alarming;
  const now = clock().getTime();
  const late = countWaiting(store.state, now - pace.alarmMs, countMax);
  await change(alarming, 'waiting', late > 0, () => ({
    template: 'webdcr-alarm',
    data: {
      persons: late,
      minutes: Math.round(pace.alarmMs / 60_000),
      reason: reasonOf(store),
    },
  }));
}

/** Why changes wait: what the target said last, or what one of the persons was told. */
function reasonOf({ state }: DurableState): string {
  const { reason } = targetOf(state);
  if (reason !== null) return reason;
  const [first] = duePersons(state, Infinity);
  if (first?.lastError) return first.lastError;
  return 'aucune : webDCR répond, mais plus lentement que les changements n’arrivent';
}

async function alarmOfBlocked(alarming: Alarming): Promise<void> {
  const { store, clock, pace } = alarming;
  const persons = blockedPersons(store.state, countMax);
  const since = alarmRaisedAt(store.state, 'blocked');
  // Those who stay blocked are spoken of again, a day later.
  if (since !== undefined && clock().getTime() >= since + pace.blockedTellMs) {
    await store.write(({ state }) => {
      alarmLifted(state, 'blocked');
    });
  }
  await change(alarming, 'blocked', persons.length > 0, () => {
    const blocked = persons.slice(0, 20).map((person) => {
      const row = provisioningOf(store.state, person);
      return { login: row?.login ?? row?.dn ?? person, reason: row?.lastError ?? '' };
    });
    const count = persons.length;
    return { template: 'webdcr-blocked', data: { count, blocked, others: count - blocked.length } };
  });
}

interface AlarmMail {
  readonly template: MailTemplateName;
  readonly data: Readonly<Record<string, Json>>;
}

/** Raises or lifts an alarm; mails go out when it is raised. */
async function change(
  alarming: Alarming,
  name: AlarmName,
  isAlarming: boolean,
  mail: () => AlarmMail,
): Promise<void> {
  const { store, clock, observe } = alarming;
  const now = clock().getTime();
  const isRaised = alarmRaisedAt(store.state, name) !== undefined;
  if (isRaised === isAlarming) return;
  const told = isAlarming ? mail() : undefined;
  await store.write(({ state }) => {
    if (!told) {
      alarmLifted(state, name);
      return;
    }
    alarmRaised(state, name, now);
    queue(alarming, state, { ...told, key: `${name} ${String(now)}`, now });
  });
  observe({ event: isAlarming ? 'alarm-raised' : 'alarm-lifted', alarm: name });
}

async function tellOfBatches(alarming: Alarming): Promise<void> {
  const { store, clock, pace } = alarming;
  const now = clock().getTime();
  const due = batches(store.state).filter(
    ({ toldAt, released, openedAt }) =>
      toldAt === null && !released && openedAt + pace.batchTellMs <= now,
  );
  for (const batch of due) {
    const data = batchData(alarming, batch);
    await store.write(({ state }) => {
      batchTold(state, batch.id, now);
      queue(alarming, state, { template: 'safety-valve', data, key: batch.id, now });
    });
    alarming.observe({ event: 'batch-held', batch: batch.id, persons: data.count });
  }
}

function batchData({ store: { state } }: Alarming, batch: BatchRow) {
  const persons = heldPersons(state, batch.id, countMax);
  const logins = persons.slice(0, 20).map((person) => {
    const row = provisioningOf(state, person);
    return row?.login ?? row?.dn ?? person;
  });
  const { id, kind, limit } = batch;
  const count = persons.length;
  return { batch: id, count, what: kind, limit, logins, others: count - logins.length };
}

function queue(
  { people, publicUrl }: Alarming,
  state: StateWrite['state'],
  mail: AlarmMail & { readonly key: string; readonly now: number },
): void {
  const { template, key, now } = mail;
  const link = publicUrl === undefined ? '' : `${publicUrl.replace(/\/+$/, '')}/tableau-de-bord`;
  const data = { ...mail.data, link };
  for (const recipient of administratorsOf(people)) {
    enqueueMail(state, { template, request: key, transition: 'raised', recipient, data }, now);
  }
}
