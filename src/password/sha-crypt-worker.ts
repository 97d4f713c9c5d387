import { parentPort } from 'node:worker_threads';
import { type ShaCrypt, shaCryptDigest } from './sha-crypt.js';

/** The body of the thread that `sha-crypt-thread.ts` starts: one message in, one message out. */
export interface ShaCryptJob {
  readonly password: Uint8Array;
  readonly form: Omit<ShaCrypt, 'digest'>;
}

parentPort?.on('message', ({ password, form }: ShaCryptJob) => {
  parentPort?.postMessage(shaCryptDigest(Buffer.from(password), form));
});
