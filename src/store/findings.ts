import type { View } from './rows.js';
import type { SharedState } from './shared-state.js';

/** One row that is not as the others say. */
export interface Finding {
  readonly database: string;
  /** The key, readable. */
  readonly key: string;
  readonly problem: string;
}

/** What each check works on. */
export interface Checked {
  readonly shared: SharedState;
  readonly view: View;
  readonly findings: Findings;
}

const findingsMax = 1000;

/** The findings of a verification: the first thousand say enough. */
export class Findings {
  readonly all: Finding[] = [];

  add(database: string, key: string, problem: string): void {
    if (this.all.length < findingsMax) this.all.push({ database, key, problem });
  }
}
