import { parseArgs } from 'node:util';
import { LdapError } from '../model/result.js';
import type { Command, CommandInput, CommandWorld } from './command.js';
import { commands } from './commands.js';
import { CommandError, Exit, type ExitStatus } from './exit.js';

/**
 * Runs one command line and answers its exit status. Faults of the user and refusals of the
 * directory are one sentence on standard error; anything else is a defect and is thrown.
 */
export async function runCommandLine(
  argv: readonly string[],
  world: () => CommandWorld,
  complain: (line: string) => void,
): Promise<ExitStatus> {
  try {
    const command = commandOf(argv);
    if (command === undefined) {
      complain(usageOf());
      return argv.length === 0 || argv[0] === 'help' ? Exit.done : Exit.usage;
    }
    const input = inputOf(command, argv.slice(command.name.split(' ').length));
    return await command.run(world(), input);
  } catch (error) {
    complain(`annuaire: ${sentenceOf(error)}`);
    return statusOf(error);
  }
}

/** The command whose words begin the line; two-word names win. */
function commandOf(argv: readonly string[]): Command | undefined {
  const line = argv.join(' ');
  return commands
    .filter(({ name }) => line === name || line.startsWith(`${name} `))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

function inputOf(command: Command, args: readonly string[]): CommandInput {
  const { positionals, values } = parseCommandArgs(command, args);
  const [least, most] = command.arity;
  if (positionals.length < least || positionals.length > most) {
    throw new CommandError(Exit.usage, `usage: annuaire ${command.name} ${command.usage}`);
  }
  const flags = values as Record<string, string | boolean | undefined>;
  return { positionals, flags, json: flags['json'] === true };
}

function parseCommandArgs(
  command: Command,
  args: readonly string[],
): { positionals: string[]; values: Record<string, unknown> } {
  try {
    const options = { json: { type: 'boolean' as const }, ...command.options };
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new CommandError(Exit.usage, error instanceof Error ? error.message : String(error));
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof CommandError) return error.message;
  if (error instanceof LdapError) return `${error.message} (${error.code})`;
  if (isBusy(error)) return 'the store is in use by another process';
  if (isExpected(error)) return error.message;
  throw error;
}

function statusOf(error: unknown): ExitStatus {
  if (error instanceof CommandError) return error.status;
  return isBusy(error) ? Exit.busy : Exit.refused;
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'STORE_BUSY';
}

/** Configuration faults and files that are not there: plain errors with a sentence. */
function isExpected(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  if (error.name === 'ConfigurationFault') return true;
  return (
    'code' in error && typeof error.code === 'string' && /^(?:E[A-Z]+|STORE_)/.test(error.code)
  );
}

function usageOf(): string {
  const width = Math.max(...commands.map(({ name, usage }) => name.length + usage.length)) + 1;
  return [
    'usage: annuaire COMMAND [--json]',
    '',
    ...commands.map(
      ({ name, usage, summary }) => `  ${`${name} ${usage}`.padEnd(width)}  ${summary}`,
    ),
  ].join('\n');
}
