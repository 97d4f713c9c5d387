import type { Operations } from '../operations/directory.js';
import type { Schema } from '../schema/schema.js';
import type { ImportPhase, ImportRow, Imports } from '../state/imports.js';
import { directoryDoor } from './directory-door.js';
import { applyLdif } from './ldif-apply.js';
import type { LdifDoor } from './ldif-door.js';
import { readLdif } from './ldif-reader.js';
import { rehearsalDoor } from './rehearsal-door.js';
import { rejectedRecords } from './rejected-records.js';
import type { Spool } from './spool.js';
import { Tally } from './tally.js';

/** Who hands a file in or has it applied: all that is done is done in that name. */
export interface ImportAuthor {
  readonly operations: Operations;
  readonly dn: string;
  readonly address?: string;
}

/**
 * LDIF files handed in at the panel: each is rehearsed first, record by record, by the rules of
 * the directory; then applied by a second act, as its author. One at a time.
 */
export interface ImportDesk {
  /** The latest first. */
  all(): readonly ImportRow[];
  of(id: string): ImportRow | undefined;
  /** How much of the file is read, 0 to 1; undefined when none of it is being read. */
  progressOf(id: string): number | undefined;
  /**
   * Takes a file and begins to plan it. The promise of the plan itself is not waited for.
   *
   * @returns its id; undefined while another file is being read
   * @throws SpoolFull
   */
  receive(file: HandedFile, author: ImportAuthor): Promise<string | undefined>;
  /** Begins to apply a planned file; false when it is not planned or another is being read. */
  apply(id: string, author: ImportAuthor, options: ApplyChoice): Promise<boolean>;
  /** Stops what is being applied between two records, or forgets a file; false: no such file. */
  stop(id: string): Promise<boolean>;
  /** The rejected records of the last run, each after its reason; undefined: there are none. */
  rejected(id: string): AsyncIterable<Buffer> | undefined;
  /** Ends what runs between two records. */
  close(): Promise<void>;
}

export interface HandedFile {
  readonly name: string;
  readonly isUpdate: boolean;
  readonly source: AsyncIterable<Buffer>;
}

export interface ApplyChoice {
  readonly continueOnError: boolean;
}

export interface ImportDeskOptions {
  readonly schema: Schema;
  readonly suffix: string;
  readonly imports: Imports;
  readonly spool: Spool;
  readonly clock: () => Date;
  readonly randomId: () => string;
  /** Of one file. */
  readonly bytesMax: number;
  /** Told of what only a fault of ours, or of the disk, can be. */
  readonly onDefect: (error: unknown) => void;
}

/** Rows that are kept; the files of older ones go. */
const keptMax = 20;

interface Running {
  readonly id: string;
  readonly bytes: number;
  read: number;
  isStopped: boolean;
  ended: Promise<void>;
}

class Stopped extends Error {}

/** What is kept of a refusal takes memory: a file of more is not the one that was meant. */
export const rejectedMax = 5_000;
const tooMany = `more than ${String(rejectedMax)} records are refused`;

export async function openImportDesk(options: ImportDeskOptions): Promise<ImportDesk> {
  const desk = new Desk(options);
  await desk.settle();
  return desk;
}

class Desk implements ImportDesk {
  readonly #options: ImportDeskOptions;
  #running: Running | undefined;
  /** From the moment something is asked until it runs: of two who ask at once, one is taken. */
  #isTaken = false;

  constructor(options: ImportDeskOptions) {
    this.#options = options;
  }

  /** What a stopped server left behind. */
  async settle(): Promise<void> {
    const { imports, spool } = this.#options;
    for (const row of imports.all()) {
      if (row.phase === 'planning' || row.phase === 'applying') {
        await imports.keep({ ...row, phase: 'interrupted' });
      }
    }
    spool.keepOnly(new Set(imports.all().map(({ id }) => id)));
  }

  all(): readonly ImportRow[] {
    return this.#options.imports.all();
  }

  of(id: string): ImportRow | undefined {
    return this.#options.imports.of(id);
  }

  progressOf(id: string): number | undefined {
    const running = this.#running;
    if (running?.id !== id) return undefined;
    return running.bytes === 0 ? 1 : running.read / running.bytes;
  }

