import { octetStringsSize } from '../model/large-values.js';
import { largeOf, shapeOf } from './entry-record.js';
import type { Checked } from './findings.js';
import { boundedKey } from './indexes/index-key.js';
import { pagedIds, pagedRows } from './rows.js';
import { parseValueRowKey, type ValueCount } from './value-rows.js';
import { messageOf } from './verify-entries.js';

/** What the records say of their large attributes, by entry id and attribute number. */
type Counted = Map<string, ValueCount>;

/** Every row of a large attribute against its record, and the other way. */
export function verifyValues(checked: Checked): void {
  const counted = countedValues(checked);
  const { shared, view, findings } = checked;
  let run: { name: string; count: number; valueBytes: number } | undefined;
  const range = { ...view, start: Buffer.from([0]) };
  for (const { key, value } of pagedRows(shared.environment.values, range)) {
    const { id, number, key: bounded } = parseValueRowKey(key);
    const name = `${id}/${number}`;
    if (run?.name !== name) {
      if (run) compareRun(checked, counted, run);
      run = { name, count: 0, valueBytes: 0 };
    }
    run.count += 1;
    run.valueBytes += octetStringsSize([value]);
    const problem = keyFault(checked, { number, bounded, value });
    if (problem) findings.add('values', `${name} “${value.toString('utf8')}”`, problem);
  }
  if (run) compareRun(checked, counted, run);
  for (const name of counted.keys()) findings.add('values', name, 'no row of its values is there');
}

function compareRun(
  { findings }: Checked,
  counted: Counted,
  run: { readonly name: string; readonly count: number; readonly valueBytes: number },
): void {
  const said = counted.get(run.name);
  counted.delete(run.name);
  if (!said) findings.add('values', run.name, `no entry has these ${run.count} values`);
  else if (said.count !== run.count) {
    findings.add('values', run.name, `counts ${said.count} values and has ${run.count}`);
  } else if (said.valueBytes !== run.valueBytes) {
    const problem = `counts ${said.valueBytes} octets and has ${run.valueBytes}`;
    findings.add('values', run.name, problem);
  }
}

function keyFault(
  { shared, view }: Checked,
  row: { readonly number: number; readonly bounded: Buffer; readonly value: Buffer },
): string | undefined {
  try {
    const { description, largeBy } = shared.dictionary.at(row.number, view);
    if (!largeBy) return `“${description}” keeps its values in the record`;
    const key = largeBy.prepareValue(row.value);
    if (!key) return 'the value is not of its syntax';
    return boundedKey(key).equals(row.bounded) ? undefined : 'stands under another key';
  } catch (error) {
    return messageOf(error);
  }
}

function countedValues({ shared, view, findings }: Checked): Counted {
  const counted: Counted = new Map();
  for (const id of pagedIds(shared.environment.entries, 0, view)) {
    const record = shared.environment.entries.getBinary(id, view);
    if (record === undefined) continue;
    try {
      const large = largeOf(record);
      if (large.length === 0) continue;
      const { attributes } = shared.shapes.at(shapeOf(record), view);
      const inRecord = new Set(attributes.map(({ number }) => number));
      for (const each of large) {
        counted.set(`${id}/${each.number}`, each);
        if (inRecord.has(each.number)) {
          findings.add('id2entry', String(id), `attribute ${each.number} is there twice`);
        }
      }
    } catch {
      // The record's own check names the fault.
    }
  }
  return counted;
}
