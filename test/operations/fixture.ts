import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileAccess } from '../../src/access/compile.js';
import type { LimitRecord } from '../../src/access/limits.js';
import type { AccessRules } from '../../src/access/rules.js';
import { accessFacts } from '../../src/domain/access-facts.js';
import { catalogueOf, type ServiceCatalogue } from '../../src/domain/catalogue.js';
import { type ServiceData, servicesOf } from '../../src/domain/catalogue-data.js';
import { catalogueSchema } from '../../src/domain/catalogue-schema.js';
import { parseDn } from '../../src/model/dn.js';
import type { SearchSink } from '../../src/model/encoded-entry.js';
import { type Attribute, type Entry, entryOf } from '../../src/model/entry.js';
import { anyEntry, type Filter } from '../../src/model/filter.js';
import { parseFilter } from '../../src/model/filter-text.js';
import type { Control, SearchRequest } from '../../src/model/request.js';
import type { Result } from '../../src/model/result.js';
import { type Actor, anonymous } from '../../src/operations/actor.js';
import type { Directory, OperationRecord } from '../../src/operations/directory.js';
import type { Peer } from '../../src/operations/peer.js';
import {
  type DirectoryOptions,
  type OpenDirectory,
  openDirectory,
} from '../../src/operations/open-directory.js';
import { decodeEntry } from '../../src/operations/search/read.js';
import { completeClasses } from '../../src/schema/entry-check.js';
import { readSchemaDirectory } from '../../src/schema/files.js';
import { loadSchema } from '../../src/schema/load.js';
import type { Schema } from '../../src/schema/schema.js';
import { bulkLoad } from '../../src/store/bulk-load.js';
import type { JournalInput } from '../../src/store/journal.js';
import { openStore } from '../../src/store/open.js';
import type { Store } from '../../src/store/store.js';

export const suffix = 'dc=telesantebretagne,dc=org';
export const root: Actor = { kind: 'root', door: 'ldap', secure: true };
export { anonymous };

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

let known: { schema: Schema; catalogue: ServiceCatalogue } | undefined;

/** The project's own schema and catalogue, loaded once. */
export function realSchema(): { schema: Schema; catalogue: ServiceCatalogue } {
  if (!known) {
    const services = servicesOf(json('schema/data/services.json') as ServiceData[]);
    const catalogue = catalogueOf(services);
    const texts = readSchemaDirectory('schema');
    const schema = loadSchema([...texts, { name: 'services', text: catalogueSchema(catalogue) }]);
    known = { schema, catalogue };
  }
  return known;
}

/** Attributes by name; several values as an array. */
export type Values = Readonly<Record<string, string | Buffer | readonly (string | Buffer)[]>>;

let uuids = 0;
export const nextUuid = (): string =>
  `00000000-0000-4000-8000-${(++uuids).toString(16).padStart(12, '0')}`;

/** A complete entry: superclasses and operational attributes set. */
export function storedEntry(schema: Schema, dn: string, values: Values): Entry {
  const attributes = Object.entries({ entryUUID: nextUuid(), ...values }).map(
    ([name, value]): Attribute => ({
      description: schema.describe(name)?.canonical ?? name,
      values: [value].flat().map((each) => (typeof each === 'string' ? Buffer.from(each) : each)),
    }),
  );
  return completeClasses(schema, entryOf(dn, attributes));
}

/** Adds complete entries straight to the store, parents first. */
export async function storeEntries(
  store: Store,
  schema: Schema,
  entries: readonly (readonly [dn: string, values: Values])[],
): Promise<void> {
  await store.write((transaction) => {
    for (const [dn, values] of entries) {
      const key = schema.dnKey(parseDn(dn));
      const parent = schema.dnKey(parseDn(dn).slice(1));
      const parentId = dn === suffix ? 0 : (transaction.find(parent) ?? -1);
      if (parentId < 0) throw new Error(`no parent for ${key.text}`);
      transaction.add(storedEntry(schema, dn, values), parentId);
    }
    transaction.append(loaded());
  });
}

const loaded = (): JournalInput => ({
  kind: 'change',
  operation: 'load',
  csn: '',
  time: new Date(0).toISOString(),
  actor: 'restore',
  door: 'import',
  dn: suffix,
  entryUuid: '',
  changes: [],
  events: [],
});

export interface Opened {
  readonly directory: OpenDirectory;
  readonly store: Store;
  readonly schema: Schema;
  readonly records: OperationRecord[];
  close(): Promise<void>;
}

/** A directory over a new store in a temporary folder; `entries` default to `smallDirectory`. */
export async function openFixture(
  options: {
    readonly entries?: readonly (readonly [dn: string, values: Values])[];
    readonly general?: boolean;
    /** Loads the entries at bulk speed: for thousands of them. */
    readonly bulk?: boolean;
    /** In place of those of the rules. */
    readonly limits?: readonly LimitRecord[];
    readonly with?: Partial<DirectoryOptions>;
  } = {},
): Promise<Opened> {
  const { schema, catalogue } = realSchema();
  const path = mkdtempSync(join(tmpdir(), 'annuaire-operations-'));
  const suffixKey = schema.dnKey(parseDn(suffix));
  const given = options.entries ?? smallDirectory;
  if (options.bulk === true) {
    const entries = given.map(([dn, values]) => storedEntry(schema, dn, values));
    await bulkLoad({ path, schema, suffix: suffixKey, entries, journalRow: loaded });
  }
  const store = openStore({ path, schema, suffix: suffixKey });
  if (options.bulk !== true) await storeEntries(store, schema, given);
  const written = json(
    `schema/data/access${options.general ? '-general' : ''}.json`,
  ) as AccessRules;
  const rules = options.limits ? { ...written, limites: options.limits } : written;
  const facts = options.general ? undefined : accessFacts(catalogue);
  const records: OperationRecord[] = [];
  const directory = openDirectory({
    store,
    schema,
    suffix,
    rootDn: `cn=admin,${suffix}`,
    rootPassword: 'secret',
    policy: compileAccess({ rules, schema, suffix: suffixKey, catalogue: facts }),
    catalogue: options.general ? undefined : catalogue,
    addressParts: ['numeroVoie', 'indiceRepetitionVoie', 'typeVoie', 'libelleVoie'],
    clock: () => new Date(),
    randomUuid: nextUuid,
    observer: (record) => records.push(record),
    ...options.with,
  });
  return {
    directory,
    store,
    schema,
    records,
    close: async () => {
      await store.close();
      rmSync(path, { recursive: true, force: true });
    },
  };
}

