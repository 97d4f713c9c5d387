/**
 * A search filter as data (RFC 4511 §4.5.1.7). Attribute descriptions are as the client wrote
 * them (name or OID, options kept); values are raw octets: matching rules are the schema's affair.
 */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly filters: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter }
  | AssertionFilter
  | SubstringsFilter
  | { readonly kind: 'present'; readonly attribute: string }
  | ExtensibleFilter;

/** `=`, `>=`, `<=`, `~=`. */
export interface AssertionFilter {
  readonly kind: 'equality' | 'greaterOrEqual' | 'lessOrEqual' | 'approximate';
  readonly attribute: string;
  readonly value: Buffer;
}

/** `initial*any*any*final`: at least one part; none empty. */
export interface SubstringsFilter {
  readonly kind: 'substrings';
  readonly attribute: string;
  readonly initial: Buffer | undefined;
  readonly any: readonly Buffer[];
  readonly final: Buffer | undefined;
}

/** `attribute:dn:rule:=value`: a rule, an attribute, or both. */
export interface ExtensibleFilter {
  readonly kind: 'extensible';
  readonly rule: string | undefined;
  readonly attribute: string | undefined;
  readonly value: Buffer;
  readonly dnAttributes: boolean;
}

/** `(objectClass=*)`, which every entry satisfies. */
export const anyEntry: Filter = { kind: 'present', attribute: 'objectClass' };
