import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { withAdministration } from './administration.js';
import { type LocalDirectory, openLocal } from './cli/local-directory.js';
import type { Configuration } from './config/configuration.js';
import { projectFile } from './config/project-files.js';
import { type Demonstration, startDemonstration } from './demonstration.js';
import { type LdapService, portOf, serveLdap } from './ldap-service.js';
import { coordinationCentreOf } from './domain/territory.js';
import { smtpMailer } from './notify/mailer.js';
import { mailRenderer } from './notify/mail-renderer.js';
import { type Log, openLog } from './observe/log.js';
import { type Metrics, openMetrics } from './observe/metrics.js';
import { startPanel } from './panel/listen.js';
import type { PanelOptions } from './panel/options.js';
import { type OidcClient, oidcClient } from './panel/oidc-client.js';
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
import { serviceRoutes } from './service-routes.js';
import { openOneTimeLinks } from './state/one-time-links.js';
import { openThrottle } from './state/throttle.js';
import { openAssignments } from './state/assignments.js';
import { openSavedLists } from './state/saved-lists.js';
import { openSessions } from './state/sessions.js';

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

/** What the pages ask of the relay. */
function relayDesk(relay: Relay, { webdcr, demo }: Configuration): Partial<PanelOptions> {
  const mails = {
    queueMail: (mail) => relay.queueMail(mail),
    mailsOf: (entryUuid) => relay.mailsAbout(entryUuid),
    renderMail: (id) => relay.renderMail(id),
    resendMail: (id) => relay.resendMail(id),
  } satisfies Partial<PanelOptions>;
  if (webdcr.url === undefined && demo === 'off') return mails;
  return {
    ...mails,
    relayStatus: () => relay.status(),
    relayDelays: () => relay.delays(),
    releaseBatch: (release) => relay.releaseBatch(release),
    syncOf: (entryUuid) => relay.personSync(entryUuid),
    sendAgain: (entryUuid) => relay.sendAgain(entryUuid),
    previewOf: (entryUuid) => relay.preview(entryUuid),
  };
}

function oidcOf({ oidc }: Configuration): { readonly oidc?: OidcClient } {
  const { issuer, clientId } = oidc;
  if (issuer === undefined || clientId === undefined) return {};
  return { oidc: oidcClient({ ...oidc, issuer, clientId }) };
}

/** Where this machine's users find the panel when nothing public is configured. */
export function panelUrl({ host, httpPort }: Configuration): string | undefined {
  return httpPort === 0 ? undefined : `http://${host}:${String(httpPort)}`;
}

async function servePanel(
  parts: Parts,
  running: { readonly ldap: LdapService } & Running,
): Promise<Awaited<ReturnType<typeof startPanel>> | undefined> {
  const { configuration, log, clock, local } = parts;
  const { relay } = running;
  const { catalogue, territories } = local;
  const port = portOf(configuration.httpPort);
  if (!catalogue || !territories || port === undefined) return undefined;
  const { publicUrl, templatesDirectory } = configuration;
  return startPanel({
    host: configuration.host,
    port,
    directory: local.directory,
    catalogue,
    sessions: openSessions({ store: local.store, clock, random: randomBytes }),
    coordinationCentreOf: (postalCode) => {
      const found = coordinationCentreOf(postalCode, territories);
      return (
        found && {
          territory: found.territory.label,
          centre: found.centre.label,
          code: found.centre.code,
        }
      );
    },
    coordinationCentres: territories.centres,
    ...oidcOf(configuration),
    assignments: openAssignments(local.store),
    savedLists: openSavedLists(local.store),
    links: openOneTimeLinks({ store: local.store, clock, random: randomBytes }),
    throttle: openThrottle({ store: local.store, clock }),
    localUrl: panelUrl(configuration),
    ...(relay && relayDesk(relay, configuration)),
    syncBadgeOf: (entryUuid) => relay?.badgeOf(entryUuid),
    clock,
    random: randomBytes,
    title: configuration.title,
    publicUrl,
    secureCookies: publicUrl?.startsWith('https:') ?? false,
    trustedProxies: configuration.trustedProxies,
    ...(templatesDirectory !== undefined && {
      templatesDirectory: join(templatesDirectory, 'panel'),
    }),
    observe: (record) => {
      log.info('page', { ...record });
    },
    extraRoutes: serviceRoutes(parts, running),
  });
}
