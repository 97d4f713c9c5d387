import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Exit, type ExitStatus } from './cli/exit.js';
import { runCommandLine } from './cli/run.js';
import { processConfiguration } from './config/environment.js';
import type { Configuration } from './config/configuration.js';
import { banner } from './banner.js';
import { startService } from './serve.js';

/** The composition root: the process's own edges, handed to the command line. */

process.exitCode = await runCommandLine(
  process.argv.slice(2),
  () => {
    const configuration = processConfiguration();
    return {
      configuration,
      clock: () => new Date(),
      print: (line) => process.stdout.write(`${line}\n`),
      write: writeOut,
      warn: complain,
      standardInput: process.stdin,
      readPassword,
      serve: () => serve(configuration),
    };
  },
  complain,
);

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

function writeOut(chunk: string): Promise<void> {
  return new Promise((resolve) => {
    if (process.stdout.write(chunk)) resolve();
    else process.stdout.once('drain', resolve);
  });
}

/** Serves until SIGTERM or SIGINT, the second does not wait; SIGHUP loads the certificate again. */
async function serve(configuration: Configuration): Promise<ExitStatus> {
  const service = await startService(configuration);
  complain(banner(configuration, service));
  process.on('SIGHUP', () => void service.reload());
  await new Promise<void>((resolve) => {
    const stop = (): void => {
      process.once('SIGTERM', () => process.exit(Exit.refused));
      process.once('SIGINT', () => process.exit(Exit.refused));
      resolve();
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  });
  await service.close();
  return Exit.done;
}

/** A line typed without echo on a terminal; the first line of a pipe. */
async function readPassword(prompt: string): Promise<string> {
  const mute = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  if (process.stdin.isTTY) process.stderr.write(prompt);
  const lines = createInterface({
    input: process.stdin,
    output: mute,
    terminal: process.stdin.isTTY,
  });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
    if (process.stdin.isTTY) process.stderr.write('\n');
  }
}
