import { setTimeout as sleep } from 'node:timers/promises';
import { search, Session } from '../conformance/session.js';
import { ProcessClock } from './process-clock.js';

/**
 * What a second client may be made to wait, in milliseconds that the server's event loop worked
 * meanwhile: on a machine that others use, the time on the wall says little.
 */
const busyMsMax = 100;

/** What the client that behaves has seen. */
export interface Watched {
  readonly asked: number;
  /** The longest that the event loop worked between a request and its answer. */
  readonly busyMsMax: number;
  /** The longest on the wall. */
  readonly waitMsMax: number;
  readonly anonymousMbMax: number;
  /** What was wrong, if something was. */
  readonly wrong: string | undefined;
}

export interface Watch {
  readonly port: number;
  readonly pid: number;
  readonly anonymousMbMax: number;
}

/** A client that only reads its own small search, again and again, until told to stop. */
export async function watch(
  { port, pid, anonymousMbMax }: Watch,
  isOver: () => boolean,
): Promise<Watched> {
  const session = await Session.open(port);
  const clock = new ProcessClock(pid);
  const ping = search('', { scope: 'base', attributes: ['vendorName'] });
  let seen = { asked: 0, busyMsMax: 0, waitMsMax: 0, anonymousMbMax: 0 };
  let wrong: string | undefined;
  while (!isOver() && wrong === undefined) {
    const [startMs, startBusyMs] = [performance.now(), clock.loopMs];
    const { result } = await session.ask(ping);
    const waitMs = performance.now() - startMs;
    const busyMs = Math.min(waitMs, clock.loopMs - startBusyMs);
    seen = {
      asked: seen.asked + 1,
      busyMsMax: Math.max(seen.busyMsMax, Math.round(busyMs)),
      waitMsMax: Math.max(seen.waitMsMax, Math.round(waitMs)),
      anonymousMbMax: Math.max(seen.anonymousMbMax, Math.round(clock.anonymousMb)),
    };
    if (result.code !== 'success') wrong = `a second client was answered ${result.code}`;
    if (busyMs > busyMsMax) wrong = `a second client waited for ${busyMs.toFixed(0)} ms of work`;
    if (clock.anonymousMb > anonymousMbMax) wrong = 'the server grows without bound';
    await sleep(5);
  }
  session.close();
  return { ...seen, wrong };
}
