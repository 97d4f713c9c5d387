import { setTimeout as pause } from 'node:timers/promises';
import { type Contender, type RunningServer, type StartOptions } from './contender.js';
import { type LoadGenerator } from './load-generator-process.js';
import { type Pace } from './measure.js';
import { type Options } from './options.js';
import { type Population } from './population.js';

/** A run: what is measured, on which servers, how long. */
export interface Bench {
  readonly options: Options;
  readonly pace: Pace;
  readonly population: Population;
  /** Ours first. */
  readonly contenders: readonly Contender[];
  readonly generator: LoadGenerator;
}

/** One part of the report. */
export interface Section {
  readonly title: string;
  /** Whether it has anything to do with what `--only` names. */
  concerns(bench: Bench): boolean;
  /** Measures, and answers lines of Markdown. */
  run(bench: Bench): Promise<string[]>;
}

/** A section that `--only` names as a whole. */
export const concernsTitle =
  (title: string) =>
  ({ options }: Bench): boolean =>
    options.wants(title);

/** So long a server is left alone before its memory at rest is read. */
const settlingMs = 2_000;

/** Has the servers run while something is measured. */
export async function withServers<T>(
  contenders: readonly Contender[],
  options: StartOptions,
  use: (servers: readonly RunningServer[]) => Promise<T>,
): Promise<T> {
  const servers: RunningServer[] = [];
  try {
    for (const contender of contenders) servers.push(await contender.start(options));
    await pause(settlingMs);
    return await use(servers);
  } finally {
    for (const server of servers) await server.close();
  }
}

export const say = (text: string): void => {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
};

export const mebibytes = (octets: number): string => (octets / 2 ** 20).toFixed(0);
