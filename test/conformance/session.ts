import type { AttributeInput } from '../../src/model/modification.js';
import type { Control, Request } from '../../src/model/request.js';
import type { Result } from '../../src/model/result.js';
import { parseFilter } from '../../src/model/filter-text.js';
import type { SearchRequest } from '../../src/model/request.js';
import { bytesOf, RawClient, search as searchOf, simpleBind } from '../server/raw-client.js';

export interface FoundEntry {
  readonly dn: string;
  readonly attributes: readonly AttributeInput[];
}

/** All that a server answered to one request. */
export interface Answer {
  readonly entries: readonly FoundEntry[];
  readonly references: readonly string[];
  readonly result: Result;
  readonly oid: string | undefined;
  readonly value: Buffer | undefined;
}

/** A connection on which requests are sent one after the other. */
export class Session {
  readonly client: RawClient;
  #lastId = 0;

  constructor(client: RawClient) {
    this.client = client;
  }

  static async open(port: number, dn = '', password = ''): Promise<Session> {
    const session = new Session(await RawClient.open(port));
    if (dn !== '') {
      const { result } = await session.ask(simpleBind(dn, password));
      if (result.code !== 'success') throw new Error(`bind as ${dn}: ${result.code}`);
    }
    return session;
  }

  async ask(request: Request, controls: readonly Control[] = []): Promise<Answer> {
    this.client.send(bytesOf(++this.#lastId, request, controls));
    return this.answer();
  }

  /** What comes until the next final result. */
  async answer(): Promise<Answer> {
    const entries: FoundEntry[] = [];
    const references: string[] = [];
    for (;;) {
      const message = await this.client.next();
      if (!message) throw new Error('the server closed the connection');
      const { response } = message;
      if (response.kind === 'entry') entries.push(response);
      if (response.kind === 'reference') references.push(...response.uris);
      if (response.kind === 'result') {
        const { result, oid, value } = response;
        return { entries, references, result, oid, value };
      }
    }
  }

  close(): void {
    this.client.close();
  }
}

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

export function search(base: string, { filter, ...options }: Searching = {}): Request {
  const parsed = filter === undefined ? {} : { filter: parseFilter(filter) };
  return searchOf(base, { ...options, ...parsed });
}
