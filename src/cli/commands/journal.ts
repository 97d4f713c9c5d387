import type { JournalRow } from '../../store/journal.js';
import type { Command } from '../command.js';
import { Exit } from '../exit.js';
import { findingsOf, showFindings, statusOf } from '../findings.js';
import { openLocal } from '../local-directory.js';

/** Proves the chain of the journal, as `verify` does, and nothing else. */
export const journalVerify: Command = {
  name: 'journal verify',
  usage: '',
  summary: 'prove the chain of the journal',
  options: {},
  arity: [0, 0],
  run: async (world) => {
    const findings = await findingsOf(world);
    const broken = findings.filter(({ database }) => database.startsWith('journal'));
    showFindings(world, broken, { none: 'the chain holds', many: 'faults' });
    return statusOf(broken);
  },
};

const batchRows = 500;

/** Prints the journal as JSON lines, oldest first. */
export const journalExport: Command = {
  name: 'journal export',
  usage: '[--after SEQUENCE]',
  summary: 'print the journal as JSON lines',
  options: { after: { type: 'string' } },
  arity: [0, 0],
  run: async (world, { flags }) => {
    const local = openLocal(world, { readOnly: true });
    try {
      let after = Number(flags['after'] ?? 0);
      for (;;) {
        const rows = local.directory.follow(after, batchRows);
        if (rows.length === 0) return Exit.done;
        await world.write(rows.map(lineOf).join(''));
        after = rows.at(-1)?.sequence ?? after;
      }
    } finally {
      await local.close();
    }
  },
};

const lineOf = (row: JournalRow): string => `${JSON.stringify(row)}\n`;
