import { createServer, type Socket } from 'node:net';
import { open } from 'lmdb';
import { BerReader } from '../../src/protocol/ber-reader.js';
import { contextConstructed, Op, Tag } from '../../src/protocol/tags.js';
import { BerWriter } from '../../src/protocol/writer.js';
import { Frames } from './frames.js';
import { type PeerEntry, peerEntries } from './peer-entries.js';

/**
 * `bare-server.ts LDIF STORE PORT`: the least that answers `(uid=…)` over a socket from LMDB, with
 * entries encoded beforehand. No schema, no rights, no other request: what Node and the socket
 * cost by themselves, and hence how much a directory adds.
 */
const [ldif = '', store = '', port = '0'] = process.argv.slice(2);
// Filled anew at each start, hence safe to lose.
const entries = open({ path: store, noSubdir: true, encoding: 'binary', noSync: true });
const batchSize = 1_000;

async function fill(): Promise<void> {
  let batch: PeerEntry[] = [];
  const flush = (): void => {
    entries.transactionSync(() => {
      for (const entry of batch) entries.putSync(entry.uid, encodedEntry(entry));
    });
    batch = [];
  };
  for await (const entry of peerEntries(ldif)) {
    if (entry.uid !== '') batch.push(entry);
    if (batch.length === batchSize) flush();
  }
  flush();
}

function encodedEntry({ dn, attributes }: PeerEntry): Buffer {
  const writer = new BerWriter();
  const op = writer.begin(Op.searchResultEntry);
  writer.text(dn);
  const list = writer.begin(Tag.sequence);
  for (const { attribute, values } of attributes) {
    const one = writer.begin(Tag.sequence);
    writer.text(attribute);
    const set = writer.begin(Tag.set);
    for (const value of values) writer.octets(value);
    writer.end(set);
    writer.end(one);
  }
  writer.end(list);
  writer.end(op);
  return writer.copy();
}

function serve(socket: Socket): void {
  const writer = new BerWriter(Buffer.allocUnsafe(64 * 1024));
  const frames = new Frames((bytes, start, end) => {
    answer(new BerReader(bytes, start, end), writer);
  });
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    frames.push(chunk);
    // One write for all that a chunk asked for.
    socket.write(writer.copy());
    writer.reset();
  });
}

function answer(request: BerReader, writer: BerWriter): void {
  const id = request.integer();
  const op = request.peek();
  if (op !== Op.searchRequest) {
    done(writer, id, Op.bindResponse);
    return;
  }
  const uid = uidAsked(request);
  const entry = entries.getBinaryFast(uid);
  if (entry) {
    const message = writer.begin(Tag.sequence);
    writer.integer(id);
    // The buffer is longer than its length says.
    writer.raw(entry.subarray(0, entry.length));
    writer.end(message);
  }
  done(writer, id, Op.searchResultDone);
}

function uidAsked(request: BerReader): string {
  request.enter(Op.searchRequest);
  // Base, scope, aliases, two limits and typesOnly.
  for (let field = 0; field < 6; field += 1) request.skip();
  request.enter(contextConstructed(3));
  request.skip();
  return request.octets().toString('latin1');
}

function done(writer: BerWriter, id: number, op: number): void {
  const message = writer.begin(Tag.sequence);
  writer.integer(id);
  const result = writer.begin(op);
  writer.integer(0, Tag.enumerated);
  writer.text('');
  writer.text('');
  writer.end(result);
  writer.end(message);
}

await fill();
createServer(serve).listen(Number(port), '127.0.0.1');
