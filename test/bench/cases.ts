import { type Filter } from '../../src/model/filter.js';
import { parseFilter } from '../../src/model/filter-text.js';
import { type Request } from '../../src/model/request.js';
import { editorOf, readerOf } from './accounts.js';
import { type BenchCase, caseOf, type CaseRow, ring } from './bench-case.js';
import { type Person, type Population } from './population.js';
import {
  bindAs,
  byFilter,
  descriptionChange,
  encoded,
  everything,
  operationOf,
  partOf,
  readOf,
  uidFilter,
} from './requests.js';

/** Accounts that bind: as many as sign in within a minute. */
const bindingAccounts = 256;
const pageSize = 1_000;
/** One request in so many changes an entry. */
const changesEvery = 5;

/** Every case but those of groups, which need groups. */
export function casesOver(population: Population): BenchCase[] {
  const { suffix } = population.shape;
  const login = encoded(0, bindAs(readerOf(suffix)));
  const editor = encoded(0, bindAs(editorOf(suffix)));
  return [
    ...personRows(population, login),
    ...listRows(population, login),
    ...writeRows(population, editor),
  ].map(caseOf);
}

/** The search that others are measured beside. */
export function plainSearchOver(population: Population): BenchCase {
  const login = encoded(0, bindAs(readerOf(population.shape.suffix)));
  return caseOf(byUidRow(population, login));
}

const byUidRow = (population: Population, login: Buffer): CaseRow => ({
  name: '`(uid=…)`, all attributes',
  ability: 'equality',
  login,
  drive: ring(population.sample, (person) => byFilter(population, uidFilter(person))),
});

/** One person is asked for, or signs in. */
function personRows(population: Population, login: Buffer): CaseRow[] {
  const { sample } = population;
  const byUid = byUidRow(population, login);
  const byName: CaseRow = {
    name: 'read by DN',
    ability: 'read',
    login,
    drive: ring(sample, ({ dn }) => readOf(dn)),
  };
  const attributes = ['uid', 'cn', 'sn', 'givenName', 'mail'];
  const byBoth: CaseRow = {
    name: '`(&(objectClass=inetOrgPerson)(uid=…))`, 5 attributes',
    ability: 'conjunction',
    login,
    drive: ring(sample, (person) => byFilter(population, both(person), { attributes })),
  };
  return [
    { ...byUid, target: 2 },
    { ...byUid, inFlight: 8, target: 4 },
    { ...byUid, connections: 1, target: 1.3 },
    { ...byUid, connections: 256 },
    { ...byName, target: 2 },
    { ...byName, inFlight: 8 },
    { ...byBoth, target: 2 },
    { ...byBoth, inFlight: 8 },
    {
      name: 'simple bind, {SSHA}',
      ability: 'bind',
      target: 1.5,
      login,
      drive: ring(binding(sample), bindAs),
    },
  ];
}

function listRows(population: Population, login: Buffer): CaseRow[] {
  const named = population.sample.filter(partOf);
  return [
    {
      name: '`(sn=*wxyz*)`, at most 100',
      ability: 'substring',
      target: 3,
      login,
      drive: ring(named, (person) => substringSearch(population, person)),
    },
    {
      name: 'whole tree, a page of 1,000',
      ability: 'paged',
      target: 2,
      login,
      drive: () => ({ kind: 'pages', search: operationOf(everything(population)), pageSize }),
    },
  ];
}

function writeRows(population: Population, login: Buffer): CaseRow[] {
  const mixed = (person: Person, at: number): Request =>
    at % changesEvery === 0
      ? descriptionChange(person, at)
      : byFilter(population, uidFilter(person));
  const rows = { ability: 'write', login } as const;
  const { sample } = population;
  return [
    { ...rows, name: 'durable modify', target: 4, drive: ring(sample, descriptionChange) },
    { ...rows, name: '80 % `(uid=…)`, 20 % durable modify', target: 3, drive: ring(sample, mixed) },
  ];
}

const both = (person: Person): Filter => ({
  kind: 'and',
  filters: [parseFilter('(objectClass=inetOrgPerson)'), uidFilter(person)],
});

function substringSearch(population: Population, person: Person): Request {
  const any = [Buffer.from(partOf(person) ?? '')];
  const filter: Filter = {
    kind: 'substrings',
    attribute: 'sn',
    initial: undefined,
    any,
    final: undefined,
  };
  return byFilter(population, filter, { sizeLimit: 100 });
}

const binding = (sample: readonly Person[]): Person[] =>
  sample.filter(({ maySignIn }) => maySignIn).slice(0, bindingAccounts);
