import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject } from 'ajv';
import addFormatsModule from 'ajv-formats';
import type {
  AccessRecord,
  ConstraintRecord,
  MappingRecord,
  ServiceRecord,
  TerritoriesRecord,
} from './data-records.js';
import { ConfigurationFault } from './fault.js';
import { readJson } from './json-file.js';
import { projectFile } from './project-files.js';
import { catalogueFaults, mappingFaults, territoriesFaults } from './references.js';

// The package is CommonJS: under NodeNext its default export is one level down.
const addFormats = addFormatsModule.default;

/**
 * The catalogue of services: a file of the operator's, or ours.
 *
 * @throws ConfigurationFault naming the file and the fault, as all of these do
 */
export function readServices(path = projectFile('schema/data/services.json')): ServiceRecord[] {
  const services = checked(path, 'services');
  return sound(path, services, catalogueFaults(services));
}

export function readTerritories(
  path = projectFile('schema/data/territories.json'),
): TerritoriesRecord {
  const territories = checked(path, 'territories');
  return sound(path, territories, territoriesFaults(territories));
}

/** What webDCR receives of a person. */
export function readMapping(path = projectFile('schema/data/webdcr.json')): MappingRecord {
  const mapping = checked(path, 'webdcr');
  return sound(path, mapping, mappingFaults(mapping));
}

/** The access rules: a file of the operator's, or ours for the profile. */
export function readAccessRules(
  path: string | undefined,
  profile: 'annuaire' | 'general',
): AccessRecord {
  const ours = profile === 'general' ? 'access-general' : 'access';
  return checked(path ?? projectFile(`schema/data/${ours}.json`), 'access');
}

/** The constraints on overrides, from `schema/constraints/overrides.json`. */
export function readConstraints(): ConstraintRecord[] {
  const path = projectFile('schema/constraints/overrides.json');
  const schema = read(path) as {
    readonly properties: Readonly<Record<string, { readonly message: string }>>;
  };
  const ajv = validator();
  return Object.entries(schema.properties).map(([attribute, property]) => {
    const validate = ajv.compile(property);
    return { attribute, accepts: (value) => validate(value), message: property.message };
  });
}

/** Sentences stand beside the constraints they explain, under `message`. */
function validator(): Ajv {
  const ajv = new Ajv({ strict: true });
  addFormats(ajv);
  ajv.addVocabulary(['message']);
  return ajv;
}

/** What each JSON Schema of `schema/constraints` vouches for. */
interface DataFiles {
  readonly services: ServiceRecord[];
  readonly territories: TerritoriesRecord;
  readonly access: AccessRecord;
  readonly webdcr: MappingRecord;
}

function checked<Name extends keyof DataFiles>(path: string, name: Name): DataFiles[Name] {
  const schema = read(projectFile(`schema/constraints/${name}.json`)) as object;
  const validate = validator().compile<DataFiles[Name]>(schema);
  const data = read(path);
  if (validate(data)) return data;
  throw new ConfigurationFault(`${path}: ${faultOf(validate.errors?.[0])}`);
}

function sound<Data>(path: string, data: Data, faults: readonly string[]): Data {
  const [fault] = faults;
  if (fault !== undefined) throw new ConfigurationFault(`${path}: ${fault}`);
  return data;
}

function faultOf(error: ErrorObject | undefined): string {
  const where = error?.instancePath === '' ? 'the whole' : (error?.instancePath ?? 'the whole');
  const extra: unknown = error?.params['additionalProperty'];
  const what = typeof extra === 'string' ? ` (“${extra}”)` : '';
  return `${where} ${error?.message ?? 'is not valid'}${what}`;
}

function read(path: string): unknown {
  return readJson(path, (name) => readFileSync(name, 'utf8'));
}
