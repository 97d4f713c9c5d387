/** One change of a modify request (RFC 4511 §4.6, increment: RFC 4525); applied in order. */
export interface Modification {
  readonly kind: 'add' | 'delete' | 'replace' | 'increment';
  readonly attribute: string;
  /** Raw octets; empty for "delete the attribute" and "replace with nothing". */
  readonly values: readonly Buffer[];
}

/** An attribute as a client sends it: a description and raw values. */
export interface AttributeInput {
  readonly attribute: string;
  readonly values: readonly Buffer[];
}
