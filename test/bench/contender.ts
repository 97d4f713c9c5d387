import { type Population } from './population.js';
import { type Cost } from './program.js';

export type ContenderName = 'ours' | 'slapd' | 'ldapjs' | 'bare';

/** What a case asks of a server, since not every peer can do everything. */
export type Ability =
  'equality' | 'read' | 'conjunction' | 'substring' | 'paged' | 'bind' | 'write' | 'groups';

export interface StartOptions {
  /** Groups are answered for: slapd needs two overlays, which cost it something elsewhere. */
  readonly groups?: boolean;
  /** Room for that many connections and files. */
  readonly descriptors?: number;
}

/** A server that the same load is put on. */
export interface Contender {
  readonly name: ContenderName;
  can(ability: Ability): boolean;
  /** Loads the directory anew, offline; undefined: it has no store of its own. */
  readonly load: (() => Promise<Cost>) | undefined;
  /** Where its store is on disk. */
  readonly store: string;
  start(options?: StartOptions): Promise<RunningServer>;
}

export interface RunningServer {
  readonly name: ContenderName;
  readonly port: number;
  readonly pid: number;
  close(): Promise<void>;
}

/** What the contenders of a run have in common. */
export interface Ground {
  /** Theirs to write in; gone after the run. */
  readonly directory: string;
  readonly population: Population;
  /** The whole directory as a file. */
  readonly ldif: string;
  /** `ANNUAIRE_WORKERS` of our server. */
  readonly workers: number;
}
