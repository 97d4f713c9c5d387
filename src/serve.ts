import { join } from 'node:path';
import { withAdministration } from './administration.js';
import { type LocalDirectory, openLocal } from './cli/local-directory.js';
import type { Configuration } from './config/configuration.js';
import { projectFile } from './config/project-files.js';
import { type Demonstration, startDemonstration } from './demonstration.js';
import { serveLdap } from './ldap-service.js';
import { panelUrl, servePanel } from './panel-service.js';
import { smtpMailer } from './notify/mailer.js';
import { mailRenderer } from './notify/mail-renderer.js';
import { type Log, openLog } from './observe/log.js';
import { type Metrics, openMetrics } from './observe/metrics.js';
import { scimClient } from './provision/client.js';
import {
  clientCredentials,
  type Credentials,
  fixedToken,
  tokenOfFile,
} from './provision/credentials.js';
import { openTransport } from './provision/transport.js';
import { type ScimTarget, scimTarget } from './provision/scim-target.js';
import { startRelay, type Relay } from './relay/relay.js';
import { serveByWorkers } from './ldap-workers.js';

/** A running service. */
export interface Service {
  readonly ports: Readonly<Record<'ldap' | 'ldaps' | 'http' | 'demo', number | undefined>>;
  readonly demonstration: Demonstration | undefined;
  /** Loads the TLS certificate again. */
  reload(): Promise<void>;
  /** Lets operations under way finish, then closes everything, last opened first. */
  close(): Promise<void>;
}

const graceMs = 5_000;

/**
 * Starts everything that the configuration asks for, bottom up.
 *
 * @throws when a file is at fault, the store is in use or a port is taken; what was open is closed
 */
export async function startService(configuration: Configuration): Promise<Service> {
  const log = openLog(configuration.logLevel);
  const metrics = openMetrics({ processMetrics: true });
  const clock = (): Date => new Date();
  const opened: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const each of opened.splice(0).reverse()) await each();
  };
  try {
    const local = openLocal(
      { configuration, clock },
      {
        observer: (record) => {
          log.operation(record);
          metrics.operation(record);
        },
      },
    );
    opened.push(() => local.close());
    const service = { configuration, log, metrics, clock, local };
    const demonstration = await startDemonstration(service);
    if (demonstration) opened.push(() => demonstration.close());
    const relay = startRelaying(service, demonstration);
    if (relay) opened.push(() => relay.close());
    const serve = configuration.workers === 0 ? serveLdap : serveByWorkers;
    const ldap = await serve(service, withAdministration(local.directory, relay));
    opened.push(() => ldap.close(graceMs));
    const panel = await servePanel(service, { relay, demonstration, ldap });
    if (panel) opened.push(() => panel.close(graceMs));
    const ports = {
      ldap: ldap.port,
      ldaps: ldap.tlsPort,
      http: panel?.port,
      demo: demonstration?.webdcr?.port,
    };
    log.info('ready', ports);
    return { ports, demonstration, reload: () => ldap.reload(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What of a service may not be there. */
export interface Running {
  readonly relay: Relay | undefined;
  readonly demonstration: Demonstration | undefined;
}

/** What the parts of a service share. */
export interface Parts {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly clock: () => Date;
  readonly local: LocalDirectory;
}

function startRelaying(parts: Parts, demonstration: Demonstration | undefined): Relay | undefined {
  const { configuration, log, clock, local } = parts;
  const { catalogue, territories, mapping } = local;
  if (!catalogue || !territories || !mapping) return undefined;
  const { smtpUrl, mail, templatesDirectory, webdcr } = configuration;
  return startRelay({
    directory: local.directory,
    store: local.store,
    catalogue,
    territories,
    mailer: smtpUrl === undefined ? demonstration?.mails : smtpMailer(smtpUrl, mail.dkim),
    render: mailRenderer({
      own: join(projectFile('templates'), 'mail'),
      override: templatesDirectory && join(templatesDirectory, 'mail'),
      refused: (template, reason) => {
        log.error('mail-template-refused', { template, reason });
      },
    }),
    sender: { from: configuration.mailFrom, bounce: mail.bounce },
    pace: { digestAbove: mail.digestAbove },
    diffusion: configuration.mailDiffusion,
    publicUrl: configuration.publicUrl ?? panelUrl(configuration),
    scimTarget: targetOf(parts, demonstration),
    mapping,
    scope: webdcr.scope,
    valve: webdcr.valve,
    cron: webdcr.cron,
    reconcileCron: webdcr.reconcileCron,
    clock,
    random: Math.random,
    observe: ({ event, ...facts }) => {
      log[event === 'relay-failed' ? 'error' : 'info'](event, facts);
    },
  });
}

function targetOf(
  { configuration: { webdcr }, clock }: Parts,
  demonstration: Demonstration | undefined,
): ScimTarget | undefined {
  if (webdcr.url === undefined) {
    const demo = demonstration?.webdcr;
    if (!demo) return undefined;
    const client = scimClient({ url: demo.url, credentials: fixedToken(demo.token), clock });
    return scimTarget(client, clock);
  }
  const transport = openTransport(webdcr);
  const credentials = credentialsOf(webdcr, { clock, dispatcher: transport });
  return scimTarget(scimClient({ url: webdcr.url, credentials, transport, clock }), clock);
}

function credentialsOf(
  { token, tokenFile, oauth }: Configuration['webdcr'],
  means: Parameters<typeof clientCredentials>[1],
): Credentials {
  const { url, clientId, clientSecret, scope } = oauth;
  if (url !== undefined && clientId !== undefined && clientSecret !== undefined) {
    return clientCredentials({ url, clientId, clientSecret, scope }, means);
  }
  return tokenFile === undefined ? fixedToken(token) : tokenOfFile(tokenFile);
}
