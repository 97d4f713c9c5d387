import type { Filter } from '../../model/filter.js';
import { compileFilter } from './compile-filter.js';
import type { Kernel } from '../context.js';
import { countOf, type Plan } from './plan.js';

/** How a filter would be answered, as data: what `explain FILTER` prints. */
export interface PlanExplanation {
  readonly step: Plan['kind'];
  /** The index, or why there is none. */
  readonly detail?: string;
  /** Candidates at most; absent for a scan. */
  readonly candidates?: number;
  readonly exact?: boolean;
  readonly parts?: readonly PlanExplanation[];
}

/** Explains a filter against the committed state. */
export function explainFilter(kernel: Kernel, filter: Filter): PlanExplanation {
  return explainPlan(compileFilter({ kernel, reader: kernel.store.current }, filter).plan);
}

function explainPlan(plan: Plan): PlanExplanation {
  const count = countOf(plan);
  const bound = Number.isFinite(count) ? { candidates: count } : {};
  switch (plan.kind) {
    case 'scan':
    case 'none':
      return { step: plan.kind, detail: plan.why, ...bound };
    case 'every':
      return { step: plan.kind };
    case 'index':
      return { step: plan.kind, detail: plan.name, ...bound, exact: plan.postings.exact };
    case 'intersection':
    case 'union':
      return { step: plan.kind, ...bound, parts: plan.plans.map(explainPlan) };
  }
}
