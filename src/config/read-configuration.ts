import type { Configuration } from './configuration.js';
import { ConfigurationFault } from './fault.js';
import { readJson, readText, type ReadFile } from './json-file.js';
import { readSettingsSchema, type SettingsSchema } from './settings-schema.js';
import { secretNames, type Settings, watchedSecretFiles } from './settings.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** A setting as found, and where: an environment beats the file, a value its `<NAME>_FILE`. */
interface Found {
  readonly value: unknown;
  readonly origin: string;
}

const configName = 'ANNUAIRE_CONFIG';

/**
 * The configuration of an environment and of the JSON file that its `ANNUAIRE_CONFIG` names,
 * complete, checked against `schema/configuration.json` and frozen. An empty variable is as good
 * as none.
 *
 * @throws ConfigurationFault naming the key at fault
 */
export function readConfiguration(environment: Environment, readFile: ReadFile): Configuration {
  const schema = readSettingsSchema(readFile);
  const found = new Map([
    ...secretsResolved(fromFile(environment, schema, readFile), readFile),
    ...secretsResolved(fromEnvironment(environment, schema), readFile),
  ]);
  const values = Object.fromEntries([...found].map(([name, { value }]) => [name, value]));
  const settings = schema.check(values, (name) => found.get(name)?.origin ?? 'the default');
  return configurationOf(settings);
}

function fromEnvironment(environment: Environment, schema: SettingsSchema): Map<string, Found> {
  const found = new Map<string, Found>();
  const origin = 'in the environment';
  for (const name of schema.names) {
    const text = environment[name];
    if (text === undefined || text === '') continue;
    found.set(name, { value: schema.fromText(name, text, origin), origin });
  }
  return found;
}

function fromFile(
  environment: Environment,
  schema: SettingsSchema,
  readFile: ReadFile,
): Map<string, Found> {
  const path = environment[configName];
  if (path === undefined || path === '') return new Map();
  const content = readJson(path, readFile, configName);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new ConfigurationFault(`${configName}: ${path} must hold one JSON object`);
  }
  const origin = `in ${path}`;
  return new Map(
    Object.entries(content).map(([name, value]: [string, unknown]) => [
      name,
      { value: typeof value === 'string' ? schema.fromText(name, value, origin) : value, origin },
    ]),
  );
}

/** Each `<NAME>_FILE` replaced by the content of its file, without the last line's end. */
function secretsResolved(found: Map<string, Found>, readFile: ReadFile): Map<string, Found> {
  for (const name of secretNames) {
    const fileName = `${name}_FILE`;
    const file = found.get(fileName);
    if (file === undefined) continue;
    if (found.has(name)) {
      throw new ConfigurationFault(`${name}: given twice, also as ${fileName} (${file.origin})`);
    }
    if (typeof file.value !== 'string') {
      throw new ConfigurationFault(`${fileName}: must be string (${file.origin})`);
    }
    const value = readText(file.value, readFile, fileName).replace(/\r?\n$/, '');
    if (!watchedSecretFiles.has(fileName)) found.delete(fileName);
    found.set(name, { value, origin: `in the file of ${fileName}` });
  }
  return found;
}

function configurationOf(settings: Settings): Configuration {
  const tls = {
    certFile: settings.ANNUAIRE_TLS_CERT,
    keyFile: settings.ANNUAIRE_TLS_KEY,
    clientCaFile: settings.ANNUAIRE_TLS_CLIENT_CA,
    required: settings.ANNUAIRE_REQUIRE_TLS,
    exempt: settings.ANNUAIRE_TLS_EXEMPT,
  };
  if ((tls.certFile === undefined) !== (tls.keyFile === undefined)) {
    throw new ConfigurationFault('ANNUAIRE_TLS_CERT, ANNUAIRE_TLS_KEY: one needs the other');
  }
  return Object.freeze({
    profile: settings.ANNUAIRE_PROFILE,
    dataDirectory: settings.ANNUAIRE_DATA,
    suffix: settings.ANNUAIRE_SUFFIX,
    rootDn: settings.ANNUAIRE_ROOT_DN ?? `cn=admin,${settings.ANNUAIRE_SUFFIX}`,
    rootPassword: settings.ANNUAIRE_ROOT_PASSWORD,
    host: settings.ANNUAIRE_HOST,
    ldapPort: settings.ANNUAIRE_LDAP_PORT,
    ldapsPort: settings.ANNUAIRE_LDAPS_PORT,
    httpPort: settings.ANNUAIRE_HTTP_PORT,
    demoPort: settings.ANNUAIRE_DEMO_PORT,
    demo: settings.ANNUAIRE_DEMO,
    schemaDirectory: settings.ANNUAIRE_SCHEMA,
    accessFile: settings.ANNUAIRE_ACCESS,
    servicesFile: settings.ANNUAIRE_SERVICES,
    territoriesFile: settings.ANNUAIRE_TERRITORIES,
    templatesDirectory: settings.ANNUAIRE_TEMPLATES,
    tls: Object.freeze(tls),
    trustedProxies: Object.freeze(listOf(settings.ANNUAIRE_TRUSTED_PROXIES)),
    connections: Object.freeze({
      most: settings.ANNUAIRE_CONNECTIONS_MAX,
      mostPerAddress: settings.ANNUAIRE_CONNECTIONS_PER_ADDRESS,
      handshakeSeconds: settings.ANNUAIRE_HANDSHAKE_SECONDS,
      messageSeconds: settings.ANNUAIRE_MESSAGE_SECONDS,
    }),
    smtpUrl: settings.ANNUAIRE_SMTP_URL,
    mailFrom: settings.ANNUAIRE_MAIL_FROM,
    mailDiffusion: settings.ANNUAIRE_MAIL_DIFFUSION,
    mail: Object.freeze({
      bounce: settings.ANNUAIRE_MAIL_BOUNCE,
      digestAbove: settings.ANNUAIRE_MAIL_DIGEST_ABOVE,
      dkim: dkimOf(settings),
    }),
    publicUrl: settings.ANNUAIRE_PUBLIC_URL?.replace(/\/+$/, ''),
    title: settings.ANNUAIRE_TITLE,
    contact: settings.ANNUAIRE_CONTACT,
    webdcr: webdcrOf(settings),
    oidc: oidcOf(settings),
    addressParts: Object.freeze(listOf(settings.ANNUAIRE_ADDRESS_PARTS)),
    workers: settings.ANNUAIRE_WORKERS,
    rehash: settings.ANNUAIRE_REHASH,
    logLevel: settings.ANNUAIRE_LOG_LEVEL,
  });
}

