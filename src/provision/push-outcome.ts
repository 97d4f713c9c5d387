/** How a push to the target ended. Reasons are French: the panel shows them. */
export type PushOutcome =
  | {
      readonly kind: 'sent';
      /** Undefined when the target has no account and needs none. */
      readonly remoteId: string | undefined;
      readonly did: 'created' | 'updated' | 'nothing';
      /** An account that existed there before us was taken over. */
      readonly adopted: boolean;
    }
  /** It may pass; the outcome of a write is unknown. */
  | { readonly kind: 'retry'; readonly reason: string }
  /** The target refuses this content, or the account is someone else's. */
  | { readonly kind: 'blocked'; readonly reason: string }
  /** Nothing is wrong with the person: the target as a whole must rest. */
  | { readonly kind: 'pause'; readonly reason: string; readonly waitMs: number | undefined };

/** Ends a push from within; caught where the push began and nowhere else. */
export class PushStopped extends Error {
  override readonly name = 'PushStopped';
  readonly outcome: Exclude<PushOutcome, { kind: 'sent' }>;

  constructor(outcome: Exclude<PushOutcome, { kind: 'sent' }>) {
    super(outcome.reason);
    this.outcome = outcome;
  }
}
