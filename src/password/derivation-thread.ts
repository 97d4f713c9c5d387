import type { Options } from '@node-rs/argon2';
import { Worker } from 'node:worker_threads';
import type { DerivationAnswer, DerivationJob } from './derivation-worker.js';
import type { ShaCrypt } from './sha-crypt.js';

/**
 * Key derivations off the event loop, in threads of low priority: one takes some 25 ms of a
 * processor (sha-crypt with the 656,000 rounds of passlib three seconds), and while it is shared
 * with searches these go first. A thread is started when one is first wanted and stays; as many
 * as the caller lets run at once.
 */
const idle: Worker[] = [];

/** From the sources as from what is built of them. */
const body = new URL(
  import.meta.url.endsWith('.ts') ? './derivation-worker.ts' : './derivation-worker.js',
  import.meta.url,
);

/** Argon2's own text of a password's hash. */
export async function argon2InThread(password: Buffer, settings: Options): Promise<string> {
  return String(await derived({ kind: 'hash', password, settings }));
}

/** Whether a password has that hash of Argon2. */
export async function matchesArgon2(password: Buffer, hashed: string): Promise<boolean> {
  return (await derived({ kind: 'verify', password, hashed })) === true;
}

/** The digest of a password, as `shaCryptDigest` computes it. */
export async function shaCryptInThread(
  password: Buffer,
  form: Omit<ShaCrypt, 'digest'>,
): Promise<string | undefined> {
  const digest = await derived({ kind: 'sha-crypt', password, form });
  return typeof digest === 'string' ? digest : undefined;
}

/** A job leaves nothing behind, and what it works in is not of V8's heap. */
const resourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 };

function derived(job: DerivationJob): Promise<DerivationAnswer> {
  const worker = idle.pop() ?? new Worker(body, { resourceLimits });
  worker.ref();
  return new Promise((resolve, reject) => {
    const ended = (): void => {
      reject(new Error('a thread of key derivations has ended'));
    };
    worker.once('error', reject);
    worker.once('exit', ended);
    worker.once('message', (answer: DerivationAnswer) => {
      worker.off('error', reject);
      worker.off('exit', ended);
      // An idle thread keeps no process alive.
      worker.unref();
      idle.push(worker);
      resolve(answer);
    });
    worker.postMessage(job);
  });
}
