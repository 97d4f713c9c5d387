import type { Checked } from './findings.js';
import { pagedRows } from './rows.js';
import { attributeNumbersIn, digestKey, numberKey } from './shape-dictionary.js';
import { messageOf } from './verify-entries.js';

/** The rows of shapes both ways, and that the attributes they name are known. */
export function verifyShapes({ shared, view, findings }: Checked): void {
  const { shapes } = shared.environment;
  for (const { key, value } of pagedRows(shapes, { ...view, start: Buffer.of(0) })) {
    const name = key.toString('hex');
    if (key.length === numberKey(0).length) {
      const numbered = shapes.getBinary(digestKey(value), view)?.readUInt32LE(0);
      if (numbered === undefined || !numberKey(numbered).equals(key)) {
        findings.add('shapes', name, 'is not found by its attributes');
      }
      try {
        for (const number of attributeNumbersIn(value)) shared.dictionary.at(number, view);
      } catch (error) {
        findings.add('shapes', name, messageOf(error));
      }
    } else if (shapes.getBinary(numberKey(value.readUInt32LE(0)), view) === undefined) {
      findings.add('shapes', name, `shape ${value.readUInt32LE(0)} is missing`);
    }
  }
}
