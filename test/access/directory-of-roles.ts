import { compileAccess } from '../../src/access/compile.js';
import type { AccessPolicy, Subject, Target } from '../../src/access/policy.js';
import { readAccessRules, readServices } from '../../src/config/data-files.js';
import { accessFacts } from '../../src/domain/access-facts.js';
import { catalogueOf } from '../../src/domain/catalogue.js';
import { servicesOf } from '../../src/domain/catalogue-data.js';
import { catalogueSchema } from '../../src/domain/catalogue-schema.js';
import { parseDn } from '../../src/model/dn.js';
import { readSchemaDirectory } from '../../src/schema/files.js';
import { loadSchema } from '../../src/schema/load.js';
import type { Schema } from '../../src/schema/schema.js';

/** The real rules on the real schema and catalogue, with subjects and entries to ask about. */

export const catalogue = catalogueOf(servicesOf(readServices()));
export const facts = accessFacts(catalogue);
export const schema: Schema = loadSchema([
  ...readSchemaDirectory('schema'),
  { name: 'catalogue', text: catalogueSchema(catalogue) },
]);
export const suffix = schema.dnKey(parseDn('dc=telesantebretagne,dc=org'));

export const policyOf = (profile: 'annuaire' | 'general'): AccessPolicy =>
  compileAccess({
    rules: readAccessRules(undefined, profile),
    schema,
    suffix,
    catalogue: profile === 'annuaire' ? facts : undefined,
  });

const dnOf = (name: string): string =>
  name === '' ? suffix.text : `${schema.dnKey(parseDn(name)).text},${suffix.text}`;

const nobody = { name: '', entryUuid: '', groups: new Set<string>(), secure: false };

/** A signed-in entry; its name is also its entryUUID. */
export function signedIn(name: string, ...groups: readonly string[]): Subject {
  const dn = dnOf(name);
  return { kind: 'entry', name: dn, entryUuid: dn, groups: new Set(groups), secure: false };
}

export const subjects = {
  anonymous: { ...nobody, kind: 'anonymous' },
  self: signedIn('uid=marie.kerjean,ou=personnes'),
  stranger: signedIn('uid=yann.le-goff,ou=personnes'),
  /** Of Cancerologie, which also grants PortailENRS. */
  referent: signedIn('uid=anne.riou,ou=personnes', 'referents-cancerologie'),
  /** Of ORIS, which grants nothing else. */
  otherReferent: signedIn('uid=paul.riou,ou=personnes', 'referents-oris'),
  regional: signedIn('uid=luc.tanguy,ou=personnes', 'administrateurs'),
  portail: signedIn('cn=portail,ou=comptes'),
  sso: signedIn('cn=sso,ou=comptes'),
  webdcr: signedIn('cn=webdcr,ou=comptes'),
  replication: signedIn('cn=replication,ou=comptes'),
  secureReplication: { ...signedIn('cn=replication,ou=comptes'), secure: true },
  root: { ...nobody, kind: 'root' },
  national: { ...nobody, kind: 'internal', name: 'national', secure: true },
} as const satisfies Record<string, Subject>;

export type Role = keyof typeof subjects;

const target = (name: string, classes: readonly string[], inGroup = false): Target => ({
  dn: dnOf(name),
  is: (entryUuid) => entryUuid === dnOf(name),
  classes: new Set(['top', ...classes]),
  inGroup: () => inGroup,
});

const person = ['person', 'organizationalperson', 'inetorgperson', 'personneannuaire'];

export const targets = {
  suffix: target('', ['domain']),
  branch: target('ou=personnes', ['organizationalunit']),
  person: target('uid=marie.kerjean,ou=personnes', person),
  grouped: target('uid=anne.riou,ou=personnes', person, true),
  activity: target('cn=1\\2C2,uid=marie.kerjean,ou=personnes', ['activiteexercee']),
  structure: target('cn=R1,ou=structures', ['organization', 'structureannuaire']),
  access: target('cn=cancerologie,ou=acces', ['groupofnames']),
  group: target('cn=administrateurs,ou=groupes', ['groupofnames']),
  account: target('cn=sso,ou=comptes', ['applicationprocess']),
  passwordPolicy: target('cn=defaut,ou=politiques', ['pwdpolicy']),
} as const satisfies Record<string, Target>;

export type TargetName = keyof typeof targets;
