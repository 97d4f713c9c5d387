import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { LdifFault, LdifRecord } from '../import/ldif-record.js';
import { readLdifBatches } from '../import/ldif-reader.js';
import { emptyReport, type ImportReport, type Rejection } from '../import/report.js';
import type { Entry } from '../model/entry.js';
import { LdapError } from '../model/result.js';
import { type BulkPreparation, bulkPreparation } from '../operations/write/bulk.js';
import { bulkLoad } from '../store/bulk-load.js';
import type { CommandWorld } from './command.js';
import { assemble } from './local-directory.js';

export interface LoadOptions {
  readonly open: () => Promise<AsyncIterable<Buffer>>;
  readonly continueOnError: boolean;
}

/**
 * Loads a file of content records into the store while no server runs: at bulk speed, checked
 * like any add, all of it or, after a rejected record, nothing (`continueOnError`: all the
 * others). A file with change records is left to the caller.
 */
export async function loadLdif(
  world: CommandWorld,
  { open, continueOnError }: LoadOptions,
): Promise<ImportReport | 'has change records'> {
  const assembly = assemble(world);
  const { schema, suffixKey, configuration } = assembly;
  const path = configuration.dataDirectory;
  mkdirSync(path, { recursive: true });
  const preparation = bulkPreparation({
    ...assembly,
    suffix: configuration.suffix,
    rootDn: configuration.rootDn,
    addressParts: configuration.addressParts,
    clock: world.clock,
    randomUuid: randomUUID,
  });
  const loading = new Loading(preparation, continueOnError);
  try {
    const { entries } = await bulkLoad({
      path,
      schema,
      suffix: suffixKey,
      entries: loading.entries(await open()),
      journalRow: (facts) => preparation.journalRow(facts),
      ...(continueOnError && {
        refused: (error) => {
          loading.reject(error);
        },
      }),
    });
    return { ...emptyReport(), added: entries, rejected: loading.rejected };
  } catch (error) {
    if (error instanceof ChangeRecordMet) return 'has change records';
    if (error instanceof LdapError) loading.reject(error);
    else if (!(error instanceof Stopped)) throw error;
    return { ...emptyReport(), rejected: loading.rejected, stopped: true };
  }
}

type LdifContent = Extract<LdifRecord, { kind: 'content' }>;

/** The file has something else to do than adding entries. */
class ChangeRecordMet extends Error {}
/** A record was rejected, and nothing is to be loaded then. */
class Stopped extends Error {}

class Loading {
  readonly rejected: Rejection[] = [];
  readonly #preparation: BulkPreparation;
  readonly #continueOnError: boolean;
  /** The record whose entry the store got last. */
  #current: LdifRecord | LdifFault | undefined;

  constructor(preparation: BulkPreparation, continueOnError: boolean) {
    this.#preparation = preparation;
    this.#continueOnError = continueOnError;
  }

  /** Runs of entries, each prepared as it is taken: what the store refuses comes in its place. */
  async *entries(source: AsyncIterable<Buffer>): AsyncGenerator<Iterable<Entry>> {
    for await (const batch of readLdifBatches(source)) {
      const records = batch.values();
      for (;;) {
        const waiting: LdifContent[] = [];
        yield this.#run(records, waiting);
        const [record] = waiting;
        if (record === undefined) break;
        const entry = await this.#waitFor(record);
        if (entry) yield [entry];
      }
    }
  }

  /** Entries up to one that takes waiting for. */
  *#run(records: Iterator<LdifRecord | LdifFault>, waiting: LdifContent[]): Generator<Entry> {
    for (let next = records.next(); next.done !== true; next = records.next()) {
      const record = next.value;
      this.#current = record;
      if (record.kind !== 'fault' && record.kind !== 'content') throw new ChangeRecordMet();
      try {
        if (record.kind === 'content') {
          const entry = this.#preparation.prepareNow(record);
          if (entry === undefined) waiting.push(record);
          else yield entry;
        } else this.#refuse(undefined, record.message);
      } catch (error) {
        this.#refuseFor(error);
      }
      if (waiting.length > 0) return;
    }
  }

  async #waitFor(record: LdifContent): Promise<Entry | undefined> {
    try {
      return await this.#preparation.prepare(record);
    } catch (error) {
      this.#refuseFor(error);
      return undefined;
    }
  }

  #refuseFor(error: unknown): void {
    if (!(error instanceof LdapError)) throw error;
    this.#refuse(error.code, error.message);
  }

  #refuse(code: Rejection['code'], message: string): void {
    this.#add(code, message);
    if (!this.#continueOnError) throw new Stopped();
  }

  /** Names the current record as the one that was refused. */
  reject({ code, message }: LdapError): void {
    this.#add(code, message);
  }

  #add(code: Rejection['code'], message: string): void {
    const { line = 0, dn = '' } = this.#current ?? {};
    this.rejected.push({ line, dn, code, message });
  }
}
