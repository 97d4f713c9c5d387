import type { ReconciliationCounts } from '../provision/reconciliation.js';

/** What the relay did, for the log and the metrics: no mail text, no person's data but ids. */
export type RelayEvent =
  | { readonly event: 'mail-queued'; readonly mail: string; readonly template: string }
  | { readonly event: 'mail-sent'; readonly mail: string; readonly attempts: number }
  | {
      readonly event: 'mail-deferred' | 'mail-failed';
      readonly mail: string;
      readonly reason: string;
    }
  | { readonly event: 'mail-without-recipient'; readonly service: string }
  | {
      readonly event: 'person-pushed';
      readonly person: string;
      readonly did: 'created' | 'updated' | 'nothing';
      readonly adopted: boolean;
      /** From the first change waiting to the target's answer. */
      readonly lagMs: number;
    }
  | {
      readonly event: 'person-deferred' | 'person-blocked';
      readonly person: string;
      readonly reason: string;
    }
  | { readonly event: 'target-paused'; readonly reason: string; readonly waitMs: number }
  | { readonly event: 'alarm-raised' | 'alarm-lifted'; readonly alarm: 'waiting' | 'blocked' }
  /** By the safety valve; a mail tells the administrators. */
  | { readonly event: 'batch-held'; readonly batch: string; readonly persons: number }
  | { readonly event: 'batch-released'; readonly batch: string; readonly by: string }
  | { readonly event: 'reconciliation-spread'; readonly persons: number }
  | {
      readonly event: 'reconciliation-ended';
      readonly counts: ReconciliationCounts;
      readonly incomplete: string | undefined;
    }
  /** A defect, or the store refusing a write: tried again. */
  | { readonly event: 'relay-failed'; readonly task: string; readonly defect: string };

export type RelayObserver = (event: RelayEvent) => void;
