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
}

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
    const rejection = await applyRecord(record, door, options, report);
    if (rejection === undefined) continue;
    report.rejected.push(rejection);
    if (!options.continueOnError) return { ...report, stopped: true };
  }
  return report;
}

async function applyRecord(
  record: LdifRecord | LdifFault,
  door: LdifDoor,
  options: ApplyOptions,
  report: ImportReport,
): Promise<Rejection | undefined> {
  const { line, dn = '' } = record;
  if (record.kind === 'fault') return { line, dn, code: undefined, message: record.message };
  const request = await requestFor(record, door, options);
  if (request === undefined) {
    report.unchanged += 1;
    return undefined;
  }
  const result = isEmptyModify(request) ? success : await door.apply(request, record.controls);
  if (result.code !== 'success') return { line, dn, code: result.code, message: sentence(result) };
  report[counter[request.kind]] += 1;
  return undefined;
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
  { schema, update }: ApplyOptions,
): Promise<LdifWrite | undefined> {
  if (record.kind !== 'content') return record;
  const { dn, attributes } = record;
  const current = update ? await door.entry(dn) : undefined;
  if (current === undefined) return { kind: 'add', dn, attributes };
  const changes = changesToReach(schema, current, attributes);
  return changes.length === 0 ? undefined : { kind: 'modify', dn, changes };
}

function isEmptyModify(request: LdifWrite): boolean {
  return request.kind === 'modify' && request.changes.length === 0;
}

function sentence({ message, matchedDn }: Result): string {
  return matchedDn === '' ? message : `${message} (nearest entry: ${matchedDn})`;
}
