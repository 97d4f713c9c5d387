import { spawnSync } from 'node:child_process';
import { expect } from 'chai';

/** Of the checklist: writes of every kind, what they answer with, and who may sign in. */
const parts = ['add', 'modify', 'rename', 'passwords', 'updating', 'sasl', 'tls'];

describe('the checklist of conformance, put to two workers', function () {
  this.timeout(600_000);

  for (const part of parts) {
    it(`passes: ${part}`, () => {
      const file = `test/conformance/checklist-${part}.test.ts`;
      const args = ['mocha', '--timeout', '120000', file];
      const env = {
        ...process.env,
        ANNUAIRE_CONFORMANCE_WORKERS: '2',
        // The report is that of the run around this one.
        ANNUAIRE_CONFORMANCE_REPORT: '',
      };
      const run = spawnSync('npx', args, { env, encoding: 'utf8' });
      expect(run.status, run.stdout + run.stderr).to.equal(0);
      expect(run.stdout).to.match(/[1-9]\d* passing/);
    });
  }
});