const person = (
  uid: string,
  [givenName, sn]: readonly [string, string],
  more: Values = {},
): readonly [string, Values] => [
  `uid=${uid},ou=personnes,${suffix}`,
  {
    objectClass: ['inetOrgPerson', 'personneAnnuaire'],
    uid,
    cn: `${givenName} ${sn}`,
    givenName,
    sn,
    etat: 'Actif',
    origine: 'local',
    ...more,
  },
];

export const personDn = (uid: string): string => `uid=${uid},ou=personnes,${suffix}`;

const group = (cn: string, branch: string, members: readonly string[]): [string, Values] => [
  `cn=${cn},ou=${branch},${suffix}`,
  {
    objectClass: 'groupOfNames',
    cn,
    ...(members.length > 0 && { member: members.map(personDn) }),
  },
];

/** Five branches, five persons, one activity, groups of both kinds. */
export const smallDirectory: readonly (readonly [dn: string, values: Values])[] = [
  [
    suffix,
    { objectClass: ['dcObject', 'organization'], dc: 'telesantebretagne', o: 'Télésanté Bretagne' },
  ],
  ...['personnes', 'structures', 'acces', 'groupes', 'comptes'].map(
    (ou): readonly [string, Values] => [
      `ou=${ou},${suffix}`,
      { objectClass: 'organizationalUnit', ou },
    ],
  ),
  person('francois.grangere', ['François', 'Grangère'], {
    mail: 'francois.grangere@example.org',
    numeroRPPS: '99002141002',
    reponseAccesCancerologie: 'Acceptée',
    demandeAccesCancerologie: '20260101120000Z',
    'cn;lang-br': 'Frañsez Grangère',
    description: 'Jean  Marie',
  }),
  person('helene.le-goff', ['Hélène', 'LE GOFF'], {
    mail: 'helene.legoff@example.org',
    reponseAccesCancerologie: 'Acceptée',
    etat: 'Inactif',
  }),
  person('yann.martin', ['Yann', 'Martin'], { reponseAccesCancerologie: 'A traiter' }),
  person('anne.martin', ['Anne', 'Martin'], { mail: 'anne.martin@example.org' }),
  person('soazig.riou', ['Soazig', 'Riou'], { reponseAccesCancerologie: 'Acceptée' }),
  [`cn=act-1,${personDn('francois.grangere')}`, { objectClass: 'activiteExercee', cn: 'act-1' }],
  group('cancerologie', 'acces', []),
  group('oris', 'acces', []),
  group('administrateurs', 'groupes', ['anne.martin']),
  group('referents-Cancerologie', 'groupes', ['yann.martin', 'anne.martin']),
  group('vide', 'groupes', []),
];

/** The actor that an entry is. */
export function actorOf(directory: Directory, dn: string): Actor {
  const entry = directory.as(root).read(dn, ['entryUUID']);
  const entryUuid = entry?.attributes.get('entryuuid')?.values[0]?.toString() ?? '';
  return { kind: 'entry', door: 'ldap', secure: true, dn, entryUuid };
}

export interface Found {
  readonly result: Result;
  readonly entries: readonly Entry[];
  readonly dns: readonly string[];
  readonly references: readonly (readonly string[])[];
}

export interface Asked extends Partial<Omit<SearchRequest, 'filter' | 'kind'>> {
  readonly filter?: Filter | string;
  readonly controls?: readonly Control[];
  readonly signal?: AbortSignal;
  readonly peer?: Peer;
}

/** Searches as an actor and gathers what arrives. */
export async function search(
  directory: Directory,
  actor: Actor,
  asked: Asked = {},
): Promise<Found> {
  const entries: Entry[] = [];
  const references: (readonly string[])[] = [];
  const sink: SearchSink = {
    entry: (encoded) => {
      entries.push(decodeEntry(encoded));
      return true;
    },
    reference: (uris) => {
      references.push(uris);
      return true;
    },
    drained: () => Promise.resolve(),
  };
  const { filter = anyEntry, controls = [], signal, peer, ...request } = asked;
  const result = await directory.as(actor).search(
    {
      kind: 'search',
      base: suffix,
      scope: 'sub',
      deref: 'never',
      sizeLimit: 0,
      timeLimit: 0,
      typesOnly: false,
      attributes: [],
      ...request,
      filter: typeof filter === 'string' ? parseFilter(filter) : filter,
    },
    sink,
    { controls, ...(signal && { signal }), ...(peer && { peer }) },
  );
  return { result, entries, dns: entries.map(({ dn }) => dn), references };
}

/** The names and values of an entry, as text. */
export const plain = (entry: Entry | undefined): Record<string, string[]> =>
  Object.fromEntries(
    [...(entry?.attributes.values() ?? [])].map(({ description, values }) => [
      description,
      values.map((value) => value.toString('utf8')),
    ]),
  );
