import { expect } from 'chai';
import fc from 'fast-check';
import { octetsStandAt } from '../../src/model/octets.js';

describe('octets at a place', () => {
  it('are those of the part that begins there, of any length', () => {
    const octets = fc.uint8Array({ maxLength: 120 });
    fc.assert(
      fc.property(octets, octets, octets, (before, part, after) => {
        const bytes = Buffer.concat([before, part, after]);
        expect(octetsStandAt(bytes, before.length, Buffer.from(part))).to.equal(true);
      }),
    );
  });

  it('are no others, and none beyond the end', () => {
    for (const length of [1, 48, 49, 120]) {
      const bytes = Buffer.alloc(length, 7);
      const other = Buffer.from(bytes);
      other[length - 1] = 8;
      expect(octetsStandAt(bytes, 0, other), String(length)).to.equal(false);
      expect(octetsStandAt(bytes, 1, bytes), `${String(length)}, late`).to.equal(false);
    }
  });
});
