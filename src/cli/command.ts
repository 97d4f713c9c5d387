import type { ParseArgsConfig } from 'node:util';
import type { Configuration } from '../config/configuration.js';
import type { ExitStatus } from './exit.js';

/** What a command may touch: everything comes from the composition root. */
export interface CommandWorld {
  readonly configuration: Configuration;
  readonly clock: () => Date;
  /** One line on standard output. */
  readonly print: (line: string) => void;
  /** Standard output as it comes, under backpressure. */
  readonly write: (chunk: string) => Promise<void>;
  /** One line on standard error: progress and warnings. */
  readonly warn: (line: string) => void;
  readonly standardInput: AsyncIterable<Buffer>;
  /** A password typed without echo, or the first line of standard input. */
  readonly readPassword: (prompt: string) => Promise<string>;
  /** Serves until told to stop. */
  readonly serve: () => Promise<ExitStatus>;
}

export interface CommandInput {
  readonly positionals: readonly string[];
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  /** `--json`: print one object and nothing else. */
  readonly json: boolean;
}

/** One command: `import ldif`, `verify`… */
export interface Command {
  readonly name: string;
  /** Its arguments, as the usage shows them. */
  readonly usage: string;
  readonly summary: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** Least and most positional arguments. */
  readonly arity: readonly [number, number];
  readonly run: (world: CommandWorld, input: CommandInput) => Promise<ExitStatus>;
}
