import { setTimeout as sleep } from 'node:timers/promises';
import { type Control, type Request } from '../../src/model/request.js';
import { rootDn, rootPassword, suffix } from '../conformance/servers.js';
import { requestOf } from '../differential/requests.js';
import { encoded } from '../protocol/arbitraries.js';
import { bytesOf, RawClient, search, simpleBind } from '../server/raw-client.js';
import type { Step } from './steps.js';

const known = [suffix, `ou=People,${suffix}`, `uid=p1,ou=People,${suffix}`];
const startTls: Request = { kind: 'extended', oid: '1.3.6.1.4.1.1466.20037', value: undefined };
const wholeTree = search(suffix, { scope: 'sub', attributes: ['*', '+'] });

/** Answers of which a step waits for at most one; a server that is busy need not answer more. */
const patienceMs = 200;

type SendingKind = 'message' | 'operations' | 'bytes' | 'bindStorm' | 'signIn' | 'unbind';
type Sending = Extract<Step, { readonly kind: SendingKind }>;

/** One connection, and what is done on it. Nothing is asked of the answers: only of the server. */
export class Attacker {
  readonly #port: number;
  #client: RawClient | undefined;
  #id = 0;

  constructor(port: number) {
    this.#port = port;
  }

  async follow(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      if (!this.#client || this.#client.isClosed) this.#client = await RawClient.open(this.#port);
      await this.#take(step, this.#client);
    }
    this.#client?.close();
    this.#client = undefined;
  }

  async #take(step: Step, client: RawClient): Promise<void> {
    switch (step.kind) {
      case 'dribble':
        return dribble(client, step.bytes);
      case 'abandonRace':
      case 'cancelRace':
        this.#race(client, step);
        return;
      case 'startTls':
        return this.#startTls(client, step.then);
      case 'dump':
        this.#ask(client, wholeTree);
        if (!step.isRead) client.socket.pause();
        return sleep(20);
      case 'halfClose':
        client.socket.end();
        return this.#answered(client);
      case 'vanish':
        client.close();
        return;
      case 'wait':
        return sleep(step.ms);
      case 'message':
      case 'operations':
      case 'bytes':
      case 'bindStorm':
      case 'signIn':
      case 'unbind':
        client.send(...this.#chunksOf(step));
        return this.#answered(client);
    }
  }

  /** What the steps that only send something send. */
  #chunksOf(step: Sending): Buffer[] {
    switch (step.kind) {
      case 'message':
        return [encoded(step.message)];
      case 'operations':
        return step.operations.map((each) => this.#bytes(requestOf(each, known), step.controls));
      case 'bytes':
        return [step.bytes];
      case 'bindStorm': {
        const bind = simpleBind(`uid=p1,ou=People,${suffix}`, step.password);
        return Array.from({ length: step.count }, () => this.#bytes(bind));
      }
      case 'signIn':
        return [this.#bytes(simpleBind(rootDn, rootPassword))];
      case 'unbind':
        return [this.#bytes({ kind: 'unbind' })];
    }
  }

  #bytes(request: Request, controls: readonly Control[] = []): Buffer {
    return bytesOf(++this.#id, request, controls);
  }

  #ask(client: RawClient, request: Request): void {
    client.send(this.#bytes(request));
  }

  /** Searches, each stopped at once or as soon as the next one is sent. */
  #race(
    client: RawClient,
    { kind, count }: { readonly kind: string; readonly count: number },
  ): void {
    for (let sent = 0; sent < count; sent += 1) {
      this.#ask(client, wholeTree);
      const started = this.#id;
      if (sent % 2 === 0) this.#ask(client, search(suffix, {}));
      this.#ask(
        client,
        kind === 'abandonRace' ? { kind: 'abandon', messageId: started } : cancel(started),
      );
    }
  }

  async #startTls(client: RawClient, then: string): Promise<void> {
    this.#ask(client, startTls);
    if (then === 'plain') this.#ask(client, wholeTree);
    if (then === 'garbage') client.send(Buffer.from('1603010005ffffffffff', 'hex'));
    if (then !== 'handshake') return this.#answered(client);
    await this.#answered(client);
    if (!client.isClosed) await Promise.race([client.secure().catch(() => undefined), sleep(300)]);
  }

  async #answered(client: RawClient): Promise<void> {
    await Promise.race([client.next(), sleep(patienceMs)]);
  }
}

/** RFC 3909: a SEQUENCE that holds the messageID. */
function cancel(id: number): Request {
  const value = Buffer.alloc(8);
  value.set([0x30, 6, 0x02, 4]);
  value.writeUInt32BE(id, 4);
  return { kind: 'extended', oid: '1.3.6.1.1.8', value };
}

async function dribble(client: RawClient, bytes: Buffer): Promise<void> {
  for (const octet of bytes) {
    client.send(Buffer.from([octet]));
    await sleep(0);
  }
}
