/**
 * A SASL exchange between two binds (RFC 4513 §5.2.1.2): what the mechanism remembers of it. The
 * connection keeps it and hands it in with its next bind; a bind of another kind ends it.
 */
export type SaslExchange =
  | {
      readonly mechanism: string;
      /** An empty challenge went out: the client has said nothing yet (RFC 4422 §3). */
      readonly step: 'first';
    }
  | ({ readonly mechanism: string; readonly step: 'proof' } & ScramExchange);

/** What SCRAM must have said and heard to judge the client's proof (RFC 5802 §3). */
export interface ScramExchange {
  /** The login that was claimed, prepared. */
  readonly login: string;
  readonly authzId: string;
  readonly gs2Header: string;
  readonly clientFirstBare: string;
  readonly serverFirst: string;
  /** The client's nonce and ours. */
  readonly nonce: string;
}
