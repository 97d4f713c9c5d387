import { type Socket } from 'node:net';
import { type LoadJob, type RequestRing } from './load-job.js';
import { openLoadSocket } from './load-socket.js';
import { type LoadTally } from './load-tally.js';
import { cookieIn, pageRequest } from './pages.js';

/** A connection under load. */
export interface LoadConnection {
  /** Sends that many of the next requests. */
  send(count: number): void;
  stop(): void;
}

/** Each answer is followed at once by the next request of the ring, where `refills` says so. */
export async function ringConnection(
  job: LoadJob,
  ring: RequestRing,
  { tally, first, refills }: { tally: LoadTally; first: number; refills: boolean },
): Promise<LoadConnection> {
  const { bytes, offsets } = ring;
  const last = offsets.length - 1;
  const sentAtMs = new Float64Array(offsets.length);
  let next = first;
  let ended = 0;
  let nowMs = 0;
  const send = (count: number): void => {
    const sentMs = performance.now();
    for (let left = count; left > 0;) {
      const to = Math.min(next + left, last);
      for (let at = next; at < to; at += 1) sentAtMs[at + 1] = sentMs;
      socket.write(bytes.subarray(offsets[next], offsets[to]));
      left -= to - next;
      next = to === last ? 0 : to;
    }
  };
  const socket: Socket = await openLoadSocket(job, {
    entry: () => {
      tally.entry();
    },
    ended: (id, code) => {
      nowMs ||= performance.now();
      tally.answered(nowMs - (sentAtMs[id] ?? nowMs), code);
      ended += 1;
    },
    closed: () => {
      tally.lost();
    },
    chunkTaken: () => {
      if (ended > 0 && refills && !socket.destroyed) send(ended);
      ended = 0;
      nowMs = 0;
    },
  });
  return { send, stop: () => socket.destroy() };
}

/** Each page is followed at once by the next one, and the last page by the first. */
export async function pagesConnection(
  job: LoadJob,
  { search, pageSize }: { readonly search: Buffer; readonly pageSize: number },
  tally: LoadTally,
): Promise<LoadConnection> {
  let sentMs = 0;
  let cookie: Buffer = Buffer.alloc(0);
  const ask = (): void => {
    if (socket.destroyed) return;
    sentMs = performance.now();
    socket.write(pageRequest(search, { size: pageSize, cookie }));
  };
  const socket: Socket = await openLoadSocket(job, {
    entry: () => {
      tally.entry();
    },
    ending: (message) => {
      cookie = cookieIn(message);
    },
    ended: (_id, code) => {
      tally.answered(performance.now() - sentMs, code);
      ask();
    },
    closed: () => {
      tally.lost();
    },
    chunkTaken: () => undefined,
  });
  return { send: ask, stop: () => socket.destroy() };
}

/** Sends the whole ring once and never reads an answer to it. */
export async function stalledConnection(job: LoadJob, ring: RequestRing): Promise<LoadConnection> {
  const socket = await openLoadSocket(job, {
    entry: () => undefined,
    ended: () => undefined,
    closed: () => undefined,
    chunkTaken: () => undefined,
  });
  return {
    send: () => {
      socket.pause();
      socket.write(ring.bytes);
    },
    stop: () => socket.destroy(),
  };
}
