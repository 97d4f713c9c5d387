import { type BenchCase } from './bench-case.js';
import { type Drive } from './load-job.js';
import { openLoadSocket } from './load-socket.js';
import { cookieIn, pageRequest } from './pages.js';

/** What a server answers to the first requests of a case, one after the other. */
export interface Probe {
  /** Entries in each answer; of pages, in all of them together. */
  readonly entries: readonly number[];
  readonly codes: readonly number[];
  /** Of the messages of all entries. */
  readonly octets: number;
}

const requestsProbed = 20;

/** Asks once before anything is measured: servers that answer otherwise cannot be compared. */
export async function probe(
  port: number,
  bench: Pick<BenchCase, 'login' | 'drive'>,
): Promise<Probe> {
  const { login } = bench;
  const drive = bench.drive();
  const entries: number[] = [];
  const codes: number[] = [];
  let count = 0;
  let octets = 0;
  let last: Buffer = Buffer.alloc(0);
  let answered: () => void = () => undefined;
  let lost: (error: Error) => void = () => undefined;
  const socket = await openLoadSocket(
    { port, login },
    {
      entry: (size) => {
        count += 1;
        octets += size;
      },
      ending: (message) => {
        last = Buffer.from(message);
      },
      ended: (_id, code) => {
        entries.push(count);
        codes.push(code);
        count = 0;
        answered();
      },
      closed: () => {
        lost(new Error('the server closed the connection of a probe'));
      },
      chunkTaken: () => undefined,
    },
  );
  const ask = (request: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      answered = resolve;
      lost = reject;
      socket.write(request);
    });
  try {
    for (const request of firstRequests(drive)) await ask(request);
    if (drive.kind !== 'pages') return { entries, codes, octets };
    let cookie: Buffer = Buffer.alloc(0);
    do {
      await ask(pageRequest(drive.search, { size: drive.pageSize, cookie }));
      cookie = cookieIn(last);
    } while (cookie.length > 0);
    const sum = entries.reduce((all, each) => all + each, 0);
    return { entries: [sum], codes: [...new Set(codes)], octets };
  } finally {
    socket.destroy();
  }
}

function firstRequests(drive: Drive): Buffer[] {
  if (drive.kind === 'pages') return [];
  const { bytes, offsets } = drive.ring;
  const count = Math.min(requestsProbed, offsets.length - 1);
  return Array.from({ length: count }, (_, at) => bytes.subarray(offsets[at], offsets[at + 1]));
}

/** What lengths and spellings may differ by, where the same values are told. */
const octetsShare = 0.15;

/** Whether two servers answered alike: entry for entry, code for code, and about as much. */
export function sameAnswers(one: Probe, other: Probe): boolean {
  const apart = Math.abs(one.octets - other.octets);
  return text(one) === text(other) && apart <= octetsShare * one.octets;
}

const text = ({ entries, codes }: Probe): string => JSON.stringify([entries, codes]);
