import { statSync } from 'node:fs';
import { type Bench, mebibytes, say, type Section } from './bench.js';
import { type Contender } from './contender.js';
import { type Cost } from './program.js';
import { median, medianRatio } from './statistics.js';
import { markdownTable } from './table.js';

const title = 'LDIF load';

/** Loads every store: whatever else is measured needs that, so it concerns any run. */
export const loadSection = (ldif: string): Section => ({
  title,
  concerns: () => true,
  run: async ({ contenders, options }: Bench) => {
    const costs = new Map<Contender, Cost[]>();
    for (const contender of contenders) if (contender.load) costs.set(contender, []);
    for (let turn = 0; turn < options.loads; turn += 1) {
      for (const [contender, each] of costs) {
        say(`load, ${contender.name}`);
        const cost = await contender.load?.();
        if (cost) each.push(cost);
      }
    }
    const [ours = []] = costs.values();
    const rows = [...costs].map(([{ name }, each]) => rowOf(name, each, ours));
    const size = mebibytes(statSync(ldif).size);
    return [
      `${size} MiB of LDIF; slapd's by \`slapadd -q\`.`,
      '',
      ...markdownTable(['server', 'seconds', 'RssAnon at most, MiB', 'ours ÷ it'], rows),
    ];
  },
});

function rowOf(name: string, costs: readonly Cost[], ours: readonly Cost[]): string[] {
  const rates = (of: readonly Cost[]): number[] => of.map(({ seconds }) => 1 / seconds);
  return [
    name,
    median(costs.map(({ seconds }) => seconds)).toFixed(1),
    mebibytes(median(costs.map(({ anonBytesMax }) => anonBytesMax))),
    costs === ours ? '' : `**${medianRatio(rates(ours), rates(costs)).toFixed(2)}** (≥ 2.0)`,
  ];
}