function webdcrOf(settings: Settings): Configuration['webdcr'] {
  const [certFile, keyFile] = [settings.ANNUAIRE_WEBDCR_CERT, settings.ANNUAIRE_WEBDCR_KEY];
  if ((certFile === undefined) !== (keyFile === undefined)) {
    throw new ConfigurationFault('ANNUAIRE_WEBDCR_CERT, ANNUAIRE_WEBDCR_KEY: one needs the other');
  }
  return Object.freeze({
    url: settings.ANNUAIRE_WEBDCR_URL?.replace(/\/+$/, ''),
    token: settings.ANNUAIRE_WEBDCR_TOKEN,
    tokenFile: settings.ANNUAIRE_WEBDCR_TOKEN_FILE,
    oauth: Object.freeze({
      url: settings.ANNUAIRE_WEBDCR_OAUTH_URL,
      clientId: settings.ANNUAIRE_WEBDCR_OAUTH_CLIENT_ID,
      clientSecret: settings.ANNUAIRE_WEBDCR_OAUTH_CLIENT_SECRET,
      scope: settings.ANNUAIRE_WEBDCR_OAUTH_SCOPE,
    }),
    caFile: settings.ANNUAIRE_WEBDCR_CA,
    certFile,
    keyFile,
    proxy: settings.ANNUAIRE_WEBDCR_PROXY,
    cron: settings.ANNUAIRE_WEBDCR_CRON,
    reconcileCron: settings.ANNUAIRE_WEBDCR_RECONCILE_CRON,
    scope: settings.ANNUAIRE_WEBDCR_SCOPE,
    mappingFile: settings.ANNUAIRE_WEBDCR_MAPPING,
    valve: Object.freeze({
      hour: {
        count: settings.ANNUAIRE_WEBDCR_VALVE_HOUR,
        percent: settings.ANNUAIRE_WEBDCR_VALVE_HOUR_PERCENT,
      },
      day: {
        count: settings.ANNUAIRE_WEBDCR_VALVE_DAY,
        percent: settings.ANNUAIRE_WEBDCR_VALVE_DAY_PERCENT,
      },
    }),
  });
}

function oidcOf(settings: Settings): Configuration['oidc'] {
  const isPsc = settings.ANNUAIRE_OIDC_PROFILE === 'psc';
  return Object.freeze({
    issuer: settings.ANNUAIRE_OIDC_ISSUER,
    clientId: settings.ANNUAIRE_OIDC_CLIENT_ID,
    clientSecret: settings.ANNUAIRE_OIDC_CLIENT_SECRET,
    profile: settings.ANNUAIRE_OIDC_PROFILE,
    scope: settings.ANNUAIRE_OIDC_SCOPE ?? (isPsc ? 'openid scope_all' : 'openid profile'),
    claim: settings.ANNUAIRE_OIDC_CLAIM ?? (isPsc ? 'SubjectNameID' : 'preferred_username'),
    attribute: settings.ANNUAIRE_OIDC_ATTRIBUTE,
    label: settings.ANNUAIRE_OIDC_LABEL ?? (isPsc ? 'Pro Santé Connect' : 'OpenID Connect'),
  });
}

function dkimOf(settings: Settings): Configuration['mail']['dkim'] {
  const domain = settings.ANNUAIRE_DKIM_DOMAIN;
  const selector = settings.ANNUAIRE_DKIM_SELECTOR;
  const privateKey = settings.ANNUAIRE_DKIM_KEY;
  const given = [domain, selector, privateKey].filter((each) => each !== undefined).length;
  if (given !== 0 && given !== 3) {
    throw new ConfigurationFault('ANNUAIRE_DKIM_DOMAIN, _SELECTOR, _KEY: one needs the others');
  }
  if (domain === undefined || selector === undefined || privateKey === undefined) return undefined;
  return { domain, selector, privateKey };
}

/** `10.0.0.1, 10.0.0.2` → its parts. */
function listOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
