import { argv, stdin, stdout } from 'node:process';
import { watch, type Watch } from './watcher.js';

/**
 * The watching client as a process of its own, since what it waits for must be the server and not
 * the attackers. Takes a `Watch` as its argument; ends with its standard input and prints what it
 * has seen.
 */
let isOver = false;
stdin.resume().on('end', () => {
  isOver = true;
});
const watched = await watch(JSON.parse(argv[2] ?? '') as Watch, () => isOver);
stdout.write(`${JSON.stringify(watched)}\n`);
process.exit(0);