  async receive(file: HandedFile, author: ImportAuthor): Promise<string | undefined> {
    const { spool, clock, randomId, bytesMax, schema } = this.#options;
    return this.#alone(async () => {
      const id = randomId();
      const bytes = await spool.receive(id, file.source, bytesMax);
      const at = clock().getTime();
      const { name: fileName, isUpdate } = file;
      const row = { id, fileName, bytes, isUpdate, by: author.dn, at, phase: 'planning' } as const;
      await this.#forgetOldest();
      const door = rehearsalDoor(schema, author.operations);
      await this.#start(row, { door, continueOnError: true });
      return id;
    });
  }

  async apply(id: string, author: ImportAuthor, choice: ApplyChoice): Promise<boolean> {
    const isBegun = await this.#alone(async () => {
      const row = this.of(id);
      if (row?.phase !== 'planned') return false;
      const { fileName, bytes, isUpdate } = row;
      const { operations, address } = author;
      const reason = `Import du fichier ${fileName}`;
      const context = { reason, ...(address !== undefined && { address }) };
      const door = directoryDoor(operations, context);
      const details = { fileName, bytes, isUpdate, import: id };
      await operations.audit({ operation: 'import', dn: this.#options.suffix, details });
      await this.#start({ ...row, phase: 'applying' }, { door, ...choice });
      return true;
    });
    return isBegun === true;
  }

  async stop(id: string): Promise<boolean> {
    const { imports, spool } = this.#options;
    const running = this.#running;
    if (running?.id === id) {
      running.isStopped = true;
      await running.ended;
      return true;
    }
    if (this.of(id) === undefined) return false;
    await imports.remove(id);
    await spool.remove(id);
    return true;
  }

  rejected(id: string): AsyncIterable<Buffer> | undefined {
    const row = this.of(id);
    const counts = row?.result ?? row?.plan;
    if (!counts || counts.rejected === 0 || this.#running?.id === id) return undefined;
    return rejectedRecords(this.#options.spool.read(id), counts);
  }

  async close(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    running.isStopped = true;
    await running.ended;
  }

  /** Undefined while something else is taken or runs. */
  async #alone<T>(begin: () => Promise<T>): Promise<T | undefined> {
    if (this.#running !== undefined || this.#isTaken) return undefined;
    this.#isTaken = true;
    try {
      return await begin();
    } finally {
      this.#isTaken = false;
    }
  }

  async #start(row: ImportRow, run: Run): Promise<void> {
    const { id, bytes } = row;
    const running = { id, bytes, read: 0, isStopped: false, ended: Promise.resolve() };
    this.#running = running;
    try {
      await this.#options.imports.keep(row);
    } catch (error) {
      this.#running = undefined;
      throw error;
    }
    // A row that could not be kept says after the next start that it was interrupted.
    running.ended = this.#run(row, running, run)
      .catch(this.#options.onDefect)
      .finally(() => {
        this.#running = undefined;
      });
  }

  async #run(row: ImportRow, running: Running, run: Run): Promise<void> {
    const { schema, imports, spool, clock, onDefect } = this.#options;
    const tally = new Tally();
    const isPlan = row.phase === 'planning';
    const end = await applyLdif(readLdif(pieces(spool.read(row.id), running)), run.door, {
      schema,
      update: row.isUpdate,
      keepsPasswords: true,
      continueOnError: run.continueOnError,
      onRecord: (seen, report) => {
        tally.see(seen, report);
        if (running.isStopped) throw new Stopped();
        if (report.rejected.length > rejectedMax) throw new Error(tooMany);
      },
    }).then(
      ({ stopped }) => ({ phase: endOf(isPlan, stopped) }),
      (error: unknown) => {
        if (isDefect(error)) onDefect(error);
        return failureOf(error);
      },
    );
    const told = { [isPlan ? 'plan' : 'result']: tally.counts };
    await imports.keep({ ...row, ...end, ...told, endedAt: clock().getTime() });
  }

  async #forgetOldest(): Promise<void> {
    for (const { id } of this.all().slice(keptMax - 1)) await this.stop(id);
  }
}

interface Run {
  readonly door: LdifDoor;
  readonly continueOnError: boolean;
}

function endOf(isPlan: boolean, stopped: boolean): ImportPhase {
  if (isPlan) return 'planned';
  return stopped ? 'stopped' : 'done';
}

/** The reader's own bounds are plain errors; what a programmer did wrong is of another class. */
function isDefect(error: unknown): boolean {
  return !(error instanceof Error) || error instanceof TypeError || error instanceof RangeError;
}

/** What ended the reading of a file before its end. */
function failureOf(error: unknown): Pick<ImportRow, 'phase' | 'failure'> {
  if (error instanceof Stopped) return { phase: 'interrupted' };
  return { phase: 'failed', failure: error instanceof Error ? error.message : String(error) };
}

async function* pieces(source: AsyncIterable<Buffer>, running: Running): AsyncGenerator<Buffer> {
  for await (const piece of source) {
    yield piece;
    running.read += piece.length;
  }
}
