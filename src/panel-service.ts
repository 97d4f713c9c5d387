import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Configuration } from './config/configuration.js';
import { coordinationCentreOf } from './domain/territory.js';
import { type ImportDesk, openImportDesk } from './import/import-desk.js';
import { openSpool } from './import/spool.js';
import { type LdapService, portOf } from './ldap-service.js';
import { type PanelServer, startPanel } from './panel/listen.js';
import { type OidcClient, oidcClient } from './panel/oidc-client.js';
import type { PanelOptions } from './panel/options.js';
import type { Relay } from './relay/relay.js';
import type { Parts, Running } from './serve.js';
import { serviceRoutes } from './service-routes.js';
import { openAssignments } from './state/assignments.js';
import { openImports as openImportRows } from './state/imports.js';
import { openOneTimeLinks } from './state/one-time-links.js';
import { openSavedLists } from './state/saved-lists.js';
import { openSessions } from './state/sessions.js';
import { openThrottle } from './state/throttle.js';

/** Where this machine's users find the panel when nothing public is configured. */
export function panelUrl({ host, httpPort }: Configuration): string | undefined {
  return httpPort === 0 ? undefined : `http://${host}:${String(httpPort)}`;
}

/** Serves the panel, where there is one, over what it keeps in the store and beside it. */
export async function servePanel(
  parts: Parts,
  running: { readonly ldap: LdapService } & Running,
): Promise<PanelServer | undefined> {
  const { configuration, log, clock, local } = parts;
  const { relay } = running;
  const { catalogue, territories } = local;
  const port = portOf(configuration.httpPort);
  if (!catalogue || !territories || port === undefined) return undefined;
  const { publicUrl, templatesDirectory } = configuration;
  const imports = await openImports(parts);
  const panel = await startPanel({
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
    imports,
    links: openOneTimeLinks({ store: local.store, clock, random: randomBytes }),
    throttle: openThrottle({ store: local.store, clock }),
    localUrl: panelUrl(configuration),
    ...(relay && relayDesk(relay, configuration)),
    syncBadgeOf: (entryUuid) => relay?.badgeOf(entryUuid),
    clock,
    random: randomBytes,
    title: configuration.title,
    contact: configuration.contact,
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
  return {
    port: panel.port,
    close: async (graceMs) => {
      await panel.close(graceMs);
      await imports.close();
    },
  };
}

function openImports({ configuration, clock, local, log }: Parts): Promise<ImportDesk> {
  return openImportDesk({
    schema: local.schema,
    suffix: configuration.suffix,
    imports: openImportRows(local.store),
    spool: openSpool(join(configuration.dataDirectory, 'imports')),
    clock,
    randomId: () => randomBytes(9).toString('base64url'),
    bytesMax: 64 * 1024 * 1024,
    onDefect: (error) => {
      const defect = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log.error('import-failed', { defect });
    },
  });
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
    previewOf: (entryUuid, reader) => relay.preview(entryUuid, reader),
  };
}

function oidcOf({ oidc }: Configuration): { readonly oidc?: OidcClient } {
  const { issuer, clientId } = oidc;
  if (issuer === undefined || clientId === undefined) return {};
  return { oidc: oidcClient({ ...oidc, issuer, clientId }) };
}
