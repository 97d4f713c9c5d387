import type { AttributeInput } from '../../src/model/modification.js';
import type { Request, SearchRequest } from '../../src/model/request.js';
import { filterOf } from './client/filter-text.js';
import type { Octets } from './client/message.js';
import { type NumberedSearch, searchOctets } from './client/operations.js';

/** Requests as data, in few words. */

export const text = (value: string): Buffer => Buffer.from(value);

/** Attributes by name; several values as an array. */
export type Values = Readonly<Record<string, string | Buffer | readonly (string | Buffer)[]>>;

const octets = (value: string | Buffer): Buffer =>
  typeof value === 'string' ? Buffer.from(value) : value;

export function inputs(values: Values): AttributeInput[] {
  return Object.entries(values).map(([attribute, one]) => ({
    attribute,
    values: (typeof one === 'string' || Buffer.isBuffer(one) ? [one] : one).map(octets),
  }));
}

export const simpleBind = (dn: string, password: string | Buffer, version = 3): Request => ({
  kind: 'bind',
  version,
  dn,
  authentication: { kind: 'simple', password: octets(password) },
});

export const saslBind = (mechanism: string, credentials?: string | Buffer): Request => ({
  kind: 'bind',
  version: 3,
  dn: '',
  authentication: {
    kind: 'sasl',
    mechanism,
    credentials: credentials === undefined ? undefined : octets(credentials),
  },
});

export const extended = (oid: string, value?: Buffer): Request => ({
  kind: 'extended',
  oid,
  value,
});

export const add = (dn: string, values: Values): Request => ({
  kind: 'add',
  dn,
  attributes: inputs(values),
});

export const remove = (dn: string): Request => ({ kind: 'delete', dn });

export type Change = readonly [
  kind: 'add' | 'delete' | 'replace' | 'increment',
  attribute: string,
  ...values: (string | Buffer)[],
];

export const modify = (dn: string, ...changes: readonly Change[]): Request => ({
  kind: 'modify',
  dn,
  changes: changes.map(([kind, attribute, ...values]) => ({
    kind,
    attribute,
    values: values.map(octets),
  })),
});

export const rename = (
  dn: string,
  newRdn: string,
  { keep = false, under }: { readonly keep?: boolean; readonly under?: string } = {},
): Request => ({ kind: 'modifyDn', dn, newRdn, deleteOldRdn: !keep, newSuperior: under });

export const compare = (dn: string, attribute: string, value: string | Buffer): Request => ({
  kind: 'compare',
  dn,
  attribute,
  value: octets(value),
});

export interface Searching extends Partial<Omit<SearchRequest, 'filter' | 'kind' | 'base'>> {
  readonly filter?: string;
}

/** By default the entry itself, all its user attributes, without limits. */
export function search(base: string, { filter, ...options }: Searching = {}): SearchRequest {
  return {
    kind: 'search',
    base,
    scope: 'base',
    deref: 'never',
    sizeLimit: 0,
    timeLimit: 0,
    typesOnly: false,
    attributes: [],
    ...options,
    filter: filterOf(filter ?? '(objectClass=*)'),
  };
}

/** A search with numbers that no `SearchRequest` can say. */
export function numberedSearch(base: string, numbers: Partial<NumberedSearch>): Octets {
  const plain = { ...search(base), scope: 0, deref: 0 };
  return { kind: 'octets', operation: searchOctets({ ...plain, ...numbers }) };
}
