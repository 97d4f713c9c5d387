import { formatLdifEntry } from '../../import/ldif-writer.js';
import { parseFilter } from '../../model/filter-text.js';
import { anyEntry } from '../../model/filter.js';
import type { Command } from '../command.js';
import { CommandError, Exit } from '../exit.js';
import { exportedAttributes, exportEntries } from '../export-entries.js';
import { openLocal } from '../local-directory.js';
import { schemaTexts } from '../schema-texts.js';

/** Prints entries as LDIF that an import, or OpenLDAP's `slapadd`, reads back. */
export const exportLdif: Command = {
  name: 'export',
  usage: '[--base DN] [--filter F] [--schema openldap]',
  summary: 'print entries as LDIF, or the schema for OpenLDAP',
  options: { base: { type: 'string' }, filter: { type: 'string' }, schema: { type: 'string' } },
  arity: [0, 0],
  run: async (world, { flags }) => {
    const { schema, base, filter } = flags;
    if (schema === 'openldap') {
      for (const { name, text } of schemaTexts(world.configuration, 'beside OpenLDAP')) {
        await world.write(`# ${name}\n${text}\n`);
      }
      return Exit.done;
    }
    if (schema !== undefined)
      throw new CommandError(Exit.usage, 'the only schema form is openldap');
    const local = openLocal(world, { readOnly: true });
    try {
      await exportEntries(local.directory, {
        base: typeof base === 'string' ? base : world.configuration.suffix,
        filter: typeof filter === 'string' ? parseFilter(filter) : anyEntry,
        attributes: exportedAttributes,
        write: (entry) => world.write(formatLdifEntry(entry)),
      });
      return Exit.done;
    } finally {
      await local.close();
    }
  },
};
