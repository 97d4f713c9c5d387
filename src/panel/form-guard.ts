import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import type { PanelState } from './options.js';
import { PageFault } from './page-fault.js';

const nonceCookie = 'annuaire-formulaire';
export const expired =
  'Cette page est restée ouverte trop longtemps. Revenez en arrière, rechargez-la et recommencez.';

/**
 * Refuses forms that do not come from our own pages: the browser's own statement (Sec-Fetch-Site,
 * Origin) first, then the token bound to the session.
 */
export function formGuard(options: {
  readonly publicUrl: string | undefined;
  readonly signInTokens: SignInTokens;
}): Middleware<PanelState> {
  const ours = options.publicUrl === undefined ? undefined : new URL(options.publicUrl).origin;
  return async (ctx, next) => {
    if (isReading(ctx.method)) {
      await next();
      return;
    }
    const site = ctx.get('Sec-Fetch-Site');
    const origin = ctx.get('Origin');
    const local = `${ctx.state.https ? 'https' : 'http'}://${ctx.host}`;
    if (site !== '' && site !== 'same-origin') throw new PageFault(403, expired);
    if (origin !== '' && origin !== local && origin !== ours) throw new PageFault(403, expired);
    const expected = ctx.state.signedIn?.formToken ?? options.signInTokens.expected(ctx);
    if (expected === undefined || !same(expected, formOf(ctx)['jeton'] ?? '')) {
      throw new PageFault(403, expired);
    }
    await next();
  };
}

const isReading = (method: string): boolean => method === 'GET' || method === 'HEAD';

/** The token of the sign-in form, where there is no session yet: a nonce and its HMAC. */
export interface SignInTokens {
  issue(ctx: Context, secure: boolean): string;
  expected(ctx: Context): string | undefined;
}

export function signInTokens(random: (bytes: number) => Buffer): SignInTokens {
  const key = random(32);
  const tokenOf = (nonce: string): string =>
    createHmac('sha256', key).update(nonce).digest('base64url');
  return {
    issue(ctx, secure) {
      const known = ctx.cookies.get(nonceCookie);
      const nonce = /^[\w-]{22}$/.test(known ?? '') ? known : undefined;
      const used = nonce ?? random(16).toString('base64url');
      ctx.cookies.set(nonceCookie, used, { httpOnly: true, sameSite: 'lax', secure });
      return tokenOf(used);
    },
    expected(ctx) {
      const nonce = ctx.cookies.get(nonceCookie);
      return nonce === undefined ? undefined : tokenOf(nonce);
    },
  };
}

/** The fields of a posted form: the last value of each name, as typed, nothing trimmed. */
export function formOf(ctx: Context): Readonly<Record<string, string>> {
  const body: unknown = ctx.request.body;
  if (typeof body !== 'object' || body === null) return {};
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(body)) {
    const last: unknown = Array.isArray(value) ? value.at(-1) : value;
    if (typeof last === 'string') fields[name] = last;
  }
  return fields;
}

/** All the values of one field. */
export function formValues(ctx: Context, name: string): readonly string[] {
  const body: unknown = ctx.request.body;
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return [];
  const value = (body as Readonly<Record<string, unknown>>)[name];
  return [value].flat().filter((each) => typeof each === 'string');
}

function same(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}
