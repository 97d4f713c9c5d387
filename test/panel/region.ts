import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileAccess } from '../../src/access/compile.js';
import type { AccessRules } from '../../src/access/rules.js';
import { readAccessRules, readConstraints, readServices } from '../../src/config/data-files.js';
import { accessFacts } from '../../src/domain/access-facts.js';
import { catalogueOf } from '../../src/domain/catalogue.js';
import { servicesOf } from '../../src/domain/catalogue-data.js';
import { catalogueSchema } from '../../src/domain/catalogue-schema.js';
import { defaultAddressParts } from '../../src/domain/person.js';
import { parseDn } from '../../src/model/dn.js';
import type { Modification } from '../../src/model/modification.js';
import type { Result } from '../../src/model/result.js';
import type { Actor } from '../../src/operations/actor.js';
import type { Directory, Operations } from '../../src/operations/directory.js';
import { openDirectory } from '../../src/operations/open-directory.js';
import { readSchemaDirectory } from '../../src/schema/files.js';
import { loadSchema } from '../../src/schema/load.js';
import { openStore } from '../../src/store/open.js';
import type { Store } from '../../src/store/store.js';

export const suffix = 'dc=telesantebretagne,dc=org';
export const password = 'Une phrase de passe 29';
export const catalogue = catalogueOf(servicesOf(readServices()));

const schema = loadSchema([
  ...readSchemaDirectory(fileURLToPath(new URL('../../schema', import.meta.url))),
  { name: 'catalogue', text: catalogueSchema(catalogue) },
]);

/** A directory on disk that goes with `close`. */
export interface Region {
  /** Of its files. */
  readonly path: string;
  readonly directory: Directory;
  readonly store: Store;
  /** The operator's own hand: what national files and the root DN write. */
  readonly operator: Operations;
  change(login: string, changes: readonly Modification[]): Promise<Result>;
  close(): Promise<void>;
}

export const dnOf = (login: string): string => `uid=${login},ou=personnes,${suffix}`;

export const set = (attribute: string, ...values: readonly string[]): Modification => ({
  kind: 'replace',
  attribute,
  values: values.map((value) => Buffer.from(value)),
});

const restore: Actor = { kind: 'internal', name: 'restore', door: 'import', secure: true };

/** A small region: professionals, a referent of the 3C, a regional administrator. */
export async function openRegion(
  clock: () => Date,
  rules: AccessRules = readAccessRules(undefined, 'annuaire'),
): Promise<Region> {
  const path = mkdtempSync(join(tmpdir(), 'annuaire-panel-'));
  const suffixKey = schema.dnKey(parseDn(suffix));
  const store = openStore({ path, schema, suffix: suffixKey });
  const directory = openDirectory({
    store,
    schema,
    suffix,
    rootDn: `cn=admin,${suffix}`,
    rootPassword: undefined,
    policy: compileAccess({ rules, schema, suffix: suffixKey, catalogue: accessFacts(catalogue) }),
    catalogue,
    constraints: readConstraints(),
    addressParts: defaultAddressParts,
    clock,
    randomUuid: randomUUID,
    observer: (record) => {
      if (record.defect !== undefined) throw new Error(record.defect);
    },
  });
  const operator = directory.as(restore);
  // Parents before children; writes of the same turn share a commit.
  for (const level of [root(), units(), [structure(), ...people()], [activity(), ...groups()]]) {
    await Promise.all(level.map(([dn, facts]) => put(operator, dn, facts)));
  }
  return {
    path,
    directory,
    store,
    operator,
    change: (login, changes) =>
      operator.modify({ kind: 'modify', dn: dnOf(login), changes }, { controls: [] }),
    close: async () => {
      await store.close();
      rmSync(path, { recursive: true, force: true });
    },
  };
}

type Facts = Readonly<Record<string, string | readonly string[]>>;

async function put(operator: Operations, dn: string, facts: Facts): Promise<void> {
  const attributes = Object.entries(facts).map(([attribute, value]) => ({
    attribute,
    values: [value].flat().map((text) => Buffer.from(text)),
  }));
  const result = await operator.add({ kind: 'add', dn, attributes }, { controls: [] });
  if (result.code !== 'success') throw new Error(`${dn}: ${result.code} ${result.message}`);
}

type Rows = [dn: string, facts: Facts][];

const root = (): Rows => [
  [suffix, { objectClass: ['dcObject', 'organization'], dc: 'telesantebretagne', o: 'Région' }],
];

