import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { FrameReader, FrameWriter } from '../../src/workers/frames.js';

/** What a stream carries once its writer has had its turn. */
async function carried(values: readonly unknown[]): Promise<Buffer> {
  const stream = new PassThrough();
  const writer = new FrameWriter(stream);
  for (const value of values) writer.send(value);
  await new Promise((resolve) => setImmediate(resolve));
  return stream.read() as Buffer;
}

const values: readonly unknown[] = [
  { id: 1, name: 'add', facts: { octets: Buffer.from([0, 255, 10]), nothing: undefined } },
  new Set(['sn', 'cn']),
  'été',
  { large: Buffer.alloc(300_000, 7) },
];

describe('values on a stream between processes', () => {
  for (const size of [1, 3, 4, 5, 1_000, 65_536, 1_000_000]) {
    it(`arrive whole when they come in parts of ${String(size)}`, async () => {
      const bytes = await carried(values);
      const reader = new FrameReader();
      const read: unknown[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        read.push(...reader.read(bytes.subarray(at, at + size)));
      }
      expect(read).to.deep.equal(values);
    });
  }

  it('stay octets where they were octets', async () => {
    const [value] = [...new FrameReader().read(await carried([{ octets: Buffer.from('é') }]))];
    const { octets } = value as { octets: unknown };
    expect(Buffer.isBuffer(octets)).to.equal(true);
  });

  it('leave together when they were sent together', async () => {
    const stream = new PassThrough();
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    const writer = new FrameWriter(stream);
    for (const value of values) writer.send(value);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(chunks).to.have.length(1);
  });
});
