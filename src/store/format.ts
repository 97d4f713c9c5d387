import type { Environment } from './environment.js';

/**
 * See `environment.ts` and the files it names. A store of version 1 held no large attributes, one
 * of version 2 no lists, and before version 4 records had other forms (`older-records.ts`). Such
 * a store becomes of this version when it is opened to be written or by `annuaire reindex`.
 */
export const formatVersion = 4;
const oldestVersion = 1;

/** What a store says of itself, in `meta` as JSON. */
export interface Format {
  readonly version: number;
  /** Key of the suffix. */
  readonly suffix: string;
  /** Indexes and rules by attribute, lists by their filter: what made the index and list rows. */
  readonly indexes: Readonly<Record<string, string>>;
}

const key = Buffer.from('format');

export function readFormat(environment: Environment): Format | undefined {
  const row = environment.meta.getBinary(key);
  return row === undefined ? undefined : (JSON.parse(row.toString('utf8')) as Format);
}

/** Inside a write. */
export function writeFormat(environment: Environment, format: Format): void {
  environment.meta.putSync(key, Buffer.from(JSON.stringify(format)));
}

export type StoreErrorCode =
  /** Another process writes to the store. */
  | 'STORE_BUSY'
  /** Nothing to read where a store should be. */
  | 'STORE_MISSING'
  /** The store was written by a later version, or for another suffix. */
  | 'STORE_INCOMPATIBLE'
  /** Its records are of an earlier version, or its rows of another schema: `annuaire reindex`. */
  | 'STORE_NEEDS_REINDEX';

/** A store that cannot be opened; the message is for the operator. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Refuses a store of a later version or another suffix.
 *
 * @throws StoreError `STORE_INCOMPATIBLE`
 */
export function checkFormat(environment: Environment, suffix: string): Format | undefined {
  const format = readFormat(environment);
  if (format === undefined) return undefined;
  const { file } = environment;
  const { version } = format;
  if (!(version >= oldestVersion && version <= formatVersion)) {
    throw new StoreError(
      'STORE_INCOMPATIBLE',
      `${file} has format ${version}; this version reads format ${formatVersion}`,
    );
  }
  if (format.suffix !== suffix) {
    throw new StoreError(
      'STORE_INCOMPATIBLE',
      `${file} holds the directory ${format.suffix}, not ${suffix}`,
    );
  }
  return format;
}
