import { type Finding, verifyStore } from '../store/verify.js';
import type { CommandWorld } from './command.js';
import { Exit, type ExitStatus } from './exit.js';
import { assemble } from './local-directory.js';

/** What a verification of the configured store finds; the server may run. */
export function findingsOf(world: CommandWorld): Promise<readonly Finding[]> {
  const { schema, suffixKey, configuration } = assemble(world);
  return verifyStore({ path: configuration.dataDirectory, schema, suffix: suffixKey });
}

/** Names each finding on standard error, and says on standard output how many there are. */
export function showFindings(
  world: CommandWorld,
  findings: readonly Finding[],
  words: { readonly none: string; readonly many: string },
): void {
  for (const { database, key, problem } of findings) world.warn(`${database} ${key}: ${problem}`);
  world.print(findings.length === 0 ? words.none : `${String(findings.length)} ${words.many}`);
}

export const statusOf = (findings: readonly Finding[]): ExitStatus =>
  findings.length === 0 ? Exit.done : Exit.refused;
