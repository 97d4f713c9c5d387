import { type Control, type RequestKind, type RequestMessage } from '../model/request.js';
import { type OperationContext } from '../operations/directory.js';

/** One operation under way on a connection; it is the context its executor gets. */
export class PendingOperation implements OperationContext {
  readonly id: number;
  readonly kind: RequestKind;
  readonly controls: readonly Control[];
  readonly address: string;
  #stopped = false;
  #controller: AbortController | undefined;

  constructor({ id, request, controls }: RequestMessage, address: string) {
    this.id = id;
    this.kind = request.kind;
    this.controls = controls;
    this.address = address;
  }

  /** Whether nobody waits for it any more: nothing of it may be sent. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Made when first asked for: most operations end before they look. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#stopped) this.#controller.abort();
    return this.#controller.signal;
  }

  stop(): void {
    this.#stopped = true;
    this.#controller?.abort();
  }
}
