import { parseArgs } from 'node:util';
import { codecTargets } from './codecs.js';
import { schemaTargets } from './schema-rules.js';
import { attack, type Report } from './target.js';
import { attackWire } from './wire.js';

/**
 * Throws what it can think of at all that reads what strangers send, then at a running server:
 *
 *     npm run fuzz -- --seconds 600 --seed 7
 *
 * Half of the time goes to the readers, half to the wire. Prints one JSON line per target; exits 1
 * when one of them threw what it should not, took unreasonably long, died, kept a second client
 * waiting or grew.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 20) },
  },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed);

function print(report: Report): void {
  process.stdout.write(`${JSON.stringify(report)}\n`);
  if (report.failed) process.exitCode = 1;
}

const targets = [...codecTargets, ...schemaTargets];
for (const target of targets) {
  print(await attack(target, { seconds: seconds / 2 / targets.length, seed }));
}
print(await attackWire({ seconds: seconds / 2, seed }));
