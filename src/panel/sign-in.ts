import { textOf } from '../model/entry.js';
import { escapeValue } from '../model/dn.js';
import type { PolicyErrorName } from '../model/password-policy.js';
import type { ResultCodeName } from '../model/result.js';
import { formOf } from './form-guard.js';
import { type Panel, type PanelContext, seeOther, show } from './frame.js';
import { localPath } from './local-path.js';
import type { PanelRouter } from './options.js';
import { acceptedServices, panelActor, sessionCookie, standingOf } from './signed-in.js';

const wrong = 'Nom d’utilisateur ou mot de passe incorrect.';
const busy = 'La connexion est momentanément impossible. Réessayez dans quelques instants.';
/** What is told to who is known but not let in. */
export const noAccess =
  'Votre accès au portail ENRS n’est pas encore ouvert. Demandez-le au 3C de votre territoire, ' +
  'qui peut l’ouvrir dans votre fiche de l’annuaire.';

/** What the password policy asks before anyone comes in; only told to who has the password. */
const bars: Partial<Record<PolicyErrorName, string>> = {
  passwordExpired:
    'Votre mot de passe a expiré. Demandez un nouveau mot de passe au 3C de votre territoire ou ' +
    'au GCS e-Santé Bretagne.',
  changeAfterReset:
    'Votre mot de passe vous a été attribué : vous devez le changer avant de vous connecter. Le ' +
    'portail ou le GCS e-Santé Bretagne vous indique comment le faire.',
};

/** Where the provider's own session can be ended as well. */
export const oidcSignedOutPath = '/deconnexion/fournisseur';

/** These say nothing of the account; every other refusal is answered with the same sentence. */
const outOfOrder: ReadonlySet<ResultCodeName> = new Set(['busy', 'unavailable', 'other']);

/** Home, sign-in and sign-out. */
export function signInRoutes(panel: Panel, router: PanelRouter): void {
  router.get('/', (ctx) => {
    if (ctx.state.signedIn !== undefined) ctx.redirect('/espace-prive');
    else {
      const oidc = oidcOf(panel, '/espace-prive');
      show(panel, ctx, 'accueil', { heading: 'Espace privé' }, { oidc });
    }
  });
  router.get('/connexion', (ctx) => {
    const back = localPath(ctx.query['vers'], '/espace-prive');
    if (ctx.state.signedIn !== undefined) ctx.redirect(back);
    else showForm(panel, ctx, { back, login: '', error: undefined });
  });
  router.post('/connexion', (ctx) => signIn(panel, ctx));
  router.get('/administration', (ctx) => {
    ctx.redirect(ctx.state.signedIn?.standing.administers === true ? '/demandes' : '/espace-prive');
  });
  router.post('/deconnexion', async (ctx) => {
    const { oidc, sessions } = panel.options;
    const token = ctx.cookies.get(sessionCookie);
    const session = token === undefined ? undefined : await sessions.use(token);
    if (token !== undefined) await sessions.close(token);
    const secure = panel.isSecure(ctx);
    ctx.cookies.set(sessionCookie, null, { httpOnly: true, sameSite: 'lax', secure });
    seeOther(ctx, oidc && session?.via === 'oidc' ? oidcSignedOutPath : '/');
  });
}

async function signIn(panel: Panel, ctx: PanelContext): Promise<void> {
  const form = formOf(ctx);
  const login = (form['login'] ?? '').trim().slice(0, 200);
  const back = localPath(form['vers'], '/espace-prive');
  const refuse = (status: number, error: string): void => {
    ctx.status = status;
    showForm(panel, ctx, { back, login, error });
  };
  const { directory, sessions } = panel.options;
  const password = Buffer.from(form['motDePasse'] ?? '');
  // An empty password would be an anonymous bind, which succeeds (RFC 4513 §5.1.2).
  if (login === '' || password.length === 0) {
    refuse(401, wrong);
    return;
  }
  const dn = `uid=${escapeValue(Buffer.from(login))},ou=personnes,${directory.suffix}`;
  const { result, actor, policy } = await directory.bind(
    { kind: 'bind', version: 3, dn, authentication: { kind: 'simple', password } },
    { kind: 'anonymous', door: 'panel', secure: true },
    { controls: [], address: ctx.state.address },
  );
  if (outOfOrder.has(result.code)) {
    refuse(503, busy);
    return;
  }
  const barred = policy?.error && bars[policy.error];
  if (barred !== undefined) {
    refuse(403, barred);
    return;
  }
  if (result.code !== 'success' || actor.kind !== 'entry') {
    refuse(401, wrong);
    return;
  }
  const opened = await openSession(panel, ctx, actor);
  if (!opened) {
    refuse(403, noAccess);
    return;
  }
  await sessions.purge();
  seeOther(ctx, back);
}

/**
 * Opens a session for who has proved to be a person; false when it is not let in. A new token at
 * every sign-in: one planted beforehand in the browser opens nothing.
 */
export async function openSession(
  panel: Panel,
  ctx: PanelContext,
  {
    dn,
    entryUuid,
    via,
  }: { readonly dn: string; readonly entryUuid: string; readonly via?: 'oidc' },
): Promise<boolean> {
  const { directory, catalogue, sessions } = panel.options;
  const operations = directory.as(panelActor(dn, entryUuid));
  const person = operations.read(dn, ['*', 'memberOf', 'entryUUID']);
  if (person === undefined) return false;
  const isAdmitted =
    textOf(person, 'reponseAccesPortailENRS') === 'Acceptée' ||
    standingOf(person, catalogue).administers;
  if (!isAdmitted) return false;
  const before = ctx.cookies.get(sessionCookie);
  if (before !== undefined) await sessions.close(before);
  const token = await sessions.open({
    dn,
    entryUuid,
    services: acceptedServices(person, catalogue),
    ...(via && { via }),
  });
  ctx.cookies.set(sessionCookie, token, {
    httpOnly: true,
    sameSite: 'lax',
    secure: panel.isSecure(ctx),
  });
  await operations.audit({
    operation: 'sign-in',
    dn,
    details: { address: ctx.state.address, ...(via && { via }) },
  });
  return true;
}

function showForm(
  panel: Panel,
  ctx: PanelContext,
  view: { readonly back: string; readonly login: string; readonly error: string | undefined },
): void {
  const token = panel.signInTokens.issue(ctx, panel.isSecure(ctx));
  show(
    panel,
    ctx,
    'connexion',
    { heading: 'Connexion' },
    {
      ...view,
      signInToken: token,
      oidc: oidcOf(panel, view.back),
    },
  );
}

/** The button of the provider, where there is one. */
export function oidcOf({ options }: Panel, back: string): object | undefined {
  if (!options.oidc) return undefined;
  const { label } = options.oidc.settings;
  return { label, href: `/connexion/oidc?vers=${encodeURIComponent(back)}` };
}
