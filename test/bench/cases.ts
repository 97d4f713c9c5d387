import { type Filter } from '../../src/model/filter.js';
import { parseFilter } from '../../src/model/filter-text.js';
import { type Request, type SearchRequest } from '../../src/model/request.js';
import { writeRequest } from '../../src/protocol/encode-request.js';
import { BerWriter } from '../../src/protocol/writer.js';
import { chanceOf } from '../region/chance.js';
import {
  dnOf,
  passwordOf,
  people,
  rootDn,
  rootPassword,
  suffix,
  surnameOf,
  uidOf,
} from './persons.js';

/** One kind of load. */
export interface BenchCase {
  readonly name: string;
  readonly inFlight: number;
  readonly login: Buffer;
  readonly requests: readonly Buffer[];
}

/** Different requests of one case; connections start at different ones. */
const requestsOfCase = 4_096;
/** Accounts that bind: as many as sign in within a minute. */
const bindingAccounts = 256;

/** The cases over a directory of that many persons. */
export function casesOver(size: number): BenchCase[] {
  const chance = chanceOf(20);
  const numbers = Array.from({ length: requestsOfCase }, () => chance.below(size));
  const reader = encoded(0, bindOf(dnOf(0), passwordOf(0)));
  const root = encoded(0, bindOf(rootDn, rootPassword));
  const searches = (of: (number: number) => SearchRequest): Buffer[] => requestsOf(numbers, of);
  const byUid = searches((number) => searchOf({ filter: uidFilter(number) }));
  const requests = {
    read: searches((number) => searchOf({ base: dnOf(number), scope: 'base' })),
    conjunction: searches((number) =>
      searchOf({
        filter: { kind: 'and', filters: [person, uidFilter(number)] },
        attributes: ['uid', 'cn', 'sn', 'givenName', 'mail'],
      }),
    ),
    substring: searches((number) => {
      const part = surnameOf(number).slice(2, 6);
      return searchOf({ filter: parseFilter(`(sn=*${part}*)`), sizeLimit: 100 });
    }),
    bind: requestsOf(
      numbers.map((number) => number % Math.min(size, bindingAccounts)),
      (number) => bindOf(dnOf(number), passwordOf(number)),
    ),
    modify: requestsOf(numbers, modificationOf),
  };
  const each = (
    name: string,
    inFlight: number,
    of: readonly Buffer[],
    login = reader,
  ): BenchCase => ({
    name: `${name}, ${String(inFlight)} in flight`,
    inFlight,
    login,
    requests: of,
  });
  return [
    each('`(uid=…)`, all attributes', 1, byUid),
    each('`(uid=…)`, all attributes', 8, byUid),
    each('read by DN', 1, requests.read),
    each('read by DN', 8, requests.read),
    each('`(&(objectClass=inetOrgPerson)(uid=…))`, 5 attributes', 1, requests.conjunction),
    each('`(&(objectClass=inetOrgPerson)(uid=…))`, 5 attributes', 8, requests.conjunction),
    each('`(sn=*xyz*)`, at most 100', 1, requests.substring),
    each('simple bind, {SSHA}', 1, requests.bind),
    each('durable modify', 1, requests.modify, root),
  ];
}

const person: Filter = parseFilter('(objectClass=inetOrgPerson)');

const uidFilter = (number: number): Filter => ({
  kind: 'equality',
  attribute: 'uid',
  value: Buffer.from(uidOf(number)),
});

function searchOf(asked: Partial<SearchRequest>): SearchRequest {
  return {
    kind: 'search',
    base: asked.scope === 'base' ? people : suffix,
    scope: 'sub',
    deref: 'never',
    sizeLimit: 0,
    timeLimit: 0,
    typesOnly: false,
    filter: parseFilter('(objectClass=*)'),
    attributes: [],
    ...asked,
  };
}

const bindOf = (dn: string, password: string): Request => ({
  kind: 'bind',
  version: 3,
  dn,
  authentication: { kind: 'simple', password: Buffer.from(password) },
});

const modificationOf = (number: number, at: number): Request => ({
  kind: 'modify',
  dn: dnOf(number),
  changes: [
    {
      kind: 'replace',
      attribute: 'description',
      values: [Buffer.from(`changed by request ${String(at)}`)],
    },
  ],
});

/** One request for each number, with the messageIDs that the generator counts on. */
function requestsOf(
  numbers: readonly number[],
  of: (number: number, at: number) => Request,
): Buffer[] {
  return numbers.map((number, at) => encoded(at, of(number, at)));
}

function encoded(at: number, request: Request): Buffer {
  const writer = new BerWriter();
  writeRequest(writer, at + 1, request);
  return writer.copy();
}
