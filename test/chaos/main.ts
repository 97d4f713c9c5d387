/** `npm run chaos -- [--rounds N] [--seed N]`: kills the relay so often, and prints what is left. */
import { parseArgs } from 'node:util';
import { chaos } from './campaign.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
  },
});
const began = performance.now();
const report = await chaos(Number(values.rounds), Number(values.seed));
const seconds = ((performance.now() - began) / 1000).toFixed(0);
process.stdout.write(`${JSON.stringify({ ...report, seconds }, undefined, 2)}\n`);
