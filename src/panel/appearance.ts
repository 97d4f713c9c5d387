import type { Middleware } from 'koa';
import { localPath } from './local-path.js';
import type { PanelRouter, PanelState } from './options.js';

/** How a reader has chosen to see the pages; nothing chosen: as its system prefers. */
export interface Appearance {
  readonly theme: 'clair' | 'sombre' | undefined;
  readonly isCompact: boolean;
}

const themes = ['clair', 'sombre'] as const;
const cookies = { theme: 'annuaire-theme', density: 'annuaire-densite' } as const;
const maxAge = 365 * 24 * 60 * 60 * 1000;

export const appearanceOfReader: Middleware<PanelState> = async (ctx, next) => {
  const theme = ctx.cookies.get(cookies.theme);
  ctx.state.appearance = {
    theme: themes.find((each) => each === theme),
    isCompact: ctx.cookies.get(cookies.density) === 'compacte',
  };
  await next();
};

/** `/apparence/<choice>`: the reader chooses, and goes on where it was. It changes no data. */
export function appearanceRoutes(router: PanelRouter): void {
  const choices: Readonly<Record<string, readonly [cookie: string, value: string | null]>> = {
    clair: [cookies.theme, 'clair'],
    sombre: [cookies.theme, 'sombre'],
    systeme: [cookies.theme, null],
    compacte: [cookies.density, 'compacte'],
    confortable: [cookies.density, null],
  };
  router.get('/apparence/:choice', (ctx) => {
    const choice = choices[ctx.params['choice'] ?? ''];
    const secure = ctx.state.https;
    if (choice) {
      ctx.cookies.set(...choice, { httpOnly: true, sameSite: 'lax', secure, maxAge });
    }
    ctx.set('Cache-Control', 'no-store');
    ctx.redirect(localPath(ctx.query['vers'], '/'));
  });
}
