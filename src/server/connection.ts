import { type Socket } from 'node:net';
import { type BindRequest, type ExtendedRequest, type RequestMessage } from '../model/request.js';
import { type Result, resultOf, type ResultCodeName } from '../model/result.js';
import { decodeMessage } from '../protocol/decode-message.js';
import {
  isAnswered,
  writeExtended,
  writeNotice,
  writeResult,
} from '../protocol/encode-response.js';
import { startTlsOid } from '../protocol/extended/start-tls.js';
import { ProtocolError } from '../protocol/protocol-error.js';
import { type ExtendedOutcome } from '../operations/directory.js';
import { bindDefect, performBind } from './bind.js';
import { type Environment, type ListenerKind } from './environment.js';
import { PendingOperation } from './operation.js';
import { OperationTable } from './operation-table.js';
import { Input } from './input.js';
import { Output } from './output.js';
import { type DirectoryRequest, perform } from './perform.js';
import { allowedInTheClear, resultOfThrown, tlsRequired } from './refusals.js';
import { recordOfDefect, recordOfRefusal } from './records.js';
import { Session } from './session.js';
import { closeGently, secure, startTlsRefusal, within } from './transport.js';

/**
 * The life of a connection:
 *
 *     serving ── bind ──▶ binding ──▶ serving
 *        ├── StartTLS ──▶ securing ─▶ serving
 *        └── unbind, notice, end of input, shutdown ──▶ closed
 *
 * Only while serving are messages taken from the framer. Otherwise, and while too much is under
 * way or unread by the client, the socket is paused: what a client sends then waits in the
 * network, not in memory.
 */
type State = 'serving' | 'binding' | 'securing' | 'closed';

export class Connection {
  readonly #environment: Environment;
  readonly #listener: ListenerKind;
  readonly #address: string;
  readonly #input: Input;
  readonly #output: Output;
  readonly #table = new OperationTable();
  readonly #session: Session;
  #socket: Socket;
  #state: State = 'serving';
  #isDraining = false;
  #answeredAtMs = 0;

