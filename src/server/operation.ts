import { type Control, type RequestKind, type RequestMessage } from '../model/request.js';
import { LdapError } from '../model/result.js';
import { type OperationContext } from '../operations/directory.js';
import { type Peer } from '../operations/peer.js';
import { type SaslExchange } from '../operations/session/exchange.js';

/** One operation outstanding on a connection; it is the context its executor gets. */
export class PendingOperation implements OperationContext {
  readonly id: number;
  readonly kind: RequestKind;
  /** Of an extended operation; otherwise empty. */
  readonly oid: string;
  readonly controls: readonly Control[];
  readonly address: string;
  readonly peer: Peer;
  /** Set for a bind alone. */
  exchange: SaslExchange | undefined;
  #stopped = false;
  #withdrawn = false;
  #begun = false;
  #controller: AbortController | undefined;

  constructor({ id, request, controls }: RequestMessage, address: string, peer: Peer) {
    this.id = id;
    this.kind = request.kind;
    this.oid = request.kind === 'extended' ? request.oid : '';
    this.controls = controls;
    this.address = address;
    this.peer = peer;
  }

  /** Whether nobody waits for it any more: nothing of it may be sent. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Whether it was taken back: its id may serve again, whatever still runs of it. */
  get withdrawn(): boolean {
    return this.#withdrawn;
  }

  /** Made when first asked for: most operations end before they look. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#stopped) this.#controller.abort();
    return this.#controller.signal;
  }

  /** Its update is being applied: from here on it takes effect whatever its client does. */
  begin(): void {
    if (this.#withdrawn) throw new LdapError('canceled', '');
    this.#begun = true;
  }

  /** Nobody waits for it any more; an update asked for is done all the same. */
  stop(): void {
    this.#stopped = true;
    this.#controller?.abort();
  }

  /** Stops it; an update that has not begun will not. */
  withdraw(): void {
    this.#withdrawn = true;
    this.stop();
  }

  get begun(): boolean {
    return this.#begun;
  }
}
