import { type Socket } from 'node:net';
import { type BindRequest, type ExtendedRequest, type RequestMessage } from '../model/request.js';
import { type Result, resultOf, type ResultCodeName } from '../model/result.js';
import { decodeMessage } from '../protocol/decode-message.js';
import { cancelOid } from '../protocol/extended/cancel.js';
import { startTlsOid } from '../protocol/extended/start-tls.js';
import { ProtocolError } from '../protocol/protocol-error.js';
import { type BindOutcome, type ExtendedOutcome } from '../operations/directory.js';
import { answer, notify, type Outcome } from './answer.js';
import { cancel } from './cancel.js';
import { type Environment, type ListenerKind } from './environment.js';
import { PendingOperation } from './operation.js';
import { OperationTable, type SubmittedRequest } from './operation-table.js';
import { Input } from './input.js';
import { Output } from './output.js';
import { peerOf } from './peer.js';
import { type DirectoryRequest, perform } from './perform.js';
import { allowedInTheClear, duringSasl, tlsRequired, tooManyConnections } from './refusals.js';
import { recordOfRefusal, reportDefect } from './records.js';
import { Session } from './session.js';
import { startTlsRefusal } from './start-tls.js';
import { closeGently, within } from './transport.js';

/**
 * The life of a connection:
 *
 *     serving ── bind ──▶ binding ──▶ serving
 *        ├── StartTLS ──▶ securing ─▶ serving
 *        └── unbind, notice, end of input, shutdown ──▶ closed
 *
 * Only while serving are messages taken from the framer. While too much is under way or unread
 * by the client a few requests are held, so that an Abandon or a Cancel among them is heard; with
 * these taken, and in any other state, the socket is paused: what a client sends then waits in
 * the network, not in memory.
 */
type State = 'serving' | 'binding' | 'securing' | 'closed';

export class Connection {
  readonly #environment: Environment;
  readonly #listener: ListenerKind;
  readonly #address: string;
  readonly #input: Input;
  readonly #output: Output;
  readonly #table: OperationTable;
  readonly #session: Session;
  #socket: Socket;
  #state: State = 'serving';
  #isDraining = false;

