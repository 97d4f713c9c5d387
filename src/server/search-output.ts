import { type EncodedEntry, type SearchSink } from '../model/encoded-entry.js';
import { LdapError } from '../model/result.js';
import { entryPieces, writeEntry } from '../protocol/encode-entry.js';
import { writeReference } from '../protocol/encode-response.js';
import { type PendingOperation } from './operation.js';
import { type Output } from './output.js';

const whole = { typesOnly: false };
const typesAlone = { typesOnly: true };

/** Delivers the entries of one search to its connection; of a stopped one, nothing. */
export class SearchOutput implements SearchSink {
  readonly #operation: PendingOperation;
  readonly #output: Output;

  constructor(operation: PendingOperation, output: Output) {
    this.#operation = operation;
    this.#output = output;
  }

  entry(entry: EncodedEntry, typesOnly: boolean): boolean {
    const { id, stopped } = this.#operation;
    if (stopped) return false;
    const writer = this.#output.begin();
    if (writer) {
      writeEntry(writer, id, entry, typesOnly ? typesAlone : whole);
      this.#output.written();
    }
    return !this.#output.blocked;
  }

  /** An entry that has begun is finished, abandoned or not: others share the connection. */
  inPieces(entry: EncodedEntry): Promise<void> {
    const { id, stopped } = this.#operation;
    if (stopped) return Promise.resolve();
    return this.#output.inPieces(entryPieces(id, entry));
  }

  reference(uris: readonly string[]): boolean {
    const { id, stopped } = this.#operation;
    if (stopped) return false;
    this.#output.write((writer) => {
      writeReference(writer, id, uris);
    });
    return !this.#output.blocked;
  }

  drained(): Promise<void> {
    if (this.#operation.stopped) {
      return Promise.reject(new LdapError('canceled', 'the search was abandoned'));
    }
    return this.#output.drained();
  }
}
