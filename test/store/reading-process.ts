import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { openStore } from '../../src/store/open.js';
import { key, schema, suffix, suffixDn } from './fixture.js';

/**
 * Reads a store that another process writes. For each name it says whether it is there and, when
 * it is not, looks again and again within the same turn, in which nothing but `catchUp` moves
 * its view, until it is. `hold` keeps a view.
 */
const store = openStore({ path: process.argv[2] ?? '', schema, suffix, readOnly: true });
const held = [];

const isThere = (name: string): boolean => {
  store.catchUp();
  return store.current.find(key(`${name},ou=personnes,${suffixDn}`)) !== undefined;
};

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'hold') {
    held.push(store.snapshot());
    writeSync(1, 'held\n');
    continue;
  }
  if (!isThere(line)) {
    writeSync(1, 'missing\n');
    const endMs = performance.now() + 20_000;
    while (!isThere(line)) if (performance.now() > endMs) process.exit(1);
  }
  writeSync(1, 'there\n');
}
