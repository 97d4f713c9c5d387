import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { LdifFault, LdifRecord } from '../import/ldif-record.js';
import { readLdifBatches } from '../import/ldif-reader.js';
import { emptyReport, type ImportReport, type Rejection } from '../import/report.js';
import type { Entry } from '../model/entry.js';
import { LdapError } from '../model/result.js';
import { type BulkPreparation, bulkPreparation } from '../operations/bulk.js';
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
      ...(continueOnError && { refused: (error) => { loading.reject(error); } }),
    });
    return { ...emptyReport(), added: entries, rejected: loading.rejected };
  } catch (error) {
    if (error instanceof ChangeRecordMet) return 'has change records';
    if (error instanceof LdapError) loading.reject(error);
    else if (!(error instanceof Stopped)) throw error;
    return { ...emptyReport(), rejected: loading.rejected, stopped: true };
  }
}

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

  async *entries(source: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
    for await (const batch of readLdifBatches(source)) {
      for (const record of batch) {
        this.#current = record;
        const entry = await this.#entryOf(record);
        if (entry) yield entry;
      }
    }
  }

  async #entryOf(record: LdifRecord | LdifFault): Promise<Entry | undefined> {
    if (record.kind !== 'fault' && record.kind !== 'content') throw new ChangeRecordMet();
    try {
      if (record.kind === 'content') return await this.#preparation.prepare(record);
      this.#add(undefined, record.message);
    } catch (error) {
      if (!(error instanceof LdapError)) throw error;
      this.reject(error);
    }
    if (!this.#continueOnError) throw new Stopped();
    return undefined;
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
