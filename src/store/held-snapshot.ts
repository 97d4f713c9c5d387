import type { Transaction } from 'lmdb';
import { DirectoryReader } from './directory-reader.js';
import type { Snapshot } from './reader.js';
import type { View } from './rows.js';
import type { SharedState } from './shared-state.js';

/** A reader over a read transaction of its own, which keeps its pages until it is released. */
export class HeldSnapshot extends DirectoryReader implements Snapshot {
  private transaction: Transaction | undefined;
  private readonly held: { transaction: Transaction };

  private readonly onRelease: (snapshot: HeldSnapshot) => void;

  constructor(shared: SharedState, onRelease: (snapshot: HeldSnapshot) => void) {
    const transaction = shared.environment.root.useReadTransaction();
    const held: View & { transaction: Transaction } = { transaction };
    try {
      super(shared, held);
    } catch (error) {
      transaction.done();
      throw error;
    }
    this.transaction = transaction;
    this.held = held;
    this.onRelease = onRelease;
  }

  release(): void {
    if (this.transaction === undefined) return;
    this.held.transaction = released;
    this.transaction.done();
    this.transaction = undefined;
    this.onRelease(this);
  }
}

/** LMDB would follow a dangling pointer: a read after the release fails before it gets there. */
const released: Transaction = Object.create(null, {
  address: {
    get: () => {
      throw new Error('the snapshot was released');
    },
  },
}) as Transaction;
