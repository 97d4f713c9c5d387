import type { IdentityLimits } from '../access/limits.js';
import type { AttributeRight, EntryAccess } from '../access/policy.js';
import type { SearchSink } from '../model/encoded-entry.js';
import type { Entry } from '../model/entry.js';
import type { Filter } from '../model/filter.js';
import type {
  AddRequest,
  BindRequest,
  CompareRequest,
  Control,
  DeleteRequest,
  ExtendedRequest,
  ModifyDnRequest,
  ModifyRequest,
  SearchRequest,
} from '../model/request.js';
import type { PolicyReport } from '../model/password-policy.js';
import type { Result } from '../model/result.js';
import type { Schema } from '../schema/schema.js';
import type { JournalRow, JournalValue } from '../store/journal.js';
import type { Actor } from './actor.js';
import type { Peer } from './peer.js';
import type { SaslExchange } from './session/exchange.js';

export type { IdentityLimits, JournalRow, JournalValue };

/** What comes with a request and is not in it. */
export interface OperationContext {
  readonly controls: readonly Control[];
  /** Aborted by Abandon, Cancel or the end of the connection. */
  readonly signal?: AbortSignal;
  /** Whether that has happened, for who looks but once: a signal costs more than a search. */
  readonly stopped?: boolean;
  /**
   * Told as an update begins to be applied, after which Abandon and Cancel come too late.
   *
   * @throws LdapError `canceled` when one of them came before
   */
  begin?(): void;
  /** For the log and for throttling: an IP address, or `local`. */
  readonly address?: string;
  /** What the transport knows of the client; undefined inside the process. */
  readonly peer?: Peer;
  /** Of a bind: the exchange it goes on with, if the connection has one (RFC 4513 §5.2.1.2). */
  readonly exchange?: SaslExchange | undefined;
  /** A person's words for why, kept in the journal row. */
  readonly reason?: string;
  /** An update is decided as if meant, answered, and undone: whoever plans asks so. */
  readonly isRehearsal?: boolean;
}

export interface BindOutcome {
  readonly result: Result;
  /** Who the connection is from now on: anonymous after any failure (RFC 4513 §4). */
  readonly actor: Actor;
  /** What the mechanism says to the client; present and empty is not being absent. */
  readonly serverSaslCreds?: Buffer;
  /** With `saslBindInProgress`: what the connection hands in with the client's next bind. */
  readonly exchange?: SaslExchange;
  /** What the password policy says to who signs in, whether its control was sent or not. */
  readonly policy?: PolicyReport;
}

export interface ExtendedOutcome {
  readonly result: Result;
  readonly oid?: string;
  readonly value?: Buffer;
}

/** A page of entries with the exact count of what matches, or a bound on it. */
export interface Listing {
  readonly entries: readonly Entry[];
  readonly total: number;
  /** False: more than `total` match; say « plus de N ». */
  readonly totalIsExact: boolean;
}

export interface ListRequest {
  readonly base: string;
  readonly scope?: 'one' | 'sub';
  readonly filter: Filter;
  readonly attributes: readonly string[];
  /** An attribute with an ordered index; entries without it come last. */
  readonly sortBy: string;
  readonly reverse?: boolean;
  readonly offset: number;
  readonly limit: number;
}

/** What someone typed to find a person among those directly below `base`. */
export interface FindRequest {
  readonly base: string;
  /** Words of names and places, in any order and spelling, or the beginning of an identifier. */
  readonly text: string;
  readonly filter?: Filter;
  readonly attributes: readonly string[];
  /** In place of the best first, an attribute that puts what was found in order. */
  readonly sortBy?: string;
  readonly reverse?: boolean;
  readonly offset: number;
  readonly limit: number;
}

export interface Found {
  readonly persons: readonly FoundPerson[];
  readonly total: number;
  /** False: more than `total` match; say « plus de N ». */
  readonly totalIsExact: boolean;
}

export interface FoundPerson {
  readonly entry: Entry;
  /** Names of the attributes that the text met, those that count most first. */
  readonly attributes: readonly string[];
}

/**
 * What an actor may do to one entry as it is now, by the access rules. What the domain refuses
 * whoever asks, such as national values, is not among it.
 */
export interface EntryRights extends Pick<
  EntryAccess,
  'add' | 'delete' | 'rename' | 'represent' | 'examine'
> {
  /** `attribute` as written; nothing of one that the schema does not know. */
  may(attribute: string, right: AttributeRight): boolean;
}

/**
 * The operations of one actor. A refusal is a `Result`, never a throw; after a refused write
 * nothing has changed. Writes resolve once durable.
 */
export interface Operations {
  /** What this actor may ask of the server, and of the connection it has. */
  readonly limits: IdentityLimits;
  /** No promise for a search that ended within the turn, as those with few candidates do. */
  search(
    request: SearchRequest,
    sink: SearchSink,
    context: OperationContext,
  ): Result | Promise<Result>;
  compare(request: CompareRequest, context: OperationContext): Promise<Result>;
  add(request: AddRequest, context: OperationContext): Promise<Result>;
  modify(request: ModifyRequest, context: OperationContext): Promise<Result>;
  modifyDn(request: ModifyDnRequest, context: OperationContext): Promise<Result>;
  delete(request: DeleteRequest, context: OperationContext): Promise<Result>;
  /** Who am I, Password Modify; anything else is refused with `protocolError`. */
  extended(request: ExtendedRequest, context: OperationContext): Promise<ExtendedOutcome>;
  /** One entry as this actor may see it, operational attributes when named; for the panel. */
  read(dn: string, attributes?: readonly string[]): Entry | undefined;
  /** A sorted page as this actor may see it; for the panel. @throws LdapError */
  list(request: ListRequest): Listing;
  /** Persons by what is remembered of them, as this actor may see them. @throws LdapError */
  find(request: FindRequest): Found;
  /** What this actor may do to one entry, if it may know of it; for the panel. */
  rights(dn: string): EntryRights | undefined;
  /** Appends an audit row (sign-in, export, reading of a record). */
  audit(row: {
    operation: string;
    dn: string;
    details?: Readonly<Record<string, unknown>>;
  }): Promise<void>;
}

/** The one door to the entries. */
export interface Directory {
  readonly schema: Schema;
  /** RFC 4514 string. */
  readonly suffix: string;
  as(actor: Actor): Operations;
  /**
   * Bind, simple or by SASL; hashing happens off the event loop. `actor` carries the door and
   * security, `context.peer` what a mechanism may rely on.
   */
  bind(request: BindRequest, actor: Actor, context: OperationContext): Promise<BindOutcome>;
  /** Committed journal rows after a sequence, oldest first. */
  follow(after: number, limit: number): readonly JournalRow[];
  /** Rows about one entry, newest first; of one kind when asked. */
  journalOf(entryUuid: string, limit: number, kind?: JournalRow['kind']): readonly JournalRow[];
  readonly lastSequence: number;
  onCommit(listener: (lastSequence: number) => void): () => void;
}

/** One finished operation, as the log and the metrics get it: never a credential or a value. */
export interface OperationRecord {
  readonly operation: string;
  readonly door: string;
  readonly actor: string;
  /** Whom the actor asked to act for (RFC 4370), once that was granted. */
  readonly onBehalfOf?: string | undefined;
  readonly dn: string;
  readonly code: string;
  readonly message: string;
  readonly entries: number;
  readonly durationMs: number;
  readonly address?: string | undefined;
  /** The stack of a defect. */
  readonly defect?: string | undefined;
}

export type Observer = (record: OperationRecord) => void;
