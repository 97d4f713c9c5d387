import type { Middleware } from 'koa';
import { LdapError } from '../model/result.js';
import { contactLink } from './contact.js';
import { type Panel, type PanelContext, show } from './frame.js';
import type { PanelState } from './options.js';
import { PageFault } from './page-fault.js';
import { refusalText } from './refusals.js';

const sentences: Readonly<Record<number, readonly [heading: string, text: string]>> = {
  400: ['Demande incomprise', 'Le navigateur a envoyé une demande que l’annuaire ne comprend pas.'],
  403: [
    'Accès refusé',
    'Vous n’avez pas le droit de voir cette page. S’il vous manque, écrivez au 3C de votre ' +
      'territoire.',
  ],
  404: [
    'Page introuvable',
    'Cette page n’existe pas, ou n’existe plus. Vérifiez l’adresse, ou repartez de l’accueil.',
  ],
  405: ['Demande incomprise', 'Cette adresse n’accepte pas cette sorte de demande.'],
  409: [
    'La situation a changé',
    'Quelqu’un d’autre a changé cette donnée entre-temps. Revenez en arrière et rechargez la page.',
  ],
  413: ['Formulaire trop long', 'Ce qui a été envoyé dépasse ce que l’annuaire accepte.'],
  422: ['Demande refusée', 'L’annuaire n’a rien changé. Revenez en arrière et corrigez.'],
  429: ['Trop de demandes', 'Recommencez dans quelques instants.'],
  503: ['Annuaire indisponible', 'L’annuaire est momentanément indisponible. Réessayez.'],
};
const defect = [
  'Erreur',
  'Une erreur s’est produite. Elle est notée dans le journal du service ; rien n’a été enregistré.',
] as const;

/**
 * Turns what was thrown, and what no route answered, into a page in French. A defect shows no
 * detail to the reader: its stack goes to the log through `onDefect`.
 */
export function faultPages(
  panel: Panel,
  onDefect: (ctx: PanelContext, error: unknown) => void,
): Middleware<PanelState> {
  return async (ctx, next) => {
    try {
      await next();
      const status = ctx.status;
      // An empty answer to a status of error is one that no page was written for.
      if (status >= 400 && (ctx.body === undefined || ctx.body === null)) {
        showFault(panel, ctx, status, undefined);
      }
    } catch (error) {
      const { status, text } = faultOf(error);
      if (status === 500) onDefect(ctx, error);
      showFault(panel, ctx, status, text);
    }
  };
}

function faultOf(error: unknown): { readonly status: number; readonly text: string | undefined } {
  if (error instanceof LdapError) {
    const status = error.code === 'unavailable' || error.code === 'busy' ? 503 : 422;
    return { status, text: refusalText(error) };
  }
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') {
    return { status: 500, text: undefined };
  }
  // What a library says of a body it cannot read is in English: its status alone is kept.
  const { status } = error;
  if (status < 400 || status > 499) return { status: 500, text: undefined };
  return { status, text: error instanceof PageFault ? error.message || undefined : undefined };
}

function showFault(
  panel: Panel,
  ctx: PanelContext,
  status: number,
  text: string | undefined,
): void {
  const otherRefusal = status < 500 ? sentences[400] : undefined;
  const [heading, usual] = sentences[status] ?? otherRefusal ?? defect;
  const contact = contactLink(panel.options);
  show(panel, ctx, 'erreur', { heading }, { text: text ?? usual, status, contact });
  ctx.status = status;
}
