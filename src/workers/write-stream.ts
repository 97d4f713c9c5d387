import assert from 'node:assert';
import type { Duplex } from 'node:stream';
import { LdapError } from '../model/result.js';
import { outcomeOf, resultOfOutcome, type WriteOutcome } from '../operations/refusal.js';
import type { Writes } from '../operations/writes.js';
import type { Forward } from './forwarded-writes.js';
import { FrameReader, FrameWriter } from './frames.js';
import type { OutcomeFrame, WriteFrame } from './messages.js';

/** Writes of one worker under way; more are refused, so that nothing piles up without bound. */
const underWayMax = 4_096;

/**
 * The worker's end.
 *
 * @param arrived called before outcomes are handed on: what they tell of is committed
 */
export function forwardOver(stream: Duplex, arrived: () => void): Forward {
  const writer = new FrameWriter(stream);
  const reader = new FrameReader();
  const waiting = new Map<number, (outcome: WriteOutcome) => void>();
  let lastId = 0;
  stream.on('data', (chunk: Buffer) => {
    arrived();
    for (const frame of reader.read(chunk)) {
      const { id, outcome } = frame as OutcomeFrame;
      waiting.get(id)?.(outcome);
      waiting.delete(id);
    }
  });
  return async (name, facts) => {
    if (waiting.size >= underWayMax) throw new LdapError('busy', 'too many writes under way');
    lastId += 1;
    const id = lastId;
    const outcome = new Promise<WriteOutcome>((resolve) => waiting.set(id, resolve));
    const frame: WriteFrame = { id, name, facts };
    writer.send(frame);
    return resultOfOutcome(await outcome);
  };
}

/** The primary's end: does the writes that arrive, those of a turn in one commit. */
export function answerWrites(stream: Duplex, writes: Writes): void {
  const writer = new FrameWriter(stream);
  const reader = new FrameReader();
  stream.on('data', (chunk: Buffer) => {
    for (const frame of reader.read(chunk)) {
      const { id, name, facts } = frame as WriteFrame;
      void outcomeOf(done(writes, name, facts)).then((outcome) => {
        const answer: OutcomeFrame = { id, outcome };
        writer.send(answer);
      });
    }
  });
  // A worker that is gone takes no answers: what it asked for is done all the same.
  stream.on('error', () => undefined);
}

async function done(writes: Writes, name: keyof Writes, facts: unknown): Promise<unknown> {
  // The other end is this program: the argument is that of the method it names.
  const methods = writes as unknown as Readonly<
    Record<string, (facts: unknown) => Promise<unknown>>
  >;
  const write = methods[name];
  assert(write, `a write of the name ${name}`);
  return write(facts);
}
