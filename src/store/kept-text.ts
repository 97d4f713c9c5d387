import { planText } from './indexes/index-plan.js';
import { listPlanText } from './lists/list-plan.js';
import type { SharedState } from './shared-state.js';

/** Indexes and lists as plain data, to tell whether the rows on disk were made by other ones. */
export function keptText({
  plan,
  listPlan,
}: Pick<SharedState, 'plan' | 'listPlan'>): Record<string, string> {
  return { ...planText(plan), ...listPlanText(listPlan) };
}
