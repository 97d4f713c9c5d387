import type { Middleware } from 'koa';
import type { PanelState } from './options.js';

const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/**
 * The headers of every answer. `Referrer-Policy: same-origin` and not `no-referrer`: with the
 * latter browsers send `Origin: null` with our own forms.
 */
export const securityHeaders: Middleware<PanelState> = async (ctx, next) => {
  ctx.set('Content-Security-Policy', contentSecurityPolicy);
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.set('Referrer-Policy', 'same-origin');
  ctx.set('Cross-Origin-Opener-Policy', 'same-origin');
  ctx.set('Cross-Origin-Resource-Policy', 'same-origin');
  ctx.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
  ctx.set('Cache-Control', 'no-store');
  if (ctx.state.https) ctx.set('Strict-Transport-Security', 'max-age=31536000');
  await next();
};

/**
 * For a page whose address is a secret: no site, nor another page of ours, is told more than
 * where our site is. Forms of the page still say where they come from.
 */
export function keepAddressSecret(ctx: { set(name: string, value: string): void }): void {
  ctx.set('Referrer-Policy', 'strict-origin');
}
