import { expect } from 'chai';
import fc from 'fast-check';
import { Framer } from '../../src/protocol/framer.js';
import { ProtocolError } from '../../src/protocol/protocol-error.js';
import { encoded, message } from './arbitraries.js';

function taken(framer: Framer): Buffer[] {
  const pdus: Buffer[] = [];
  for (let pdu = framer.next(); pdu; pdu = framer.next()) pdus.push(pdu);
  return pdus;
}

describe('the framer', () => {
  it('finds the same messages however the bytes are cut', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(message, { maxLength: 6 }), cuts, (messages, sizes) => {
        const pdus = messages.map(encoded);
        const stream = Buffer.concat(pdus);
        const framer = new Framer(1_000_000);
        const found: Buffer[] = [];
        for (let at = 0, turn = 0; at < stream.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          framer.push(Buffer.from(stream.subarray(at, at + size)));
          found.push(...taken(framer));
          at += size;
        }
        expect(found.map((pdu) => pdu.toString('hex'))).to.deep.equal(
          pdus.map((pdu) => pdu.toString('hex')),
        );
        expect(framer.partial).to.equal(false);
      }),
    );
  });

  it('gathers a megabyte that comes byte by byte in little time and memory', function () {
    this.timeout(5000);
    const length = 1 << 20;
    const framer = new Framer(2 * length);
    framer.push(Buffer.from([0x30, 0x83, 0x10, 0, 0]));
    const octet = Buffer.from([7]);
    let early = 0;
    for (let left = length; left > 1; left -= 1) {
      framer.push(octet);
      if (framer.next()) early += 1;
    }
    expect(early).to.equal(0);
    framer.push(octet);
    expect(framer.next()?.length).to.equal(length + 5);
  });

  it('leaves the bytes it has handed out alone', () => {
    const framer = new Framer(1000);
    framer.push(Buffer.from([0x30]));
    framer.push(Buffer.from([0x01, 0xaa, 0x30]));
    const first = framer.next();
    framer.push(Buffer.from([0x01]));
    framer.push(Buffer.from([0xbb]));
    expect(framer.next()).to.deep.equal(Buffer.from([0x30, 0x01, 0xbb]));
    expect(first).to.deep.equal(Buffer.from([0x30, 0x01, 0xaa]));
  });

  const bad: Record<string, number[]> = {
    'another first octet': [0x16],
    'an indefinite length': [0x30, 0x80],
    'nine octets of length': [0x30, 0x89],
    'a length beyond the cap, before it is complete': [0x30, 0x84, 0x7f],
    'the length 2^31': [0x30, 0x84, 0x80, 0, 0, 0],
    'a message one octet too long': [0x30, 0x63],
  };
  for (const [name, bytes] of Object.entries(bad)) {
    it(`refuses ${name} at once`, () => {
      const framer = new Framer(100);
      framer.push(Buffer.from(bytes));
      expect(() => framer.next()).to.throw(ProtocolError);
    });
  }

  it('takes longer messages once its cap is raised', () => {
    let largest = 10;
    const framer = new Framer((bytes) => bytes <= largest);
    largest = 1000;
    framer.push(Buffer.concat([Buffer.from([0x30, 100]), Buffer.alloc(100)]));
    expect(framer.next()?.length).to.equal(102);
  });
});
