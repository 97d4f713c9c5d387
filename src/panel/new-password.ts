import { textOf } from '../model/entry.js';
import type { Actor } from '../operations/actor.js';
import { formOf } from './form-guard.js';
import { type Panel, type PanelContext, show } from './frame.js';
import type { PanelOptions, PanelRouter } from './options.js';
import { keepAddressSecret } from './security-headers.js';
import { refusalText } from './refusals.js';

/** `/nouveau-mot-de-passe?lien=…` : whoever holds the link of the mail chooses a password. */
export function newPasswordRoutes(panel: Panel, router: PanelRouter): void {
  // Reading changes nothing: scanners of mail follow links before people do.
  router.get('/nouveau-mot-de-passe', (ctx) => {
    const link = typeof ctx.query['lien'] === 'string' ? ctx.query['lien'] : '';
    showForm(panel, ctx, link, undefined);
  });
  router.post('/nouveau-mot-de-passe', (ctx) => choose(panel, ctx));
}

async function choose(panel: Panel, ctx: PanelContext): Promise<void> {
  const form = formOf(ctx);
  const { lien = '', motDePasse = '', confirmation = '' } = form;
  const refuse = (error: string): void => {
    ctx.status = 422;
    showForm(panel, ctx, lien, error);
  };
  const owner = ownerOf(panel.options, lien);
  if (!owner) {
    showForm(panel, ctx, lien, undefined);
    return;
  }
  if (motDePasse === '') {
    refuse('Choisissez un mot de passe.');
    return;
  }
  if (motDePasse !== confirmation) {
    refuse('Les deux saisies ne sont pas les mêmes.');
    return;
  }
  const changes = [
    { kind: 'replace', attribute: 'userPassword', values: [Buffer.from(motDePasse)] },
  ] as const;
  const result = await panel.options.directory
    .as(owner.actor)
    .modify({ kind: 'modify', dn: owner.actor.dn, changes }, contextOf(ctx));
  if (result.code === 'constraintViolation') {
    refuse(result.message.replace(/^userPassword: /, ''));
    return;
  }
  if (result.code !== 'success') {
    refuse(refusalText(result));
    return;
  }
  await panel.options.links?.use('password', lien);
  await panel.options.sessions.closeAllOf(owner.actor.entryUuid);
  show(
    panel,
    ctx,
    'mot-de-passe-choisi',
    { heading: 'Mot de passe choisi' },
    { login: owner.login },
  );
}

const contextOf = (ctx: PanelContext) => ({
  controls: [],
  address: ctx.state.address,
  reason: 'Mot de passe choisi par le lien du courriel',
});

interface LinkOwner {
  readonly actor: Extract<Actor, { kind: 'entry' }>;
  readonly login: string;
}

/** Whose a live link is; nobody's once the account is gone or closed. */
function ownerOf({ links, directory }: PanelOptions, token: string): LinkOwner | undefined {
  const link = links?.look('password', token);
  const dn = (link?.data as { readonly dn?: unknown } | undefined)?.dn;
  if (!link || typeof dn !== 'string') return undefined;
  const actor = {
    kind: 'entry',
    door: 'panel',
    secure: true,
    dn,
    entryUuid: link.subject,
    isByLink: true,
  } as const;
  const person = directory.as(actor).read(dn, ['*', 'entryUUID']);
  const isTheirs = person && textOf(person, 'entryUUID') === link.subject;
  if (!isTheirs || textOf(person, 'etat') === 'Inactif') return undefined;
  return { actor, login: textOf(person, 'uid') ?? '' };
}

function showForm(panel: Panel, ctx: PanelContext, link: string, error: string | undefined): void {
  const owner = ownerOf(panel.options, link);
  const token = panel.signInTokens.issue(ctx, panel.isSecure(ctx));
  if (!owner) ctx.status = 410;
  keepAddressSecret(ctx);
  show(
    panel,
    ctx,
    'nouveau-mot-de-passe',
    { heading: 'Nouveau mot de passe' },
    {
      // The other language of this page would carry its link along.
      here: '',
      isLive: owner !== undefined,
      login: owner?.login ?? '',
      link,
      error,
      jeton: ctx.state.signedIn?.formToken ?? token,
    },
  );
}
