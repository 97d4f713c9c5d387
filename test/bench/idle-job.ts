import { type Account } from './accounts.js';

/** How many connections the holder of idle connections keeps, and as whom. */
export interface IdleJob {
  readonly port: number;
  readonly count: number;
  readonly account: Account;
}

export interface IdleReport {
  readonly held: number;
  /** Why the others are not, in the words of the last one; empty when all are. */
  readonly why: string;
}
