import type { Context, Middleware, ParameterizedContext } from 'koa';
import { textOf } from '../model/entry.js';
import type { DecisionTimes } from './decision-times.js';
import type { SignInTokens } from './form-guard.js';
import { PageFault } from './page-fault.js';
import type { PanelOptions, PanelState } from './options.js';
import type { Pages } from './pages.js';
import { type CountMemory, type RailPlace, railOf } from './rail.js';
import type { SignedIn } from './signed-in.js';

/** What every group of routes is built from. */
export interface Panel {
  readonly options: PanelOptions;
  readonly pages: Pages;
  readonly signInTokens: SignInTokens;
  readonly counts: CountMemory;
  readonly decisions: DecisionTimes;
  /** Cookies carry Secure. */
  isSecure(ctx: ParameterizedContext<PanelState>): boolean;
}

export type PanelContext = ParameterizedContext<PanelState> & Context;

export interface PageFacts {
  /** Of the browser's tab. */
  readonly heading: string;
  /** Present on the administration's pages, which have the rail and the search box. */
  readonly place?: RailPlace;
}

/** Answers with a page inside the frame that all share. */
export function show(
  panel: Panel,
  ctx: PanelContext,
  page: string,
  facts: PageFacts,
  view: object,
): void {
  const { signedIn } = ctx.state;
  const rail =
    facts.place !== undefined && signedIn?.standing.administers === true
      ? railOf(panel.options, signedIn, { place: facts.place, memory: panel.counts })
      : undefined;
  ctx.type = 'text/html; charset=utf-8';
  const language = ctx.state.language ?? 'fr';
  ctx.set('Content-Language', language);
  ctx.body = panel.pages.render(page, language, {
    title: panel.options.title,
    heading: facts.heading,
    here: ctx.method === 'GET' ? ctx.url : '/',
    isFrench: language === 'fr',
    language,
    theme: ctx.state.appearance?.theme,
    isCompact: ctx.state.appearance?.isCompact === true,
    isAdministration: rail !== undefined,
    rail,
    quick: typeof ctx.query['q'] === 'string' ? ctx.query['q'] : '',
    user: signedIn && userOf(signedIn),
    formToken: signedIn?.formToken ?? '',
    ...view,
  });
}

function userOf(signedIn: SignedIn): object {
  return {
    name: displayName(signedIn),
    login: textOf(signedIn.person, 'uid') ?? '',
    administers: signedIn.standing.administers,
  };
}

/** `FRANCOIS GRANGERE`, as « Mon Profil » has it. */
export function displayName({ person }: Pick<SignedIn, 'person'>): string {
  return [textOf(person, 'givenName'), textOf(person, 'sn')]
    .map((part) => (part ?? '').toLocaleUpperCase('fr'))
    .join(' ')
    .trim();
}

/** Sends who is not signed in to the sign-in page, and back here afterwards. */
export const requireSignIn: Middleware<PanelState> = async (ctx, next) => {
  if (ctx.state.signedIn !== undefined) {
    await next();
    return;
  }
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD') throw new PageFault(403, sessionEnded);
  ctx.redirect(`/connexion?vers=${encodeURIComponent(ctx.url)}`);
};

/** Only members of the administration groups pass. */
export const requireAdministration: Middleware<PanelState> = async (ctx, next) => {
  if (ctx.state.signedIn?.standing.administers !== true) {
    throw new PageFault(403, forAdministrators);
  }
  await next();
};

/** Only regional administrators pass; a referent is told why not. @throws PageFault 403 */
export function requireRegional(ctx: { readonly state: PanelState }, refusal: string): void {
  if (!signedInOf(ctx).standing.isAdministrator) throw new PageFault(403, refusal);
}

/** After a form was taken: the browser gets a page that it may load again (RFC 9110 §15.4.4). */
export function seeOther(ctx: PanelContext, path: string): void {
  ctx.status = 303;
  ctx.redirect(path);
}

/** @throws when no one is signed in, which `requireSignIn` has excluded */
export function signedInOf(ctx: { readonly state: PanelState }): SignedIn {
  if (ctx.state.signedIn === undefined) throw new Error('a private page without requireSignIn');
  return ctx.state.signedIn;
}

const forAdministrators =
  'Cette page est réservée aux administrateurs et aux référents des services.';
const sessionEnded = 'Votre session est terminée. Connectez-vous à nouveau, puis recommencez.';
