import type { JournalRow } from '../../store/journal.js';
import { verifyStore } from '../../store/verify.js';
import type { Command } from '../command.js';
import { Exit } from '../exit.js';
import { assemble, openLocal } from '../local-directory.js';

/** Proves the chain of the journal, as `verify` does, and nothing else. */
export const journalVerify: Command = {
  name: 'journal verify',
  usage: '',
  summary: 'prove the chain of the journal',
  options: {},
  arity: [0, 0],
  run: async (world) => {
    const { schema, suffixKey, configuration } = assemble(world);
    const findings = await verifyStore({
      path: configuration.dataDirectory,
      schema,
      suffix: suffixKey,
    });
    const broken = findings.filter(({ database }) => database.startsWith('journal'));
    for (const { database, key, problem } of broken) world.warn(`${database} ${key}: ${problem}`);
    world.print(broken.length === 0 ? 'the chain holds' : `${String(broken.length)} faults`);
    return broken.length === 0 ? Exit.done : Exit.refused;
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
