import { type DestinationStream, pino } from 'pino';

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';

/** What is known of a finished operation: no credential and no value is ever among it. */
export interface LoggedOperation {
  readonly operation: string;
  readonly door: string;
  readonly actor: string;
  readonly onBehalfOf?: string | undefined;
  readonly dn: string;
  readonly code: string;
  readonly message: string;
  readonly entries: number;
  readonly durationMs: number;
  readonly address?: string | undefined;
  readonly defect?: string | undefined;
}

export type LogFacts = Readonly<Record<string, unknown>>;

/** JSON lines, each with its `event`. */
export interface Log {
  /** One line per operation; a defect is an error, a server that cannot answer a warning. */
  operation(record: LoggedOperation): void;
  debug(event: string, facts?: LogFacts): void;
  info(event: string, facts?: LogFacts): void;
  warn(event: string, facts?: LogFacts): void;
  error(event: string, facts?: LogFacts): void;
}

/** Where a credential could hide in what a caller passes by mistake. */
const secretKeys = [
  'password',
  'userPassword',
  'authPassword',
  'newPassword',
  'oldPassword',
  'credentials',
  'token',
  'authorization',
  'cookie',
  'secret',
];

const troubles: ReadonlySet<string> = new Set(['busy', 'unavailable', 'adminLimitExceeded']);

/**
 * Opens the log, on standard output unless told otherwise.
 *
 * @param facts what stands in every line
 */
export function openLog(
  level: LogLevel,
  destination?: DestinationStream,
  facts: LogFacts | null = null,
): Log {
  const options = {
    level,
    base: facts,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`]), censor: '…' },
  };
  const logger = destination ? pino(options, destination) : pino(options);
  const line =
    (severity: Exclude<LogLevel, 'silent'>) =>
    (event: string, facts: LogFacts = {}): void => {
      logger[severity]({ event, ...facts });
    };
  const log = {
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
  };
  return {
    ...log,
    operation(record) {
      const severity = severityOf(record);
      if (!logger.isLevelEnabled(severity)) return;
      log[severity]('operation', { ...record, durationMs: rounded(record.durationMs) });
    },
  };
}

function severityOf({ defect, code }: LoggedOperation): 'error' | 'warn' | 'info' {
  if (defect !== undefined) return 'error';
  return troubles.has(code) ? 'warn' : 'info';
}

/** A microsecond is as fine as a line needs. */
function rounded(durationMs: number): number {
  return Math.round(durationMs * 1000) / 1000;
}
