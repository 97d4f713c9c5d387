import { escapeValue } from '../model/dn.js';
import { type Entry, textOf } from '../model/entry.js';
import { isAddress } from '../notify/mail-message.js';
import type { Actor } from '../operations/actor.js';
import { formOf } from './form-guard.js';
import { type Panel, show } from './frame.js';
import type { PanelOptions, PanelRouter } from './options.js';
import { queuePasswordLink } from './password-link.js';

/** Reads the account of a name that somebody typed; nothing of it is shown to them. */
const reader: Actor = { kind: 'internal', door: 'panel', secure: true, name: 'system' };

const perAddress = { max: 20, windowMs: 3_600_000 };
const perAccount = { max: 5, windowMs: 24 * 3_600_000 };
/** A link that was mailed so lately is on its way: another would only end it. */
const freshMs = 2 * 60_000;

/** « Vous avez oublié votre mot de passe ? » : the same answer to every name, at once. */
export function forgottenPasswordRoutes(panel: Panel, router: PanelRouter): void {
  router.get('/mot-de-passe-oublie', (ctx) => {
    const token = panel.signInTokens.issue(ctx, panel.isSecure(ctx));
    const jeton = ctx.state.signedIn?.formToken ?? token;
    show(panel, ctx, 'mot-de-passe-oublie', { heading: 'Mot de passe oublié' }, { jeton });
  });
  router.post('/mot-de-passe-oublie', async (ctx) => {
    const login = (formOf(ctx)['login'] ?? '').trim().slice(0, 200);
    const { throttle } = panel.options;
    const { address } = ctx.state;
    const isAdmitted = (await throttle?.admits(`oubli/${address}`, perAddress)) ?? false;
    // Afterwards, so that the time of the answer tells nothing of the account.
    if (isAdmitted && login !== '') setImmediate(() => void sendLink(panel.options, login));
    ctx.status = isAdmitted ? 200 : 429;
    show(panel, ctx, 'mot-de-passe-envoye', { heading: 'Mot de passe oublié' }, { isAdmitted });
  });
}

async function sendLink(options: PanelOptions, login: string): Promise<void> {
  try {
    const person = accountOf(options, login);
    if (!person || textOf(person, 'etat') === 'Inactif') return;
    if (!isAddress(textOf(person, 'mail') ?? '')) return;
    const entryUuid = textOf(person, 'entryUUID') ?? '';
    const issuedAt = options.links?.issuedAt('password', entryUuid);
    if (issuedAt !== undefined && options.clock().getTime() - issuedAt < freshMs) return;
    if (!(await options.throttle?.admits(`lien/${entryUuid}`, perAccount))) return;
    const hasPassword = textOf(person, 'userPassword') !== undefined;
    await queuePasswordLink(options, person, hasPassword ? 'password-link' : 'activation');
  } catch (error) {
    const defect = error instanceof Error ? (error.stack ?? error.message) : String(error);
    options.observe?.({
      method: 'POST',
      route: '/mot-de-passe-oublie',
      status: 500,
      durationMs: 0,
      address: '',
      actor: '',
      defect,
    });
  }
}

function accountOf({ directory }: PanelOptions, login: string): Entry | undefined {
  const dn = `uid=${escapeValue(Buffer.from(login))},ou=personnes,${directory.suffix}`;
  return directory.as(reader).read(dn, ['*', 'entryUUID', 'userPassword']);
}
