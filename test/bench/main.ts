import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, say, type Section } from './bench.js';
import { caseSection } from './case-section.js';
import { type Contender, type Ground } from './contender.js';
import { writeDirectory } from './directory-file.js';
import { disturbanceSection } from './disturbance-section.js';
import { disturbances } from './disturbances.js';
import { groupSection } from './group-section.js';
import { idleSection } from './idle-section.js';
import { LoadGenerator } from './load-generator-process.js';
import { loadSection } from './load-section.js';
import { type Options, optionsOf, type PeerName } from './options.js';
import { exportOfImport, oursOn } from './ours.js';
import { personShape } from './person-shape.js';
import { plainShape } from './plain-shape.js';
import { bareOn, ldapjsOn } from './program-peers.js';
import { slapdOn, slapdProgram } from './slapd.js';
import { storeSection } from './store-section.js';

/**
 * `npm run bench -- [--size PERSONS] [--shape plain|person] [--pairs N] [--loads N] [--seconds S]
 * [--only TEXT] [--peers slapd,ldapjs,bare|none] [--workers N]`: the built service beside others,
 * on the same data, one after the other in turn. The report goes to standard output.
 */
const options = optionsOf(process.argv.slice(2));
const directory = mkdtempSync(join(process.env['BENCH_DIRECTORY'] ?? tmpdir(), 'annuaire-bench-'));
const generator = new LoadGenerator();
process.once('exit', () => {
  rmSync(directory, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
await run();
generator.close();

async function run(): Promise<void> {
  const ground = await prepare(options);
  const { population, ldif } = ground;
  const pace = { pairs: options.pairs, warmUpMs: 500, durationMs: options.seconds * 1000 };
  const contenders = await contendersOn(ground, options.peers);
  const bench: Bench = { options, pace, population, contenders, generator };
  const sections: Section[] = [
    loadSection(ldif),
    storeSection,
    caseSection,
    groupSection,
    ...disturbances.map(disturbanceSection),
    idleSection,
  ];
  write([headline(options)]);
  for (const section of sections) {
    if (!section.concerns(bench)) continue;
    write([`### ${section.title}`, '', ...(await section.run(bench))]);
  }
}

/** Writes the directory; what our server would derive is in it, so that all hold the same. */
async function prepare({ shape: name, size, workers }: Options): Promise<Ground> {
  const shape = name === 'person' ? personShape : plainShape;
  const ldif = join(directory, 'directory.ldif');
  say(`${String(size)} persons, ${name}`);
  const population = await writeDirectory(ldif, shape, size);
  const ground = { directory, population, ldif, workers };
  if (!shape.derives) return ground;
  const derived = join(directory, 'derived.ldif');
  await exportOfImport(ground, derived);
  renameSync(derived, ldif);
  return ground;
}

async function contendersOn(ground: Ground, peers: readonly PeerName[]): Promise<Contender[]> {
  const contenders: Contender[] = [oursOn(ground)];
  for (const peer of peers) {
    if (peer === 'bare') contenders.push(bareOn(ground));
    else if (peer === 'ldapjs') contenders.push(ldapjsOn(ground));
    else if (existsSync(slapdProgram)) contenders.push(await slapdOn(ground));
    else say('slapd is not installed');
  }
  return contenders;
}

function headline({ size, shape, pairs, seconds, workers }: Options): string {
  const machine = `${cpus()[0]?.model ?? 'unknown processor'} × ${String(availableParallelism())}`;
  const shapes = {
    plain: 'plain inetOrgPerson entries',
    person: 'full `personneAnnuaire` entries with their activities',
  };
  return (
    `${size.toLocaleString('en')} persons, ${shapes[shape]}; medians of ${String(pairs)} runs of ` +
    `${String(seconds)} s in turn; ${String(workers)} workers of ours; Node ${process.version}; ` +
    `${machine}.`
  );
}

function write(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n\n`);
}
