import { dataFile, openEnvironment } from '../../src/store/environment.js';
import {
  attributesEnd,
  attributesStart,
  operationalStart,
  parentOf,
  rdnOf,
  shapeOf,
} from '../../src/store/entry-record.js';
import { readFormat, writeFormat } from '../../src/store/format.js';
import { latest, pagedIds } from '../../src/store/rows.js';
import { type SharedState, sharedStateOf } from '../../src/store/shared-state.js';
import { storedValues } from '../../src/store/stored-values.js';
import { wholeRecord } from '../../src/store/whole-record.js';
import { schema, suffix } from './fixture.js';

/** Gives a closed store the records, of the form 1 or 2, that earlier versions wrote. */
export async function becomeOlder(
  path: string,
  {
    version,
    form,
    forget = () => false,
  }: {
    readonly version: number;
    readonly form: 1 | 2;
    /** Indexes and lists that the version did not have. */
    readonly forget?: (kept: string) => boolean;
  },
): Promise<void> {
  const environment = openEnvironment(dataFile(path));
  const shared = sharedStateOf(environment, schema, suffix);
  const { entries, shapes } = environment;
  environment.root.transactionSync(() => {
    for (const id of pagedIds(entries, 1, latest)) {
      const record = entries.getBinary(id);
      if (record) entries.putSync(id, olderRecord(shared, record, form));
    }
    for (const key of [...shapes.getKeys({ start: Buffer.of(0) })]) shapes.removeSync(key);
    const { indexes = {} } = readFormat(environment) ?? {};
    const kept = Object.entries(indexes).filter(([name]) => !forget(name));
    writeFormat(environment, { version, suffix: suffix.text, indexes: Object.fromEntries(kept) });
  });
  await environment.root.close();
}

/** The form 2 was for records whose ends fit two octets. */
function olderRecord(shared: SharedState, record: Buffer, wanted: 1 | 2): Buffer {
  const shape = shared.shapes.at(shapeOf(record), latest);
  const { bytes, ends } = wholeRecord(record, shape);
  const start = attributesStart(record);
  let at = start;
  const userEnds = [...storedValues(record, shape)].map((each) => (at += each.bytes.length));
  const all = [...userEnds.slice(0, shape.userCount), ...ends];
  const form = (all.at(-1) ?? 0) - start > 0xffff ? 1 : wanted;
  const endBytes = form === 1 ? 4 : 2;
  const head = Buffer.alloc(12 + all.length * (endBytes + 2));
  head[0] = form;
  head[1] = record[1] ?? 0;
  head.writeUInt16LE(all.length, 2);
  head.writeUInt32LE(parentOf(record), 4);
  head.writeUInt16LE(Buffer.byteLength(rdnOf(record)), 8);
  head.writeUInt16LE(shape.userCount, 10);
  all.forEach((end, place) => {
    head.writeUIntLE(end - start, 12 + place * endBytes, endBytes);
    const number = shape.attributes[place]?.number ?? 0;
    head.writeUInt16LE(number, 12 + all.length * endBytes + place * 2);
  });
  const rdn = Buffer.from(rdnOf(record));
  const large = record.subarray(attributesEnd(record));
  const attributes = bytes.subarray(start, ends.at(-1) ?? operationalStart(record));
  return Buffer.concat([head, rdn, attributes, large]);
}
