import { schedule, validate } from 'node-cron';

import { type LastReconciliation, lastReconciliationOf } from '../state/last-reconciliation.js';
import { peopleOf } from './people.js';
import { reconcile, type Reconciliation } from './reconcile.js';
import type { RelayOptions } from './relay-options.js';

/** Comparisons with the target: at night, and when one is asked for. */
export interface Comparison {
  /**
   * Compares one person or everyone with the target and says what differs; `repair` also marks
   * for sending. Undefined when nothing is provisioned, or a comparison is under way.
   */
  compare(of: {
    /** entryUUID; everyone without. */
    readonly person: string | undefined;
    readonly repair: boolean;
  }): Promise<Reconciliation | undefined>;
  /** What the last comparison of everyone found. */
  lastReconciliation(): LastReconciliation | undefined;
}

/** @throws Error when the cron expression is none. */
export function startComparison(
  options: RelayOptions,
  wake: () => void,
): Comparison & { readonly stop: () => Promise<void> } {
  const { store, reconcileCron, scimTarget: target, observe } = options;
  if (!validate(reconcileCron)) {
    throw new Error(`ANNUAIRE_WEBDCR_RECONCILE_CRON: “${reconcileCron}” is no cron expression`);
  }
  const service = options.catalogue.services.find((each) => each.provisioning === 'webdcr');
  const people = peopleOf(options.directory);
  const doing = { comparing: false, stopped: false };
  const means = {
    ...options,
    people,
    closing: () => doing.stopped,
    lastSequence: () => options.directory.lastSequence,
  };
  const compare: Comparison['compare'] = async (of) => {
    if (!target || !service || doing.comparing) return undefined;
    doing.comparing = true;
    try {
      const found = await reconcile({ ...means, target, service }, of);
      const { counts, incomplete, repaired } = found;
      observe({ event: 'reconciliation-ended', counts, incomplete });
      if (repaired > 0) wake();
      return found;
    } finally {
      doing.comparing = false;
    }
  };
  const nightly = schedule(
    reconcileCron,
    async () => {
      // It reports; a repair is asked for by someone who has read the report.
      await compare({ person: undefined, repair: false }).catch((error: unknown) => {
        const defect = error instanceof Error ? (error.stack ?? error.message) : String(error);
        observe({ event: 'relay-failed', task: 'comparison', defect });
      });
    },
    { noOverlap: true },
  );
  return {
    compare,
    lastReconciliation: () => lastReconciliationOf(store.state),
    stop: async () => {
      doing.stopped = true;
      await nightly.destroy();
    },
  };
}
