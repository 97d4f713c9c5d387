import { isMainThread } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

// tsx loads TypeScript in the main thread only: those that the sources start inherit this file.
if (!isMainThread) register();