  constructor(
    socket: Socket,
    environment: Environment,
    facts: { readonly listener: ListenerKind; readonly address: string },
  ) {
    this.#socket = socket;
    this.#environment = environment;
    this.#listener = facts.listener;
    this.#address = facts.address;
    const { limits, pool, directory } = environment;
    this.#session = new Session(directory, facts.listener !== 'ldap');
    const onDrain = (): void => {
      this.#input.turn();
    };
    this.#output = new Output(socket, { pool, flushBytes: limits.outputBytes, onDrain });
    this.#input = new Input(socket, limits, {
      ready: () => this.#isReady,
      receive: (pdu) => {
        this.#dispatch(decodeMessage(pdu, environment.decodeLimits));
      },
      refuse: (error) => {
        this.#refuse(error);
      },
      fail: this.#fail,
      finished: () => {
        void this.#leave();
      },
    });
    this.#watch(socket);
  }

  /** Ends the session for a reason of the server's own (RFC 4511 §4.4.1). */
  disconnect(code: ResultCodeName, message: string): void {
    if (this.#state === 'closed') return;
    this.#environment.connections.ended({ address: this.#address, reason: message });
    this.#output.write((writer) => {
      writeNotice(writer, code, message);
    });
    this.#close();
  }

  /** Takes no more requests, lets those under way finish, and says why it ends. */
  async shutdown(graceMs: number): Promise<void> {
    if (this.#isClosed) return;
    this.#isDraining = true;
    this.#input.clear();
    await within(graceMs, this.#table.idle());
    this.disconnect('unavailable', 'the server is shutting down');
  }

  /** Ends what has lasted too long; called now and then. */
  expire(nowMs: number): void {
    const { stallTimeoutMs, idleTimeoutMs } = this.#environment.limits;
    this.#output.expire(nowMs, stallTimeoutMs);
    if (this.#state !== 'serving') return;
    if (this.#input.isTooSlow(nowMs)) {
      this.disconnect('unavailable', 'a message took too long to arrive');
      return;
    }
    const activeAtMs = Math.max(this.#input.receivedAtMs, this.#answeredAtMs);
    const isIdle = this.#table.running === 0 && nowMs - activeAtMs > idleTimeoutMs;
    if (idleTimeoutMs > 0 && isIdle) this.disconnect('unavailable', 'idle for too long');
  }

  /** A defect ends its own connection and nothing else. */
  readonly #fail = (error: unknown): void => {
    const result = resultOfThrown(error);
    this.#environment.observer(
      recordOfDefect({ kind: 'connection', address: this.#address }, result, error),
    );
    this.disconnect('other', 'internal error');
  };

  #watch(socket: Socket): void {
    socket.on('close', () => {
      this.#end();
    });
    socket.on('error', () => {
      socket.destroy();
    });
  }

  get #isReady(): boolean {
    return (
      this.#state === 'serving' &&
      !this.#isDraining &&
      this.#table.running < this.#environment.limits.pendingOperationsMax &&
      !this.#output.blocked
    );
  }

  get #isClosed(): boolean {
    return this.#state === 'closed';
  }

  #refuse({ message, refused }: ProtocolError): void {
    if (!refused || this.#table.get(refused.id)) {
      this.disconnect('protocolError', message);
      return;
    }
    if (refused.kind === 'bind') this.#become(this.#session.nobody);
    const result = resultOf(refused.code, { message });
    this.#environment.observer(recordOfRefusal(refused, result, this.#address));
    this.#answer(refused, { result });
  }

  #dispatch(message: RequestMessage): void {
    const { request } = message;
    if (request.kind === 'unbind') {
      this.#close();
      return;
    }
    if (request.kind === 'abandon') {
      this.#table.abandon(request.messageId);
      return;
    }
    const operation = new PendingOperation(message, this.#address);
    if (!this.#table.add(operation)) throw new ProtocolError('a messageID that is in use');
    if (this.#environment.requireTls && !this.#session.secure && !allowedInTheClear(request)) {
      this.#finish(operation, { result: tlsRequired });
    } else if (request.kind === 'bind') {
      this.#bind(request, operation).catch(this.#fail);
    } else if (request.kind === 'extended' && request.oid === startTlsOid) {
      this.#startTls(request, operation);
    } else {
      this.#perform(request, operation);
    }
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
    await this.#table.alone(operation, this.#environment.limits.bindWaitMs);
    this.#become(nobody);
    const outcome = await performBind(request, {
      environment: this.#environment,
      listener: this.#listener,
      nobody,
      context: operation,
    }).catch((error: unknown) => bindDefect(nobody, this.#defect(operation, error)));
    if (this.#isClosed) return;
    this.#become(outcome.actor);
    this.#state = 'serving';
    this.#finish(operation, { result: outcome.result });
  }

  #become(actor: Session['actor']): void {
    this.#session.become(actor);
    this.#input.setBound(actor.kind !== 'anonymous');
  }

  #startTls(request: ExtendedRequest, operation: PendingOperation): void {
    const { secureContext, limits } = this.#environment;
    const refusal = startTlsRefusal(request, {
      controls: operation.controls,
      isSecure: this.#session.secure,
      isAlone: this.#table.running === 1,
      isConfigured: secureContext !== undefined,
    });
    if (refusal || !secureContext) {
      this.#finish(operation, { result: refusal ?? resultOf('protocolError') });
      return;
    }
    this.#state = 'securing';
    // Whatever came with the request in the clear may have been slipped in by a third party.
    this.#input.clear();
    this.#finish(operation, { result: resultOf('success'), oid: startTlsOid });
    this.#output.flush();
    secure(this.#socket, { secureContext, timeoutMs: limits.handshakeTimeoutMs }, (socket) => {
      this.#socket = socket;
      this.#session.securedByTls();
      this.#watch(socket);
      this.#state = 'serving';
      this.#output.switchTo(socket);
      this.#input.switchTo(socket);
    });
  }

  #defect(operation: PendingOperation, error: unknown): Result {
    const result = resultOfThrown(error);
    this.#environment.observer(recordOfDefect(operation, result, error));
    return result;
  }

  #finish(operation: PendingOperation, outcome: ExtendedOutcome): void {
    this.#table.remove(operation);
    this.#answeredAtMs = performance.now();
    if (!operation.stopped) this.#answer(operation, outcome);
    if (this.#input.held) this.#input.turn();
  }

  #answer(
    { id, kind }: { readonly id: number; readonly kind: PendingOperation['kind'] },
    { result, oid, value }: ExtendedOutcome,
  ): void {
    if (!isAnswered(kind)) return;
    this.#output.write((writer) => {
      if (kind === 'extended') writeExtended(writer, id, result, { oid, value });
      else writeResult(writer, id, kind, result);
    });
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
    const { lingerMs, stallTimeoutMs } = this.#environment.limits;
    closeGently(this.#socket, { lingerMs, flushMs: stallTimeoutMs });
  }

  #end(): void {
    this.#state = 'closed';
    this.#table.abandonAll();
    this.#input.close();
    this.#output.close();
  }
}
