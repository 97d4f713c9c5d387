import { readServices } from '../config/data-files.js';
import type { Configuration } from '../config/configuration.js';
import { projectFile } from '../config/project-files.js';
import { catalogueOf, type ServiceCatalogue } from '../domain/catalogue.js';
import { servicesOf } from '../domain/catalogue-data.js';
import { catalogueSchema } from '../domain/catalogue-schema.js';
import { readSchemaDirectory } from '../schema/files.js';

export interface SchemaText {
  readonly name: string;
  readonly text: string;
}

/** The catalogue of the configuration; none in the general profile. */
export function readCatalogue(configuration: Configuration): ServiceCatalogue | undefined {
  if (configuration.profile === 'general') return undefined;
  return catalogueOf(servicesOf(readServices(configuration.servicesFile)));
}

/** What OpenLDAP brings itself, under the same names. */
const openldapHas = new Set([
  'system.schema',
  'core.schema',
  'cosine.schema',
  'inetorgperson.schema',
  'nis.schema',
  'dyngroup.schema',
]);

/**
 * The schema in force, file by file: ours, the one that the catalogue generates, the operator's.
 * `beside OpenLDAP` leaves out what slapd already has.
 *
 * @throws ConfigurationFault, Error naming the file
 */
export function schemaTexts(
  configuration: Configuration,
  extent: 'whole' | 'beside OpenLDAP',
): SchemaText[] {
  const catalogue = readCatalogue(configuration);
  const generated = catalogue && { name: 'services.schema', text: catalogueSchema(catalogue) };
  const ours = readSchemaDirectory(projectFile('schema')).filter(
    ({ name }) => name !== 'annuaire.schema' || catalogue !== undefined,
  );
  const { schemaDirectory } = configuration;
  const theirs = schemaDirectory === undefined ? [] : readSchemaDirectory(schemaDirectory);
  const all = [...(generated ? [generated] : []), ...ours, ...theirs];
  return extent === 'whole' ? all : all.filter(({ name }) => !openldapHas.has(name));
}
