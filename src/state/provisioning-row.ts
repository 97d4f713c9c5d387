/** Where a person stands with webDCR; the states and what moves between them: `provisioning.ts`. */
export const syncStates = ['à jour', 'en attente', 'nouvel essai', 'bloqué', 'retenu'] as const;

export type SyncState = (typeof syncStates)[number];

/** Times are milliseconds since 1970. A type, not an interface, so that it is a `Json`. */
export type ProvisioningRow = {
  /** entryUUID. */
  readonly person: string;
  /** Where the entry was last seen; a hint, checked against the entryUUID. */
  readonly dn: string | null;
  /** The login last sent or, of a removed person, last held. */
  readonly login: string | null;
  readonly state: SyncState;
  /** Journal sequence of the last change to send. */
  readonly wanted: number;
  /** Journal sequence that the last acknowledged push covers. */
  readonly sent: number;
  /** Of the content last acknowledged. */
  readonly sentHash: string | null;
  readonly remoteId: string | null;
  readonly attempts: number;
  /** When to push; null when there is nothing to do. */
  readonly dueAt: number | null;
  /** Since when a change waits. */
  readonly since: number | null;
  readonly syncedAt: number | null;
  readonly lastError: string | null;
  /** The entry is gone: deactivate. */
  readonly removed: boolean;
  /** Reconciliation asked: compare with what the target holds even if nothing changed here. */
  readonly compare: boolean;
  /** A change waits, not only a comparison. */
  readonly urgent: boolean;
  /** SCIM paths that had a value when last acknowledged, `active` among them when it was true. */
  readonly sentFilled?: readonly string[] | undefined;
  /** The batch that the safety valve holds it in. */
  readonly heldBatch?: string | undefined;
  /** The batch it was released with: the valve lets it pass. */
  readonly releasedBatch?: string | undefined;
};

/** Of a person that nothing is known of. */
export function blank(person: string): ProvisioningRow {
  return {
    person,
    dn: null,
    login: null,
    state: 'à jour',
    wanted: 0,
    sent: 0,
    sentHash: null,
    remoteId: null,
    attempts: 0,
    dueAt: null,
    since: null,
    syncedAt: null,
    lastError: null,
    removed: false,
    compare: false,
    urgent: false,
  };
}
