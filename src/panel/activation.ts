import { createPerson, likeness } from './create-person.js';
import { formOf, formValues } from './form-guard.js';
import { type Panel, type PanelContext, show } from './frame.js';
import { requestAttribute } from '../domain/catalogue.js';
import { type Entry, textOf } from '../model/entry.js';
import type { Actor } from '../operations/actor.js';
import { generalizedTimeOf } from './custom-list-filter.js';
import type { PanelOptions, PanelRouter } from './options.js';
import { keepAddressSecret } from './security-headers.js';
import { linkMinutes, queuePasswordLink } from './password-link.js';
import { type FormErrors, type PersonDraft, personDraftOf, personFields } from './person-form.js';
import { panelActor } from './signed-in.js';

const perAddress = { max: 10, windowMs: 3_600_000 };
const perMail = { max: 3, windowMs: 24 * 3_600_000 };

/**
 * « Formulaire d'activation de services », for who has no record yet. Nothing is created, and
 * nothing is told of who is in the directory, before the address of the form is confirmed.
 */
export function activationRoutes(panel: Panel, router: PanelRouter): void {
  router.get('/activation', (ctx) => {
    showForm(panel, ctx, { form: {}, services: [], errors: {} });
  });
  router.post('/activation', (ctx) => askToConfirm(panel, ctx));
  router.get('/activation/confirmation', (ctx) => {
    const token = typeof ctx.query['lien'] === 'string' ? ctx.query['lien'] : '';
    const isLive = panel.options.links?.look('activation', token) !== undefined;
    if (!isLive) ctx.status = 410;
    keepAddressSecret(ctx);
    showStep(panel, ctx, isLive ? 'confirmer' : 'perime', { link: token, here: '' });
  });
  router.post('/activation/confirmation', (ctx) => confirm(panel, ctx));
}

/** What a link of activation was made with. A type, so that it is JSON. */
type Activation = {
  readonly draft: PersonDraft;
  /** Codes of the services asked for. */
  readonly services: readonly string[];
  /** Who filled the form in for the person, an administrator. */
  readonly by: { readonly dn: string; readonly entryUuid: string } | null;
};

async function askToConfirm(panel: Panel, ctx: PanelContext): Promise<void> {
  const { options } = panel;
  const form = formOf(ctx);
  const services = formValues(ctx, 'services').filter((code) => options.catalogue.byCode(code));
  const { draft, errors } = personDraftOf(form, options.clock());
  if (Object.keys(errors).length > 0) {
    ctx.status = 422;
    showForm(panel, ctx, { form, services, errors });
    return;
  }
  const { throttle, links, queueMail, publicUrl, localUrl } = options;
  const isAdmitted =
    (await throttle?.admits(`activation/${ctx.state.address}`, perAddress)) === true &&
    (await throttle?.admits(`activation/${draft.mail.toLowerCase()}`, perMail)) === true;
  if (!isAdmitted || !links || !queueMail) {
    ctx.status = 429;
    showStep(panel, ctx, 'attendre');
    return;
  }
  const { signedIn } = ctx.state;
  const by = signedIn?.standing.administers
    ? { dn: signedIn.dn, entryUuid: signedIn.entryUuid }
    : null;
  const data: Activation = { draft: { ...draft }, services, by };
  const subject = draft.mail.toLowerCase();
  const token = await links.issue({
    purpose: 'activation',
    subject,
    data,
    lifetimeMs: linkMinutes * 60_000,
  });
  const name = `${draft.givenName} ${draft.sn}`;
  await queueMail({
    template: 'email-check',
    request: token.slice(0, 8),
    transition: 'link',
    recipient: draft.mail,
    recipientName: name,
    confidential: true,
    data: {
      name: name.toLocaleUpperCase('fr'),
      link: `${publicUrl ?? localUrl ?? ''}/activation/confirmation?lien=${token}`,
      minutes: linkMinutes,
    },
  });
  showStep(panel, ctx, 'envoye');
}

async function confirm(panel: Panel, ctx: PanelContext): Promise<void> {
  const token = formOf(ctx)['lien'] ?? '';
  const link = await panel.options.links?.use('activation', token);
  if (!link) {
    ctx.status = 410;
    showStep(panel, ctx, 'perime', { here: '' });
    return;
  }
  showStep(panel, ctx, await activate(panel.options, link.data as Activation), { here: '' });
}

