import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { applyLdif } from '../../import/ldif-apply.js';
import { planLdif } from '../../import/ldif-plan.js';
import { readLdif } from '../../import/ldif-reader.js';
import type { ImportReport } from '../../import/report.js';
import { loadLdif } from '../bulk-load.js';
import type { Command, CommandInput, CommandWorld } from '../command.js';
import { socketPath, throughTheDoor } from '../door.js';
import { Exit } from '../exit.js';
import { LdapClient } from '../ldap-client.js';

/**
 * Loads or applies an LDIF file. With no server running and only content records the store is
 * filled at bulk speed, all or nothing; otherwise records are applied one by one.
 */
export const importLdif: Command = {
  name: 'import ldif',
  usage: 'FILE|- [--plan] [--update] [--continue]',
  summary: 'load entries, or apply change records',
  options: {
    plan: { type: 'boolean' },
    apply: { type: 'boolean' },
    update: { type: 'boolean' },
    continue: { type: 'boolean' },
  },
  arity: [1, 1],
  run: async (world, input) => {
    const report = await importReport(world, input);
    show(world, input, report);
    if (report.rejected.length === 0) return Exit.done;
    return report.stopped ? Exit.refused : Exit.rejected;
  },
};

async function importReport(world: CommandWorld, input: CommandInput): Promise<ImportReport> {
  const [file = '-'] = input.positionals;
  const { plan, update } = input.flags;
  const continueOnError = input.flags['continue'] === true;
  const source = (): Promise<AsyncIterable<Buffer>> => open(world, file);
  if (plan === true) return planLdif(readLdif(await source()));
  // Standard input cannot be read again should a change record turn up in it.
  if (update !== true && file !== '-' && !(await isServed(world))) {
    const loaded = await loadLdif(world, { open: source, continueOnError });
    if (loaded !== 'has change records') return loaded;
  }
  return throughTheDoor(world, 'restore', async ({ door, schema }) =>
    applyLdif(readLdif(await source()), door, { schema, update: update === true, continueOnError }),
  );
}

async function isServed(world: CommandWorld): Promise<boolean> {
  const client = await LdapClient.open(socketPath(world));
  client?.close();
  return client !== undefined;
}

async function open(world: CommandWorld, file: string): Promise<AsyncIterable<Buffer>> {
  if (file === '-') return world.standardInput;
  await access(file);
  return createReadStream(file, { highWaterMark: 1024 * 1024 });
}

function show(world: CommandWorld, { json, flags }: CommandInput, report: ImportReport): void {
  if (json) {
    world.print(JSON.stringify(report));
    return;
  }
  for (const { line, dn, code, message } of report.rejected) {
    world.warn(`line ${line}: ${dn}: ${message}${code === undefined ? '' : ` (${code})`}`);
  }
  const { added, modified, renamed, deleted, unchanged, rejected, stopped } = report;
  const verb = flags['plan'] === true ? 'planned' : 'done';
  world.print(
    `${verb}: ${added} added, ${modified} modified, ${renamed} renamed, ${deleted} deleted, ` +
      `${unchanged} unchanged, ${rejected.length} rejected`,
  );
  if (stopped) world.warn('stopped at the first rejected record (use --continue to go on)');
}
