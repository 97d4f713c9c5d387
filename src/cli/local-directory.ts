import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { compileAccess } from '../access/compile.js';
import type { AccessPolicy } from '../access/policy.js';
import type { Configuration } from '../config/configuration.js';
import {
  readAccessRules,
  readConstraints,
  readMapping,
  readTerritories,
} from '../config/data-files.js';
import { ConfigurationFault } from '../config/fault.js';
import { accessFacts } from '../domain/access-facts.js';
import type { ServiceCatalogue } from '../domain/catalogue.js';
import type { ValueConstraint } from '../domain/constraints.js';
import { territoriesOf, type Territories } from '../domain/territory.js';
import { parseDn } from '../model/dn.js';
import { addressList } from '../model/network-address.js';
import type { Observer } from '../operations/directory.js';
import {
  type DirectoryOptions,
  type OpenDirectory,
  openDirectory,
} from '../operations/open-directory.js';
import { type ScimMapping, scimMapping } from '../provision/scim-mapping.js';
import { cancelOid } from '../protocol/extended/cancel.js';
import { startTlsOid } from '../protocol/extended/start-tls.js';
import type { DnKey } from '../schema/definitions.js';
import { loadSchema } from '../schema/load.js';
import type { Schema } from '../schema/schema.js';
import { openStore } from '../store/open.js';
import type { Store } from '../store/store.js';
import { readCatalogue, schemaTexts } from './schema-texts.js';

/** Everything that files decide, read, checked and compiled; nothing is open yet. */
export interface Assembly {
  readonly configuration: Configuration;
  readonly schema: Schema;
  readonly suffixKey: DnKey;
  /** Undefined in the general profile, as are the territories. */
  readonly catalogue: ServiceCatalogue | undefined;
  readonly territories: Territories | undefined;
  readonly policy: AccessPolicy;
  readonly constraints: readonly ValueConstraint[];
  /** What webDCR receives; undefined in the general profile. */
  readonly mapping: ScimMapping | undefined;
}

/**
 * Reads the project's and the operator's files.
 *
 * @throws ConfigurationFault or Error naming the file and the fault: the start stops there
 */
export function assemble({ configuration }: { readonly configuration: Configuration }): Assembly {
  const { profile, accessFile, territoriesFile } = configuration;
  const catalogue = readCatalogue(configuration);
  const schema = loadSchema(schemaTexts(configuration, 'whole'));
  const suffixKey = schema.dnKey(parseDn(configuration.suffix));
  const policy = compileAccess({
    rules: readAccessRules(accessFile, profile),
    schema,
    suffix: suffixKey,
    catalogue: catalogue && accessFacts(catalogue),
  });
  return {
    configuration,
    schema,
    suffixKey,
    catalogue,
    territories: catalogue && territoriesOf(readTerritories(territoriesFile)),
    policy,
    constraints: catalogue ? readConstraints() : [],
    mapping: catalogue && mappingOf(configuration, schema),
  };
}

/** @throws ConfigurationFault naming an attribute that no schema file defines */
function mappingOf({ webdcr: { mappingFile } }: Configuration, schema: Schema): ScimMapping {
  const record = readMapping(mappingFile);
  for (const name of record.attributs.flatMap(({ de, sinon = [] }) => [de, ...sinon])) {
    if (schema.describe(name) === undefined) {
      throw new ConfigurationFault(`${mappingFile ?? 'webdcr.json'}: “${name}” is no attribute`);
    }
  }
  return scimMapping(record);
}

/** A directory open in this process. */
export interface LocalDirectory extends Assembly {
  readonly store: Store;
  readonly directory: OpenDirectory;
  close(): Promise<void>;
}

export interface OpenOptions extends Pick<DirectoryOptions, 'writes' | 'common' | 'limits'> {
  /** Beside a running server: nothing can be written here. */
  readonly readOnly?: boolean;
  readonly observer?: Observer;
}

/**
 * Opens the store and the directory over it.
 *
 * @throws Error with code `STORE_BUSY` when another process writes to it
 */
export function openLocal(
  world: { readonly configuration: Configuration; readonly clock: () => Date },
  { readOnly = false, observer = () => undefined, ...shared }: OpenOptions = {},
): LocalDirectory {
  const assembly = assemble(world);
  const { configuration, schema, suffixKey, policy, catalogue } = assembly;
  mkdirSync(configuration.dataDirectory, { recursive: true });
  const path = configuration.dataDirectory;
  const store = openStore({ path, schema, suffix: suffixKey, readOnly });
  const directory = openDirectory({
    store,
    schema,
    suffix: configuration.suffix,
    rootDn: configuration.rootDn,
    rootPassword: configuration.rootPassword,
    policy,
    catalogue,
    constraints: assembly.constraints,
    addressParts: configuration.addressParts,
    rehash: configuration.rehash,
    isTrustedAddress: addressList(configuration.trustedProxies),
    clock: world.clock,
    randomUuid: randomUUID,
    observer,
    serverExtensions: [startTlsOid, cancelOid],
    ...shared,
  });
  return { ...assembly, store, directory, close: () => store.close() };
}