type Step = 'attendre' | 'envoye' | 'confirmer' | 'perime' | 'connue' | 'creee' | 'impossible';

/** Creates the record and its requests, or finds the one that is there. */
async function activate(options: PanelOptions, { draft, services, by }: Activation): Promise<Step> {
  const requester = by ? panelActor(by.dn, by.entryUuid) : undefined;
  const system = { kind: 'internal', door: 'panel', secure: true, name: 'system' } as const;
  const actor: Actor = requester ? { ...system, requester } : system;
  const operations = options.directory.as(actor);
  const { same, alike } = likeness(options, operations, draft);
  const [known] = same;
  if (known) {
    // The address is known to be whose record it is: its holder goes on as with a lost password.
    const isTheirs = textOf(known, 'mail')?.toLowerCase() === draft.mail.toLowerCase();
    if (!isTheirs || textOf(known, 'etat') === 'Inactif') return 'connue';
    await askFor(options, known, { actor, services });
    await queuePasswordLink(options, known, 'activation');
    return 'creee';
  }
  if (alike.length > 0) return 'connue';
  const context = { controls: [], reason: 'Formulaire d’activation, adresse confirmée' };
  const created = await createPerson(options, operations, { draft, context });
  if (created.kind !== 'created') return 'impossible';
  const person = operations.read(created.dn, ['*', 'entryUUID']);
  if (!person) return 'impossible';
  await askFor(options, person, { actor, services: ['PortailENRS', ...services] });
  await queuePasswordLink(options, person, 'activation');
  return 'creee';
}

/** Requests each service; one that is accepted already stays so. */
async function askFor(
  { directory, catalogue, clock }: PanelOptions,
  person: Entry,
  asked: { readonly actor: Actor; readonly services: readonly string[] },
): Promise<void> {
  const now = Buffer.from(generalizedTimeOf(clock()));
  for (const code of new Set(asked.services)) {
    const service = catalogue.byCode(code);
    if (!service) continue;
    const attribute = requestAttribute(service);
    await directory.as(asked.actor).modify(
      {
        kind: 'modify',
        dn: person.dn,
        changes: [{ kind: 'replace', attribute, values: [now] }],
      },
      { controls: [], reason: 'Formulaire d’activation, adresse confirmée' },
    );
  }
}

function showForm(
  panel: Panel,
  ctx: PanelContext,
  state: {
    readonly form: Readonly<Record<string, string>>;
    readonly services: readonly string[];
    readonly errors: FormErrors;
  },
): void {
  const tiles = panel.options.catalogue.services.filter(({ tile }) => tile !== undefined);
  show(
    panel,
    ctx,
    'activation',
    { heading: 'Formulaire d’activation de services' },
    {
      jeton: tokenFor(panel, ctx),
      hasErrors: Object.keys(state.errors).length > 0,
      fields: fieldViews(state.form, state.errors),
      services: tiles.map(({ code, tile }) => ({
        code,
        name: tile?.name ?? code,
        isChosen: state.services.includes(code),
      })),
    },
  );
}

/** The fields of a person's form with what was typed and what is wrong. */
export function fieldViews(
  form: Readonly<Record<string, string>>,
  errors: FormErrors,
): readonly object[] {
  return personFields.map((each) => ({
    ...each,
    value: form[each.name] ?? '',
    error: errors[each.name],
  }));
}

function showStep(panel: Panel, ctx: PanelContext, step: Step, view: object = {}): void {
  show(
    panel,
    ctx,
    'activation-suite',
    { heading: 'Formulaire d’activation de services' },
    {
      link: '',
      ...Object.fromEntries(
        ['attendre', 'envoye', 'confirmer', 'perime', 'connue', 'creee', 'impossible'].map(
          (each) => [each, each === step],
        ),
      ),
      jeton: tokenFor(panel, ctx),
      ...view,
    },
  );
}

function tokenFor(panel: Panel, ctx: PanelContext): string {
  const token = panel.signInTokens.issue(ctx, panel.isSecure(ctx));
  return ctx.state.signedIn?.formToken ?? token;
}
