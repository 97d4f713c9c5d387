import type { Filter } from './filter.js';
import type { AttributeInput, Modification } from './modification.js';

/** A request control (RFC 4511 §4.1.11). */
export interface Control {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Buffer | undefined;
}

export type SearchScope = 'base' | 'one' | 'sub';
export type DerefAliases = 'never' | 'searching' | 'finding' | 'always';

export type Authentication =
  | { readonly kind: 'simple'; readonly password: Buffer }
  | {
      readonly kind: 'sasl';
      readonly mechanism: string;
      readonly credentials: Buffer | undefined;
    };

export interface BindRequest {
  readonly kind: 'bind';
  readonly version: number;
  readonly dn: string;
  readonly authentication: Authentication;
}

export interface SearchRequest {
  readonly kind: 'search';
  readonly base: string;
  readonly scope: SearchScope;
  readonly deref: DerefAliases;
  /** 0 = no client limit. */
  readonly sizeLimit: number;
  /** Seconds; 0 = no client limit. */
  readonly timeLimit: number;
  readonly typesOnly: boolean;
  readonly filter: Filter;
  /** As written: names, OIDs, `*`, `+`, `1.1`, `@class`; empty = all user attributes. */
  readonly attributes: readonly string[];
}

/** A search without limits that follows no alias; by default all user attributes of a subtree. */
export function searchOf(
  wanted: Pick<SearchRequest, 'base' | 'filter'> & Partial<SearchRequest>,
): SearchRequest {
  return {
    kind: 'search',
    scope: 'sub',
    deref: 'never',
    sizeLimit: 0,
    timeLimit: 0,
    typesOnly: false,
    attributes: [],
    ...wanted,
  };
}

export interface ModifyRequest {
  readonly kind: 'modify';
  readonly dn: string;
  readonly changes: readonly Modification[];
}

export interface AddRequest {
  readonly kind: 'add';
  readonly dn: string;
  readonly attributes: readonly AttributeInput[];
}

export interface DeleteRequest {
  readonly kind: 'delete';
  readonly dn: string;
}

export interface ModifyDnRequest {
  readonly kind: 'modifyDn';
  readonly dn: string;
  readonly newRdn: string;
  readonly deleteOldRdn: boolean;
  readonly newSuperior: string | undefined;
}

export interface CompareRequest {
  readonly kind: 'compare';
  readonly dn: string;
  readonly attribute: string;
  readonly value: Buffer;
}

export interface ExtendedRequest {
  readonly kind: 'extended';
  readonly oid: string;
  readonly value: Buffer | undefined;
}

/** Every protocolOp a client may send (RFC 4511 §4.2–§4.12). */
export type Request =
  | BindRequest
  | { readonly kind: 'unbind' }
  | SearchRequest
  | ModifyRequest
  | AddRequest
  | DeleteRequest
  | ModifyDnRequest
  | CompareRequest
  | { readonly kind: 'abandon'; readonly messageId: number }
  | ExtendedRequest;

export type RequestKind = Request['kind'];

/** An LDAPMessage from a client. */
export interface RequestMessage {
  readonly id: number;
  readonly request: Request;
  readonly controls: readonly Control[];
}
