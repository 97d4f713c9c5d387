import { createHash } from 'node:crypto';
import type { PanelOptions, PanelRouter } from './options.js';
import { PageFault } from './page-fault.js';
import type { Pages } from './pages.js';
import { tileStyles } from './tile-style.js';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Style sheets and script, from memory; revalidated by their hash. */
export function assetRoutes(
  pages: Pages,
  { catalogue }: Pick<PanelOptions, 'catalogue'>,
  router: PanelRouter,
): void {
  const services = tileStyles(catalogue.services);
  router.get('/assets/:name', (ctx) => {
    const name = ctx.params['name'] ?? '';
    const text = name === 'services.css' ? services : pages.asset(name);
    const type = types[name.slice(name.lastIndexOf('.'))];
    if (text === undefined || type === undefined) throw new PageFault(404);
    ctx.set('Cache-Control', 'no-cache');
    ctx.etag = createHash('sha256').update(text).digest('base64url').slice(0, 22);
    ctx.type = type;
    ctx.status = 200;
    if (ctx.fresh) ctx.status = 304;
    else ctx.body = text;
  });
}
