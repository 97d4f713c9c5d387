import { cursorOf } from '../state/cursors.js';
import type { StateView } from '../state/durable-state.js';
import { type LastReconciliation, lastReconciliationOf } from '../state/last-reconciliation.js';
import { countMails } from '../state/mail-queue.js';
import type { MailState } from '../state/mail-row.js';
import { provisioningOf } from '../state/provisioning.js';
import {
  blockedPersons,
  countPersons,
  heldPersons,
  waitingSince,
} from '../state/provisioning-index.js';
import type { SyncState } from '../state/provisioning-row.js';
import { reconciliationOf, targetOf } from '../state/provisioning-target.js';
import { batches } from '../state/valve.js';

/** What `sync status` prints. */
export interface RelayStatus {
  readonly persons: Readonly<Record<SyncState, number>>;
  readonly mails: Readonly<Record<MailState, number>>;
  /** Journal rows not read yet. */
  readonly unread: { readonly mails: number; readonly webdcr: number };
  /** How long the change that has waited longest has; 0 when none waits. */
  readonly oldestWaitMs: number;
  readonly reconciling: boolean;
  /** What the last comparison of everyone found; undefined before the first. */
  readonly reconciliation: LastReconciliation | undefined;
  readonly target: {
    /** ISO 8601; undefined when pushes flow. */
    readonly pausedUntil: string | undefined;
    readonly reason: string | undefined;
  };
  /** What the safety valve holds until someone releases it. */
  readonly held: readonly HeldBatch[];
  /** The first persons that need a human. */
  readonly blocked: readonly { readonly login: string; readonly reason: string }[];
}

const blockedMax = 100;

/** The state of mails and provisioning. */
export function relayStatus(
  state: StateView,
  at: { readonly lastSequence: number; readonly now: Date },
): RelayStatus {
  const now = at.now.getTime();
  const { pausedUntil, reason } = targetOf(state);
  const paused = pausedUntil > now;
  return {
    persons: countPersons(state),
    mails: countMails(state),
    unread: {
      mails: at.lastSequence - (cursorOf(state, 'mails') ?? 0),
      webdcr: at.lastSequence - (cursorOf(state, 'webdcr') ?? 0),
    },
    oldestWaitMs: now - Math.min(now, waitingSince(state) ?? now),
    reconciling: reconciliationOf(state) !== undefined,
    reconciliation: lastReconciliationOf(state),
    target: {
      pausedUntil: paused ? new Date(pausedUntil).toISOString() : undefined,
      reason: paused ? (reason ?? undefined) : undefined,
    },
    held: heldBatches(state),
    blocked: blockedPersons(state, blockedMax).map((person) => {
      const row = provisioningOf(state, person);
      return { login: row?.login ?? row?.dn ?? person, reason: row?.lastError ?? '' };
    }),
  };
}

/** A batch that waits for its release. */
export interface HeldBatch {
  readonly batch: string;
  /** `désactivations` */
  readonly kind: string;
  readonly limit: string;
  /** ISO 8601. */
  readonly since: string;
  readonly persons: number;
}

const heldMax = 100_000;

export function heldBatches(state: StateView): readonly HeldBatch[] {
  return batches(state).flatMap(({ id, kind, limit, openedAt, released }) => {
    if (released) return [];
    const persons = heldPersons(state, id, heldMax).length;
    return [{ batch: id, kind, limit, since: new Date(openedAt).toISOString(), persons }];
  });
}

/** A person's state at webDCR as a record shows it. */
export interface Badge {
  readonly state: 'a-jour' | 'en-attente' | 'bloque';
  /** `à jour, 10 h 42` */
  readonly text: string;
}

/** Undefined for a person who was never to be sent. */
export function badgeOf(state: StateView, entryUuid: string, now: Date): Badge | undefined {
  const row = provisioningOf(state, entryUuid);
  if (!row) return undefined;
  const details = row.lastError === null ? '' : ` : ${row.lastError}`;
  switch (row.state) {
    case 'à jour':
      return { state: 'a-jour', text: `à jour${moment(row.syncedAt, now)}` };
    case 'en attente':
      return { state: 'en-attente', text: `en attente${moment(row.since, now)}` };
    case 'nouvel essai':
      return { state: 'en-attente', text: `nouvel essai${moment(row.dueAt, now)}${details}` };
    case 'bloqué':
      return { state: 'bloque', text: `bloqué${details}` };
    case 'retenu':
      return { state: 'bloque', text: row.lastError ?? 'retenu' };
  }
}

const parts = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
});

/** `, 10 h 42` today, `, 23/11/2026 10 h 42` another day. */
function moment(ms: number | null, now: Date): string {
  if (ms === null) return '';
  const [day, hour] = dayAndHour(new Date(ms));
  return day === dayAndHour(now)[0] ? `, ${hour}` : `, ${day} ${hour}`;
}

function dayAndHour(date: Date): readonly [string, string] {
  const all = new Map(parts.formatToParts(date).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => all.get(type) ?? '';
  const hour = String(Number(part('hour')));
  return [
    `${part('day')}/${part('month')}/${part('year')}`,
    `${hour}\u202fh\u202f${part('minute')}`,
  ];
}
