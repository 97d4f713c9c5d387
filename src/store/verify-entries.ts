import { parseDn, parseRdn } from '../model/dn.js';
import { decodePartialAttribute, decodeValues } from '../protocol/partial-attribute.js';
import { Tag } from '../protocol/tags.js';
import { readCounters } from './counters.js';
import {
  attributesEnd,
  attributesStart,
  checkRecordForm,
  operationalStart,
  parentOf,
  rdnOf,
  shapeOf,
} from './entry-record.js';
import type { Checked } from './findings.js';
import { nameKey } from './name-key.js';
import { pagedIds, pagedRows } from './rows.js';
import { storedValues } from './stored-values.js';

/** Records, names both ways, the dictionary and the counters. */
export function verifyEntries(checked: Checked): void {
  verifyDictionary(checked);
  const { shared, view, findings } = checked;
  let count = 0;
  let last = 0;
  for (const id of pagedIds(shared.environment.entries, 0, view)) {
    count += 1;
    last = id;
    const record = shared.environment.entries.getBinary(id, view);
    try {
      if (record !== undefined) verifyRecord(checked, id, record);
    } catch (error) {
      findings.add('id2entry', String(id), `unreadable: ${messageOf(error)}`);
    }
  }
  verifyNames(checked);
  const counters = readCounters(shared.environment, view);
  if (counters.entryCount !== count) {
    findings.add('meta', 'counters', `${counters.entryCount} entries counted, ${count} there`);
  }
  if (counters.nextId <= last) {
    findings.add('meta', 'counters', `next id ${counters.nextId}, but entry ${last} is there`);
  }
}

function verifyDictionary({ shared, view, findings }: Checked): void {
  let expected = 1;
  const seen = new Set<string>();
  for (const { key, value } of shared.environment.attributes.getRange({ ...view, start: 0 })) {
    const description = value.toString('utf8');
    if (key !== expected) findings.add('attributes', String(key), `expected number ${expected}`);
    expected = key + 1;
    if (seen.has(description.toLowerCase())) {
      findings.add('attributes', String(key), `${description} has two numbers`);
    }
    seen.add(description.toLowerCase());
    if (shared.schema.describe(description) === undefined) {
      findings.add('attributes', String(key), `“${description}” is not in the schema`);
    }
  }
}

function verifyRecord(checked: Checked, id: number, record: Buffer): void {
  const { shared, view, findings } = checked;
  checkRecordForm(record);
  const parentId = parentOf(record);
  if (parentId !== 0 && !shared.environment.entries.doesExist(parentId, undefined, view)) {
    findings.add('id2entry', String(id), `its parent ${parentId} is missing`);
  }
  const name = nameKey(parentId, rdnKeyOf(checked, record));
  const named = shared.environment.names.getBinaryFast(name, view)?.readUInt32LE(0);
  if (named !== id) {
    const instead = named === undefined ? 'no row' : `entry ${named}`;
    findings.add('dn2id', readableName(name), `${instead} instead of entry ${id}`);
  }
  verifyAttributes(checked, id, record);
}

function verifyAttributes(checked: Checked, id: number, record: Buffer): void {
  const { shared, view, findings } = checked;
  const report = (problem: string): void => {
    findings.add('id2entry', String(id), problem);
  };
  const shape = shared.shapes.at(shapeOf(record), view);
  let end = attributesStart(record);
  for (const { known, bytes } of storedValues(record, shape)) {
    const isUser = end < operationalStart(record);
    end += bytes.length;
    if (known.operational === isUser) report(`“${known.description}” is in the wrong part`);
    if (bytes[0] === Tag.set) decodeValues(bytes);
    else {
      const { description } = decodePartialAttribute(bytes, 0, bytes.length);
      if (description === known.description) continue;
      report(`attribute “${description}” stands as “${known.description}”`);
    }
  }
  if (end !== attributesEnd(record)) report('octets after the last attribute');
}

function verifyNames(checked: Checked): void {
  const { shared, view, findings } = checked;
  const range = { ...view, start: Buffer.alloc(4) };
  for (const { key, value } of pagedRows(shared.environment.names, range)) {
    const id = value.readUInt32LE(0);
    const record = shared.environment.entries.getBinary(id, view);
    if (record === undefined) {
      findings.add('dn2id', readableName(key), `entry ${id} is missing`);
      continue;
    }
    try {
      if (nameKey(parentOf(record), rdnKeyOf(checked, record)).equals(key)) continue;
    } catch {
      // The record's own check names the fault.
    }
    findings.add('dn2id', readableName(key), `entry ${id} has another name`);
  }
}

function rdnKeyOf({ shared }: Checked, record: Buffer): string {
  const rdn = rdnOf(record);
  if (parentOf(record) === 0) return shared.schema.dnKey(parseDn(rdn)).text;
  return shared.schema.rdnKey(parseRdn(rdn));
}

function readableName(key: Buffer): string {
  return `${key.readUInt32BE(0)}/${key.toString('utf8', 4)}`;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
