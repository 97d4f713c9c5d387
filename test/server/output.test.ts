import { expect } from 'chai';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { BerWriter } from '../../src/protocol/writer.js';
import { BufferPool } from '../../src/server/buffer-pool.js';
import { Departures } from '../../src/server/departures.js';
import { Output } from '../../src/server/output.js';

const flushBytes = 16 * 1024;
const piece =
  (text: string): ((writer: BerWriter) => void) =>
  (writer) => {
    writer.raw(Buffer.from(text));
  };

describe('a message in pieces', () => {
  let listener: Server;
  let client: Socket;
  let socket: Socket;
  let output: Output;
  let drains: number;

  beforeEach(async () => {
    listener = createServer();
    const accepted = once(listener, 'connection') as Promise<[Socket]>;
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const address = listener.address();
    client = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1');
    client.pause();
    client.on('error', () => undefined);
    [socket] = await accepted;
    socket.on('error', () => undefined);
    drains = 0;
    const onDrain = (): void => void (drains += 1);
    const pool = new BufferPool(flushBytes + 1024);
    output = new Output(socket, { pool, departures: new Departures(), flushBytes, onDrain });
  });

  afterEach(() => {
    client.destroy();
    socket.destroy();
    listener.close();
  });

  const received = async (length: number): Promise<string> => {
    let text = '';
    client.on('data', (chunk: Buffer) => (text += chunk.toString()));
    client.resume();
    while (text.length < length) await once(client, 'data');
    return text;
  };

  function* many(count: number): Generator<(writer: BerWriter) => void> {
    for (let n = 0; n < count; n += 1) yield piece('x'.repeat(1000));
  }

  it('is followed by what others wrote meanwhile, in their order', async () => {
    const first = output.inPieces(many(2_000));
    expect(output.blocked).to.equal(true);
    output.write(piece('A'));
    const second = output.inPieces([piece('B')]);
    output.write(piece('C'));
    const text = await received(2_000_003);
    await Promise.all([first, second]);
    expect(text.slice(0, 2_000_000)).to.match(/^x+$/);
    expect(['ABC', 'ACB', 'BAC']).to.include(text.slice(2_000_000));
    expect(output.blocked).to.equal(false);
    expect(drains).to.be.greaterThan(0);
  });

  it('is cut, and the connection with it, when the client takes nothing for too long', async () => {
    let made = 0;
    const endless = (function* () {
      for (;;) {
        made += 1;
        yield piece('x'.repeat(1000));
      }
    })();
    const ending = output.inPieces(endless).catch((error: unknown) => error);
    let before = -1;
    while (made !== before) {
      before = made;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    output.expire(performance.now() + 1_000, 500);
    expect(await ending).to.include({ code: 'timeLimitExceeded' });
    expect(socket.destroyed).to.equal(true);
  });

  it('ends with the connection', async () => {
    const ending = output.inPieces(many(50_000)).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    output.close();
    expect(await ending).to.include({ code: 'unavailable' });
    expect(output.begin()).to.equal(undefined);
  });
});
