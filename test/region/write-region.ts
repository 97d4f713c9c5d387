import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { regionLdif } from './region.js';

/** `tsx test/region/write-region.ts FILE [PERSONS] [SUFFIX]`: the region's directory as a file. */
const [file = 'region.ldif', persons = '47200', suffix = 'dc=telesantebretagne,dc=org'] =
  process.argv.slice(2);
await pipeline(
  Readable.from(regionLdif({ persons: Number(persons), suffix })),
  createWriteStream(file),
);
