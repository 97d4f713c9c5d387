import fc from 'fast-check';
import { people, person } from '../conformance/checklist-fixture.js';
import { fixture } from '../conformance/checklist-fixture.js';
import { rootDn, rootPassword } from '../conformance/servers.js';
import { add, Session } from '../conformance/session.js';
import { Attacker } from './attacker.js';
import { ServerProcess } from './server-process.js';
import { type Step, steps } from './steps.js';
import type { Report } from './target.js';
import { WatcherProcess } from './watcher-process.js';

const attackers = 12;
const persons = 2_000;
const anonymousMbMax = 768;

/**
 * Connections that do what no client should, all at once, against a server of its own; beside
 * them one that behaves, and must be served as if they were not there.
 */
export async function attackWire(options: {
  readonly seconds: number;
  readonly seed: number;
}): Promise<Report> {
  const { seconds, seed } = options;
  const server = await ServerProcess.start();
  await fill(server.port);
  const watcher = new WatcherProcess({ port: server.port, pid: server.pid, anonymousMbMax });
  const endMs = performance.now() + seconds * 1000;
  const isOver = (): boolean => watcher.hasEnded || !server.isAlive || performance.now() > endMs;
  const last: (readonly Step[])[] = [];
  let runs = 0;
  const lanes = Array.from({ length: attackers }, async (_, lane) => {
    const attacker = new Attacker(server.port);
    for (const each of sequences(seed * attackers + lane)) {
      if (isOver()) return;
      last[lane] = each;
      runs += 1;
      await attacker.follow(each).catch(() => undefined);
    }
  });
  await Promise.all(lanes);
  const watched = await watcher.end();
  const status = server.isAlive ? await server.close() : 'died';
  const failed = watched.wrong !== undefined || status !== 0;
  const clue = failed ? { status, last: last.map((each) => JSON.stringify(each)) } : {};
  return { target: 'wire', seed, runs, failed, ...watched, ...clue };
}

function* sequences(seed: number): Generator<readonly Step[]> {
  for (let batch = 0; ; batch += 1)
    yield* fc.sample(steps, { seed: seed + batch * 7919, numRuns: 20 });
}

/** Enough entries for a dump to last, and for a client that does not read to stall it. */
async function fill(port: number): Promise<void> {
  const root = await Session.open(port, rootDn, rootPassword);
  for (const request of fixture) await root.ask(request);
  for (let at = 0; at < persons; at += 1) {
    const uid = `crowd${at}`;
    await root.ask(
      add(`uid=${uid},${people}`, {
        objectClass: 'inetOrgPerson',
        uid,
        cn: `Crowd ${at}`,
        sn: 'Crowd',
        description: 'x'.repeat(400),
        manager: person('p1'),
      }),
    );
  }
  root.close();
}
