import { fileURLToPath } from 'node:url';
import { catalogueOf } from '../../src/domain/catalogue.js';
import { servicesOf, type ServiceData } from '../../src/domain/catalogue-data.js';
import { catalogueSchema } from '../../src/domain/catalogue-schema.js';
import { readSchemaDirectory } from '../../src/schema/files.js';
import { loadSchema } from '../../src/schema/load.js';
import { readFileSync } from 'node:fs';
import { editorOf } from './accounts.js';
import { rootDnOf, rootPassword, type Shape } from './population.js';

const schemaDirectory = fileURLToPath(new URL('../../schema', import.meta.url));

export interface SlapdFiles {
  /** Where slapd keeps its store. */
  readonly data: string;
  /** Our schema, as far as slapd has none of it. */
  readonly schema: string;
  readonly pid: string;
}

/**
 * slapd as OpenLDAP's guide has it for speed: back-mdb, every commit on disk, no log, two threads
 * that load, the indexes that our schema asks for, and the access rules that ours has.
 */
export function slapdConfiguration(
  shape: Shape,
  files: SlapdFiles,
  { groups }: { readonly groups: boolean },
): string {
  const theirs = ['core', 'cosine', 'inetorgperson', 'nis', 'dyngroup'];
  return [
    ...theirs.map((name) => `include /etc/ldap/schema/${name}.schema`),
    `include ${files.schema}`,
    'modulepath /usr/lib/ldap',
    ...modules.map((name) => `moduleload ${name}`),
    `pidfile ${files.pid}`,
    'loglevel 0',
    'sizelimit unlimited',
    'timelimit unlimited',
    'tool-threads 2',
    'database mdb',
    `suffix "${shape.suffix}"`,
    `rootdn "${rootDnOf(shape.suffix)}"`,
    `rootpw ${rootPassword}`,
    `directory ${files.data}`,
    `maxsize ${String(32 * 2 ** 30)}`,
    ...indexLines(shape),
    ...accessLines(shape),
    ...(groups ? overlays : []),
    '',
  ].join('\n');
}

/** ppolicy for its attributes: our export names when a password was set. */
const modules = ['back_mdb', 'argon2', 'memberof', 'dynlist', 'ppolicy'];

/** The static group's and the dynamic group's. */
const overlays = [
  'overlay memberof',
  'overlay dynlist',
  'dynlist-attrset groupOfURLs memberURL member',
];

function accessLines({ suffix, closed }: Shape): string[] {
  return [
    'access to attrs=userPassword by self write by anonymous auth by * none',
    ...closed.map((branch) => `access to dn.children="${branch}" by anonymous auth by * none`),
    `access to attrs=description by dn.exact="${editorOf(suffix).dn}" write by users read`,
    'access to * by users read by anonymous auth by * none',
  ];
}

const kinds = {
  equality: 'eq',
  presence: 'pres',
  substring: 'sub',
  approximate: 'approx',
} as const;

/** An `index` directive for each `X-INDEX` of our schema; `memberOf` is stored in slapd alone. */
function indexLines(shape: Shape): string[] {
  const texts = readSchemaDirectory(schemaDirectory);
  const schema =
    shape.profile === 'annuaire'
      ? loadSchema([...texts, { name: 'services', text: servicesSchema() }])
      : loadSchema(texts.filter(({ name }) => name !== 'annuaire.schema'));
  const lines = schema.attributeTypes.flatMap(({ name, indexes }) => {
    const asked = Object.entries(kinds).filter(([kind]) => indexes.has(kind as keyof typeof kinds));
    const known = !slapdLacks.has(name);
    return asked.length > 0 && known
      ? [`index ${name} ${asked.map(([, kind]) => kind).join(',')}`]
      : [];
  });
  return [...lines, 'index memberOf eq'];
}

/** Attributes that this server alone has. */
const slapdLacks: ReadonlySet<string> = new Set([]);

function servicesSchema(): string {
  const file = `${schemaDirectory}/data/services.json`;
  const services = JSON.parse(readFileSync(file, 'utf8')) as ServiceData[];
  return catalogueSchema(catalogueOf(servicesOf(services)));
}
