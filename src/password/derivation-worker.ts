import { type Options, hashSync, verifySync } from '@node-rs/argon2';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { type ShaCrypt, shaCryptDigest } from './sha-crypt.js';

/** The body of the threads that `derivation-thread.ts` starts: one job in, one answer out. */
export type DerivationJob =
  | { readonly kind: 'hash'; readonly password: Uint8Array; readonly settings: Options }
  | { readonly kind: 'verify'; readonly password: Uint8Array; readonly hashed: string }
  | {
      readonly kind: 'sha-crypt';
      readonly password: Uint8Array;
      readonly form: Omit<ShaCrypt, 'digest'>;
    };

/** A hash, a digest or whether a password matches; undefined for what cannot be computed. */
export type DerivationAnswer = string | boolean | undefined;

/** Of two threads that want one processor the one that serves gets three times as much. */
const niceness = 5;

// Elsewhere this would be the priority of the whole process.
if (process.platform === 'linux') setPriority(niceness);

parentPort?.on('message', (job: DerivationJob) => {
  parentPort?.postMessage(answerTo(job));
});

function answerTo(job: DerivationJob): DerivationAnswer {
  const password = Buffer.from(job.password);
  switch (job.kind) {
    case 'hash':
      return hashSync(password, job.settings);
    case 'verify':
      return matches(job.hashed, password);
    case 'sha-crypt':
      return shaCryptDigest(password, job.form);
  }
}

/** A malformed hash matches nothing. */
function matches(hashed: string, password: Buffer): boolean {
  try {
    return verifySync(hashed, password);
  } catch {
    return false;
  }
}
