import { parseFilter } from '../../model/filter-text.js';
import type { PlanExplanation } from '../../operations/filter/explain.js';
import type { Command } from '../command.js';
import { Exit } from '../exit.js';
import { openLocal } from '../local-directory.js';

/** Shows from which indexes a filter would be answered. */
export const explain: Command = {
  name: 'explain',
  usage: 'FILTER',
  summary: 'show which indexes answer a filter',
  options: {},
  arity: [1, 1],
  run: async (world, { positionals: [text = ''], json }) => {
    const filter = parseFilter(text);
    const local = openLocal(world, { readOnly: true });
    try {
      const plan = local.directory.explain(filter);
      if (json) world.print(JSON.stringify(plan));
      else for (const line of linesOf(plan, 0)) world.print(line);
      return Exit.done;
    } finally {
      await local.close();
    }
  },
};

function linesOf(plan: PlanExplanation, depth: number): string[] {
  const { step, detail = '', candidates, exact } = plan;
  const count = candidates === undefined ? '' : `, ${String(candidates)} candidates`;
  const certainty = exact === false ? ', checked one by one' : '';
  const line = `${'  '.repeat(depth)}${step} ${detail}${count}${certainty}`;
  return [line, ...(plan.parts ?? []).flatMap((part) => linesOf(part, depth + 1))];
}
