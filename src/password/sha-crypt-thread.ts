import { Worker } from 'node:worker_threads';
import type { ShaCrypt } from './sha-crypt.js';
import type { ShaCryptJob } from './sha-crypt-worker.js';

/**
 * Sha-crypt off the event loop. Node has it in no native function, and 5,000 rounds in JavaScript
 * take some 25 ms (656,000, as passlib makes them, three seconds): in slices between searches they
 * would still take the searches' processor, so a thread does them whole. A thread is started when
 * one is first wanted and stays; as many as the caller lets run at once.
 */
const idle: Worker[] = [];

/** From the sources as from what is built of them. */
const body = new URL(
  import.meta.url.endsWith('.ts') ? './sha-crypt-worker.ts' : './sha-crypt-worker.js',
  import.meta.url,
);

/** The digest of a password, as `shaCryptDigest` computes it. */
export function shaCryptInThread(
  password: Buffer,
  form: Omit<ShaCrypt, 'digest'>,
): Promise<string | undefined> {
  const worker = idle.pop() ?? new Worker(body);
  worker.ref();
  return new Promise((resolve, reject) => {
    const ended = (): void => {
      reject(new Error('the thread of sha-crypt has ended'));
    };
    worker.once('error', reject);
    worker.once('exit', ended);
    worker.once('message', (digest: string | undefined) => {
      worker.off('error', reject);
      worker.off('exit', ended);
      // An idle thread keeps no process alive.
      worker.unref();
      idle.push(worker);
      resolve(digest);
    });
    const job: ShaCryptJob = { password, form };
    worker.postMessage(job);
  });
}