  constructor(
    socket: Socket,
    environment: Environment,
    facts: { readonly listener: ListenerKind; readonly address: string },
  ) {
    this.#socket = socket;
    this.#environment = environment;
    this.#listener = facts.listener;
    this.#address = facts.address;
    const { limits, pool, departures } = environment;
    this.#session = new Session(environment, peerOf(socket, facts.listener, environment));
    this.#table = new OperationTable(limits, {
      isFree: () =>
        this.#state === 'serving' &&
        (this.#table.running === 0 || this.#table.running < this.#session.limits.operationsMax) &&
        !this.#output.blocked,
      start: (submitted) => {
        this.#start(submitted);
      },
    });
    const onDrain = (): void => {
      this.#resume();
    };
    const flushBytes = limits.outputBytes;
    this.#output = new Output(socket, { pool, departures, flushBytes, onDrain });
    this.#input = new Input(
      socket,
      { limits, fits: (bytes) => this.#session.takes(bytes) },
      {
        ready: () => this.#state === 'serving' && !this.#isDraining && this.#table.hasRoom,
        receive: (pdu) => {
          this.#dispatch(decodeMessage(pdu, environment.decodeLimits), pdu.length);
        },
        refuse: (error) => {
          this.#refuse(error);
        },
        fail: this.#fail,
        finished: () => {
          void this.#leave();
        },
      },
    );
    this.#watch(socket);
  }

  /** Ends the session for a reason of the server's own (RFC 4511 §4.4.1). */
  disconnect(code: ResultCodeName, message: string): void {
    if (this.#state === 'closed') return;
    this.#environment.connections.ended({ address: this.#address, reason: message });
    notify(this.#output, code, message);
    this.#close();
  }

  /** Takes no more requests, lets those under way finish, and says why it ends. */
  async shutdown(graceMs: number): Promise<void> {
    if (this.#isClosed) return;
    this.#isDraining = true;
    this.#input.clear();
    this.#table.dropHeld();
    await within(graceMs, this.#table.idle());
    this.disconnect('unavailable', 'the server is shutting down');
  }

  /** Ends what has lasted too long; called now and then. */
  expire(nowMs: number): void {
    const { stallMs, idleMs } = this.#session.limits;
    this.#output.expire(nowMs, stallMs);
    if (this.#state !== 'serving') return;
    const activeAtMs = Math.max(this.#input.receivedAtMs, this.#table.endedAtMs);
    const isIdle = this.#table.running === 0 && nowMs - activeAtMs > idleMs;
    if (this.#input.isTooSlow(nowMs)) {
      this.disconnect('unavailable', 'a message took too long to arrive');
    } else if (isIdle) {
      this.disconnect('unavailable', 'idle for too long');
    }
  }

  /** A defect ends its own connection and nothing else. */
  readonly #fail = (error: unknown): void => {
    this.#defect({ kind: 'connection', address: this.#address }, error);
    this.disconnect('other', 'internal error');
  };

  #watch(socket: Socket): void {
    socket.on('close', () => {
      this.#end();
    });
    socket.on('error', () => socket.destroy());
  }

  get #isClosed(): boolean {
    return this.#state === 'closed';
  }

  #refuse({ message, refused }: ProtocolError): void {
    if (!refused || this.#table.get(refused.id)) {
      this.disconnect('protocolError', message);
      return;
    }
    if (refused.kind === 'bind') this.#session.become(this.#session.nobody);
    const result = resultOf(refused.code, { message });
    this.#environment.observer(recordOfRefusal(refused, result, this.#address));
    answer(this.#output, refused, { result });
  }

  #dispatch(message: RequestMessage, bytes: number): void {
    const { request, controls } = message;
    if (request.kind === 'unbind' && this.#table.held === 0) {
      this.#close();
      return;
    }
    if (request.kind === 'abandon') {
      this.#table.abandon(request.messageId, controls);
      return;
    }
    const operation = new PendingOperation(message, this.#address, this.#session.peer);
    const isNew = this.#table.submit({ request, operation, bytes });
    if (!isNew) throw new ProtocolError('a messageID that is in use');
  }

  #start({ request, operation }: SubmittedRequest): void {
    if (request.kind === 'unbind') {
      this.#close();
    } else if (this.#session.peer.tlsRequired && !allowedInTheClear(request)) {
      this.#finish(operation, { result: tlsRequired });
    } else if (this.#session.exchange && request.kind !== 'bind') {
      this.#finish(operation, { result: duringSasl });
    } else if (request.kind === 'bind') {
      this.#bind(request, operation).catch(this.#fail);
    } else if (request.kind === 'extended' && request.oid === startTlsOid) {
      this.#startTls(request, operation);
    } else if (request.kind === 'extended' && request.oid === cancelOid) {
      this.#cancel(request, operation);
    } else {
      this.#perform(request, operation);
    }
  }

  #cancel(request: ExtendedRequest, operation: PendingOperation): void {
    const { result, canceled } = cancel(request, operation.controls, this.#table);
    if (canceled) answer(this.#output, canceled, { result: resultOf('canceled') });
    this.#finish(operation, { result });
  }

  #perform(request: DirectoryRequest, operation: PendingOperation): void {
    const { operations } = this.#session;
    let outcome: ExtendedOutcome | Promise<ExtendedOutcome>;
    try {
      outcome = perform(request, operation, { operations, output: this.#output });
    } catch (error) {
      outcome = { result: this.#defect(operation, error) };
    }
    if (outcome instanceof Promise) this.#await(outcome, operation).catch(this.#fail);
    else this.#finish(operation, outcome);
  }

  async #await(pending: Promise<ExtendedOutcome>, operation: PendingOperation): Promise<void> {
    const outcome = await pending.catch((error: unknown) => ({
      result: this.#defect(operation, error),
    }));
    this.#finish(operation, outcome);
  }

  /** A bind is alone: it waits for what was asked before it, and what comes after waits for it. */
  async #bind(request: BindRequest, operation: PendingOperation): Promise<void> {
    this.#state = 'binding';
    const { nobody } = this.#session;
    operation.exchange = this.#session.exchange;
    if (this.#table.running > 1) {
      await this.#table.alone(operation, this.#environment.limits.bindWaitMs);
    }
    this.#session.become(nobody);
    const outcome: BindOutcome = await this.#environment.directory
      .bind(request, nobody, operation)
      .catch((error: unknown) => ({ actor: nobody, result: this.#defect(operation, error) }));
    if (this.#isClosed) return;
    const isAdmitted = this.#session.become(outcome.actor, outcome.exchange);
    this.#state = 'serving';
    this.#finish(operation, isAdmitted ? outcome : { result: tooManyConnections });
  }

  #startTls(request: ExtendedRequest, operation: PendingOperation): void {
    const { upgrades } = this.#environment;
    const refusal = startTlsRefusal(request, {
      controls: operation.controls,
      isSecure: this.#session.secure,
      isAlone: this.#table.running === 1,
      isConfigured: upgrades !== undefined,
    });
    if (refusal || !upgrades) {
      this.#finish(operation, { result: refusal ?? resultOf('protocolError') });
      return;
    }
    this.#state = 'securing';
    // Whatever came with the request in the clear may have been slipped in by a third party.
    this.#input.clear();
    this.#table.dropHeld();
    this.#finish(operation, { result: resultOf('success'), oid: startTlsOid });
    this.#output.flush();
    upgrades.secure(this.#socket, (socket) => {
      this.#socket = socket;
      this.#session.securedByTls(peerOf(socket, this.#listener, this.#environment));
      this.#watch(socket);
      this.#state = 'serving';
      this.#output.switchTo(socket);
      this.#input.switchTo(socket);
    });
  }

  #defect(operation: Pick<PendingOperation, 'address'> & { kind: string }, error: unknown): Result {
    return reportDefect(this.#environment.observer, operation, error);
  }

  #finish(operation: PendingOperation, outcome: Outcome): void {
    this.#table.remove(operation);
    if (!operation.stopped) answer(this.#output, operation, outcome);
    if (this.#table.held > 0 || this.#input.held) this.#resume();
  }

  /** Goes on with what is held, then with what has arrived. */
  #resume(): void {
    this.#table.resume();
    this.#input.turn();
  }

  /** The client sends no more: what it has asked is still answered, if that does not last. */
  async #leave(): Promise<void> {
    await within(this.#environment.limits.halfCloseWaitMs, this.#table.idle());
    this.#close();
  }

  /** Ends the session from our side; what is written still leaves. */
  #close(): void {
    if (this.#state === 'closed') return;
    this.#output.flush();
    this.#end();
    const { lingerMs, flushMs } = this.#environment.limits;
    closeGently(this.#socket, { lingerMs, flushMs });
  }

  #end(): void {
    this.#state = 'closed';
    this.#table.stopAll();
    this.#session.end();
    this.#input.close();
    this.#output.close();
  }
}
