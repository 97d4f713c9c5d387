import { passwordAttributes } from '../model/password-attributes.js';
import { type Result, success } from '../model/result.js';
import type { Schema } from '../schema/schema.js';
import type { LdifDoor, LdifWrite } from './ldif-door.js';
import { changesToReach } from './ldif-desired.js';
import type { LdifFault, LdifRecord } from './ldif-record.js';
import { emptyReport, type ImportReport, type Rejection } from './report.js';

export interface ApplyOptions {
  readonly schema: Schema;
  /** A content record is the desired state of its entry, which may exist. */
  readonly update: boolean;
  /** Go on after a rejected record. */
  readonly continueOnError: boolean;
  /** Passwords of entries that exist stay as they are, whatever the file says (`update`). */
  readonly keepsPasswords?: boolean;
  /** Told of each record in turn, the report counting it already. */
  readonly onRecord?: (seen: SeenRecord, report: ImportReport) => void;
}

/** What became of one record. */
export interface SeenRecord {
  readonly line: number;
  readonly dn: string;
  readonly outcome: RecordOutcome;
  /** Attributes that change, where the record leads to a modification. */
  readonly attributes: readonly string[];
  readonly rejection?: Rejection | undefined;
}

export type RecordOutcome = (typeof counter)[LdifWrite['kind']] | 'unchanged' | 'rejected';

/**
 * Applies records one after the other, each durable before the next. Stops at the first that is
 * rejected unless told to go on; what was applied before stays and is counted.
 */
export async function applyLdif(
  records: AsyncIterable<LdifRecord | LdifFault>,
  door: LdifDoor,
  options: ApplyOptions,
): Promise<ImportReport> {
  const report = emptyReport();
  for await (const record of records) {
    const seen = await applyRecord(record, door, options);
    if (seen.rejection === undefined) report[seen.outcome] += 1;
    else report.rejected.push(seen.rejection);
    options.onRecord?.({ line: record.line, dn: record.dn ?? '', ...seen }, report);
    if (seen.rejection && !options.continueOnError) return { ...report, stopped: true };
  }
  return report;
}

type Applied = Pick<SeenRecord, 'attributes'> &
  (
    | { readonly outcome: Exclude<RecordOutcome, 'rejected'>; readonly rejection?: undefined }
    | { readonly outcome: 'rejected'; readonly rejection: Rejection }
  );

async function applyRecord(
  record: LdifRecord | LdifFault,
  door: LdifDoor,
  options: ApplyOptions,
): Promise<Applied> {
  const { line, dn = '' } = record;
  const rejected = (code: Rejection['code'], message: string): Applied => {
    return { outcome: 'rejected', attributes: [], rejection: { line, dn, code, message } };
  };
  if (record.kind === 'fault') return rejected(undefined, record.message);
  const request = await requestFor(record, door, options);
  if (request === undefined) return { outcome: 'unchanged', attributes: [] };
  const result = isEmptyModify(request) ? success : await door.apply(request, record.controls);
  if (result.code !== 'success') return rejected(result.code, sentence(result));
  const attributes =
    request.kind === 'modify' ? request.changes.map(({ attribute }) => attribute) : [];
  return { outcome: counter[request.kind], attributes };
}

const counter = {
  add: 'added',
  modify: 'modified',
  modifyDn: 'renamed',
  delete: 'deleted',
} as const satisfies Record<LdifWrite['kind'], keyof ImportReport>;

/** The request that a record stands for; undefined when the entry already is as it says. */
async function requestFor(
  record: LdifRecord,
  door: LdifDoor,
  { schema, update, keepsPasswords = false }: ApplyOptions,
): Promise<LdifWrite | undefined> {
  if (record.kind !== 'content') return record;
  const { dn, attributes } = record;
  const current = update ? await door.entry(dn) : undefined;
  if (current === undefined) return { kind: 'add', dn, attributes };
  const changes = changesToReach(schema, current, attributes).filter(
    ({ attribute }) => !keepsPasswords || !passwordAttributes.has(attribute.toLowerCase()),
  );
  return changes.length === 0 ? undefined : { kind: 'modify', dn, changes };
}

function isEmptyModify(request: LdifWrite): boolean {
  return request.kind === 'modify' && request.changes.length === 0;
}

function sentence({ message, matchedDn }: Result): string {
  return matchedDn === '' ? message : `${message} (nearest entry: ${matchedDn})`.trim();
}
