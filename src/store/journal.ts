/** Values in a journal body: text where the octets are UTF-8, else base64. */
export type JournalValue = string | { readonly base64: string };

export interface JournalledChange {
  readonly attribute: string;
  readonly before: readonly JournalValue[];
  readonly after: readonly JournalValue[];
  /**
   * Of a large attribute: how many values were there before and still are. `before` and `after`
   * then name none of them, only what went and what came.
   */
  readonly kept?: number;
}

/** JSON, opaque to the store: domain events. */
export type JournalEvent = Readonly<Record<string, unknown>> & { readonly type: string };

export type JournalOperation =
  | 'add'
  | 'modify'
  | 'modifyDn'
  | 'delete'
  /** A bulk load: one row for all its entries; followers reconcile. */
  | 'load';

/** What an operation hands over; the store adds the sequence and the chain. */
export interface JournalInput {
  readonly kind: 'change' | 'audit';
  /** An audit row names what it is about, in a word of its own. */
  readonly operation: JournalOperation | (string & {});
  /** RFC 4533 change sequence number of the commit. */
  readonly csn: string;
  /** ISO 8601, UTC, milliseconds. */
  readonly time: string;
  /** Who: a DN, or the name of an internal actor (`national`, `restore`, `relay`). */
  readonly actor: string;
  /** The DN of whom the actor acted for, with whose rights (RFC 4370); absent: for itself. */
  readonly onBehalfOf?: string;
  /** Through what: ldap, panel, cli, import, relay. */
  readonly door: string;
  readonly dn: string;
  readonly entryUuid: string;
  readonly changes: readonly JournalledChange[];
  readonly events: readonly JournalEvent[];
  /** Further facts of a row: the new DN of a rename, counts of a load, a reason. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * One committed row. `chain` is SHA-256 over the previous row's chain, this row's header and
 * `bodyHash`, so that a lawful purge of bodies leaves the chain provable.
 */
export interface JournalRow extends JournalInput {
  readonly sequence: number;
  readonly bodyHash: string;
  readonly chain: string;
}

/** What a row is about: enough to know what it leaves as it was. */
export interface JournalMark extends Pick<JournalInput, 'kind' | 'operation' | 'dn' | 'entryUuid'> {
  /** Lower-cased descriptions of the attributes it changed; none of a row whose body is purged. */
  readonly attributes: readonly string[];
}

export function markOf({ kind, operation, dn, entryUuid, changes }: JournalInput): JournalMark {
  const attributes = changes.map(({ attribute }) => attribute.toLowerCase());
  return { kind, operation, dn, entryUuid, attributes };
}
