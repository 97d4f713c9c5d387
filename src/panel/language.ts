import type { Middleware } from 'koa';
import type { PanelRouter, PanelState } from './options.js';
import { localPath } from './local-path.js';
import type { Places } from './said.js';
import { frenchSpaces } from './typography.js';

/**
 * The languages of the pages. The French text is the key: a template reads as its page does, and
 * what has no translation stays French.
 */
export const languages = ['fr', 'en'] as const;

export type Language = (typeof languages)[number];

/** Translations by French text. */
export type Translations = ReadonlyMap<string, string>;

/**
 * A text in the reader's language, its `{places}` filled in.
 *
 * @param translations undefined: French
 */
export function translate(
  text: string,
  translations: Translations | undefined,
  places: Places = {},
): string {
  // Templates have their unbreakable spaces already; catalogues are written without.
  const translated = translations?.get(text.replaceAll('\u00a0', ' '));
  const sentence = translated ?? frenchSpaces(text);
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(places, name) ? String(places[name]) : place,
  );
}

const cookie = 'annuaire-langue';

/** Whoever has chosen English reads English; a browser's own preference decides nothing. */
export const languageOfReader: Middleware<PanelState> = async (ctx, next) => {
  const chosen = ctx.cookies.get(cookie);
  ctx.state.language = languages.find((each) => each === chosen) ?? 'fr';
  await next();
};

/** `/langue/<language>`: the reader chooses, and goes on where it was. It changes no data. */
export function languageRoutes(router: PanelRouter): void {
  router.get('/langue/:language', (ctx) => {
    const chosen = languages.find((each) => each === ctx.params['language']) ?? 'fr';
    const maxAge = 365 * 24 * 60 * 60 * 1000;
    const secure = ctx.state.https;
    ctx.cookies.set(cookie, chosen, { httpOnly: true, sameSite: 'lax', secure, maxAge });
    ctx.set('Cache-Control', 'no-store');
    ctx.redirect(localPath(ctx.query['vers'], '/'));
  });
}