const units = (): Rows =>
  ['personnes', 'structures', 'acces', 'groupes', 'comptes', 'politiques'].map((ou) => [
    `ou=${ou},${suffix}`,
    { objectClass: 'organizationalUnit', ou },
  ]);

const groups = (): Rows => [
  ...catalogue.services.map((service): [string, Facts] => {
    const cn = service.code.toLowerCase();
    return [`cn=${cn},ou=acces,${suffix}`, { objectClass: 'groupOfNames', cn }];
  }),
  group('administrateurs', 'maelle.kerbrat'),
  group('referents-Cancerologie', 'anne.le-goff'),
];

const group = (cn: string, login: string): [string, Facts] => [
  `cn=${cn},ou=groupes,${suffix}`,
  { objectClass: 'groupOfNames', cn, member: dnOf(login) },
];

const structure = (): [string, Facts] => [
  `cn=r1,ou=structures,${suffix}`,
  {
    objectClass: ['organization', 'structureAnnuaire'],
    cn: 'r1',
    o: 'CENTRE HOSPITALIER BRETAGNE ATLANTIQUE',
    raisonSociale: 'CENTRE HOSPITALIER BRETAGNE ATLANTIQUE',
    typeStructure: 'Etablissement',
    codePostal: '56000',
    commune: 'VANNES',
  },
];

const activity = (): [string, Facts] => [
  `cn=a1,${dnOf('francois.grangere')}`,
  {
    objectClass: 'activiteExercee',
    cn: 'a1',
    structure: `cn=r1,ou=structures,${suffix}`,
    raisonSociale: 'CENTRE HOSPITALIER BRETAGNE ATLANTIQUE',
    profession: 'Ambulancier',
    modeExercice: 'Salarié',
    codePostal: '56000',
    commune: 'VANNES',
  },
];

function people(): Rows {
  const nurses = Array.from({ length: 120 }, (_, index) => {
    const number = String(index + 1).padStart(3, '0');
    return person(`yann.morvan${number}`, {
      sn: `MORVAN ${number}`,
      givenName: 'YANN',
      matricule: `GCS10${number}`,
      profession: 'Infirmier',
      communeNational: 'BREST',
      codePostalNational: '29200',
    });
  });
  return [
    person('francois.grangere', grangere),
    person('anne.le-goff', {
      sn: 'LE GOFF',
      givenName: 'ANNE',
      matricule: 'GCS00007',
      profession: 'Médecin',
      specialite: 'Oncologie opt. médicale',
      numeroRPPS: '99002141002',
      userPassword: password,
      reponseAccesPortailENRS: 'Acceptée',
      reponseAccesCancerologie: 'Acceptée',
    }),
    person('maelle.kerbrat', {
      sn: "KERBRAT-L'HOSTIS",
      givenName: 'MAËLLE',
      typePersonne: 'AGENT',
      matricule: 'GCS00001',
      profession: 'Administrateur régional',
      userPassword: password,
    }),
    person('sans.acces', { sn: 'SANS', givenName: 'ACCES', userPassword: password }),
    ...nurses,
  ];
}

const person = (login: string, facts: Facts): [string, Facts] => [
  dnOf(login),
  {
    objectClass: ['inetOrgPerson', 'personneAnnuaire'],
    uid: login,
    cn: `${String(facts['givenName'])} ${String(facts['sn'])}`,
    etat: 'Actif',
    typePersonne: 'PS',
    ...facts,
  },
];

const grangere: Facts = {
  sn: 'GRANGERE',
  givenName: 'FRANCOIS',
  typePersonne: 'AGENT',
  matricule: 'GCS02140',
  profession: 'Ambulancier',
  dateNaissance: '19700131000000Z',
  mail: 'francois.grangere@exemple.bzh',
  userPassword: password,
  demandeAccesCancerologie: '20261120091500Z',
  reponseAccesCancerologie: 'A traiter',
  reponseAccesPortailENRS: 'Acceptée',
  reponseAccesORIS: 'Acceptée',
  reponseAccesGwalenn: 'Refusée',
  numeroVoieNational: '7',
  typeVoieNational: 'Rue',
  libelleVoieNational: 'CENTRE HOSPITALIER BRETAGNE ATLANTIQUE',
  codePostalNational: '56000',
  communeNational: 'VANNES',
  numeroVoieModification: '33',
  indiceRepetitionVoieModification: ' ',
  emailMSSNational: 'francois.grangere@bretagne.mssante.fr',
  emailMSSModification: 'francois.grangere@test.mssante.fr',
};
