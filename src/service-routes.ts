import type { LdapService } from './ldap-service.js';
import type { PanelRouter } from './panel/options.js';
import type { Relay } from './relay/relay.js';
import type { Parts, Running } from './serve.js';

/**
 * What the web port serves beside the panel: `/health` (the process lives), `/health/ready` (it
 * can answer), `/metrics` (Prometheus) and, in a demonstration, its captured mails.
 */
export function serviceRoutes(
  { metrics, local }: Parts,
  { relay, demonstration, ldap }: Running & { readonly ldap: LdapService },
): (router: PanelRouter) => void {
  const readiness = (): string => {
    if (!ldap.isServing()) return 'no worker serves';
    return local.store.current.find(local.suffixKey) === undefined ? 'empty directory' : 'ready';
  };
  return (router) => {
    router.get('/health', (ctx) => {
      ctx.body = { status: 'up' };
    });
    router.get('/health/ready', (ctx) => {
      const status = readiness();
      ctx.status = status === 'ready' ? 200 : 503;
      ctx.body = { status };
    });
    router.get('/metrics', async (ctx) => {
      metrics.journalSequence(local.directory.lastSequence);
      if (relay) measureRelay(relay);
      ctx.type = metrics.contentType;
      ctx.body = await metrics.metricsText(await ldap.measures());
    });
    if (!demonstration) return;
    router.get('/demo/courriels{/:number}', (ctx) => {
      const page = demonstration.mails.page(ctx.path);
      ctx.status = page.status;
      ctx.set({ ...page.headers });
      ctx.body = page.body;
    });
  };

  function measureRelay(relaying: Relay): void {
    const { persons, mails, oldestWaitMs, target } = relaying.status();
    metrics.queue('webdcr', 'waiting', persons['en attente']);
    metrics.queue('webdcr', 'retrying', persons['nouvel essai']);
    metrics.queue('webdcr', 'dead', persons['bloqué']);
    metrics.queue('webdcr', 'held', persons['retenu']);
    metrics.queueWait('webdcr', {
      oldestSeconds: oldestWaitMs / 1_000,
      isPaused: target.pausedUntil !== undefined,
    });
    metrics.queue('mails', 'waiting', mails.queued);
    metrics.queue('mails', 'retrying', mails.retry);
    metrics.queue('mails', 'dead', mails.failed);
  }
}
