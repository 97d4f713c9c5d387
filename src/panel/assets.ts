import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { PanelOptions, PanelRouter } from './options.js';
import { PageFault } from './page-fault.js';
import type { Pages } from './pages.js';
import { tileStyles } from './tile-style.js';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * Style sheets and script, from memory, compressed; revalidated by their hash. Pages are not
 * compressed: they hold tokens beside what a visitor may have typed (BREACH).
 */
export function assetRoutes(
  pages: Pages,
  { catalogue }: Pick<PanelOptions, 'catalogue'>,
  router: PanelRouter,
): void {
  const services = tileStyles(catalogue.services);
  const known = new Map<string, Buffer>();
  const compressed = (name: string, text: string): Buffer => {
    const bytes = known.get(name) ?? gzipSync(text, { level: 9 });
    known.set(name, bytes);
    return bytes;
  };
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
    else {
      ctx.vary('Accept-Encoding');
      if (ctx.acceptsEncodings('gzip', 'identity') === 'gzip') {
        ctx.set('Content-Encoding', 'gzip');
        ctx.body = compressed(name, text);
      } else ctx.body = text;
    }
  });
}
