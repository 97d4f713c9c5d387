import { createHash } from 'node:crypto';
import { type Server } from 'node:net';
import ldapjs from 'ldapjs';
import { type PeerEntry, peerEntries } from './peer-entries.js';

/** `ldapjs-server.ts LDIF PORT`: the npm server over maps in memory, by login and by name. */
const [ldif = '', port = '0'] = process.argv.slice(2);

interface HeldEntry {
  readonly dn: string;
  readonly password: string;
  readonly attributes: Readonly<Record<string, string[]>>;
}

// What the handlers use: the package's types leave their arguments open.
interface Asked {
  readonly dn: { toString(): string };
  readonly credentials: string;
  readonly filter: { toString(): string };
}

interface Answering {
  send(entry: Omit<HeldEntry, 'password'>): void;
  end(): void;
}

type Next = (error?: unknown) => void;

const byName = new Map<string, HeldEntry>();
const byUid = new Map<string, HeldEntry>();

for await (const entry of peerEntries(ldif)) {
  const held = heldOf(entry);
  byName.set(nameOf(entry.dn), held);
  if (entry.uid !== '') byUid.set(entry.uid, held);
}

function heldOf({ dn, password, attributes }: PeerEntry): HeldEntry {
  const pairs = attributes.map(({ attribute, values }): [string, string[]] => [
    attribute,
    values.map((value) => value.toString()),
  ]);
  return { dn, password, attributes: Object.fromEntries(pairs) };
}

function nameOf(dn: string): string {
  return dn.toLowerCase().replace(/, +/g, ',');
}

function matches(password: string, stored: string): boolean {
  const bytes = Buffer.from(stored.replace('{SSHA}', ''), 'base64');
  const digest = createHash('sha1').update(password).update(bytes.subarray(20)).digest();
  return digest.equals(bytes.subarray(0, 20));
}

const server = ldapjs.createServer();
// Without this each answer waits for the client's system to acknowledge its first half.
(server as unknown as { readonly server: Server }).server.on('connection', (socket) => {
  socket.setNoDelay(true);
});

server.bind('', (request: Asked, response: Answering, next: Next) => {
  const entry = byName.get(nameOf(request.dn.toString()));
  if (!entry || !matches(request.credentials, entry.password)) {
    next(new ldapjs.InvalidCredentialsError());
    return;
  }
  response.end();
  next();
});

server.search('', (request: Asked, response: Answering, next: Next) => {
  const uid = /\(uid=([^)]*)\)/.exec(request.filter.toString())?.[1];
  const entry = uid === undefined ? byName.get(nameOf(request.dn.toString())) : byUid.get(uid);
  if (entry) response.send({ dn: entry.dn, attributes: entry.attributes });
  response.end();
  next();
});

server.listen(Number(port), '127.0.0.1');
