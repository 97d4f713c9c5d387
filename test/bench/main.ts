import { createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { casesOver } from './cases.js';
import { type Comparison, LoadGenerator, type Pace } from './measure.js';
import { startOurs } from './ours.js';
import { personsLdif } from './persons.js';
import { type MeasuredServer } from './server.js';
import { startSlapd } from './slapd.js';
import { caveatsOf, tableOf } from './table.js';

/**
 * `npm run bench -- [--size PERSONS] [--pairs N] [--seconds S] [--only TEXT] [--ours]`: the built
 * service beside OpenLDAP, on the same data, one after the other in turn.
 */
const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '47200' },
    pairs: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '2' },
    connections: { type: 'string', default: '16' },
    only: { type: 'string', default: '' },
    ours: { type: 'boolean', default: false },
  },
});

const pace: Pace = {
  pairs: Number(values.pairs),
  connections: Number(values.connections),
  warmUpMs: 500,
  durationMs: Number(values.seconds) * 1000,
};
const directory = mkdtempSync(join(tmpdir(), 'annuaire-bench-'));
const generator = new LoadGenerator();
const servers: MeasuredServer[] = [];
try {
  await run();
} finally {
  generator.close();
  for (const server of servers) await server.close();
  rmSync(directory, { recursive: true, force: true });
}

async function run(): Promise<void> {
  const size = Number(values.size);
  const ldif = join(directory, 'persons.ldif');
  await pipeline(Readable.from(personsLdif(size)), createWriteStream(ldif));
  const ours = await startOurs(directory, ldif);
  servers.push(ours);
  const slapd = await peer(ldif);
  if (slapd) servers.push(slapd);
  const comparisons: Comparison[] = [];
  for (const bench of casesOver(size)) {
    if (!bench.name.includes(values.only)) continue;
    process.stderr.write(`${bench.name}\n`);
    comparisons.push(await generator.compare(bench, { ours, slapd }, pace));
  }
  show(size, { ours, slapd, comparisons });
}

async function peer(ldif: string): Promise<MeasuredServer | undefined> {
  if (values.ours) return undefined;
  if (existsSync('/usr/sbin/slapd')) return startSlapd(directory, ldif);
  process.stderr.write('slapd is not installed: ours alone is measured\n');
  return undefined;
}

function show(
  size: number,
  {
    ours,
    slapd,
    comparisons,
  }: {
    readonly ours: MeasuredServer;
    readonly slapd: MeasuredServer | undefined;
    readonly comparisons: readonly Comparison[];
  },
): void {
  const machine = `${cpus()[0]?.model ?? 'unknown processor'} × ${String(availableParallelism())}`;
  const lines = [
    `${String(size)} persons, ${String(pace.connections)} connections, median of ` +
      `${String(pace.pairs)} pairs of ${values.seconds} s, Node ${process.version}, ${machine}.`,
    '',
    `LDIF load: ours ${ours.loadSeconds.toFixed(1)} s` +
      (slapd
        ? `, slapadd -q ${slapd.loadSeconds.toFixed(1)} s, ratio ` +
          `**${(slapd.loadSeconds / ours.loadSeconds).toFixed(2)}**.`
        : '.'),
    '',
    tableOf(comparisons),
    '',
    ...caveatsOf(comparisons).map((caveat) => `- ${caveat}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
