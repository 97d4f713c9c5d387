import { type Entry, textOf } from '../model/entry.js';
import { fieldViews } from './activation.js';
import { createPerson, likeness } from './create-person.js';
import { formOf } from './form-guard.js';
import {
  type Panel,
  type PanelContext,
  requireAdministration,
  requireRegional,
  requireSignIn,
  seeOther,
  show,
  signedInOf,
} from './frame.js';
import type { PanelRouter } from './options.js';
import { type FormErrors, personDraftOf } from './person-form.js';
import { refusalText } from './refusals.js';
import { registerName } from './person-name.js';

/** `/personnes/nouvelle` : a regional administrator makes a record, not a second one of someone. */
export function newPersonRoutes(panel: Panel, router: PanelRouter): void {
  const guarded = [requireSignIn, requireAdministration] as const;
  router.get('/personnes/nouvelle', ...guarded, (ctx) => {
    requireRegional(ctx, forRegion);
    showForm(panel, ctx, { form: {}, errors: {}, alike: [], same: [] });
  });
  router.post('/personnes/nouvelle', ...guarded, (ctx) => {
    requireRegional(ctx, forRegion);
    return create(panel, ctx);
  });
}

/** The directory refuses the others anyhow; they are told before they fill in a form. */
const forRegion = 'Les fiches sont créées par les administrateurs régionaux.';

async function create(panel: Panel, ctx: PanelContext): Promise<void> {
  const { operations } = signedInOf(ctx);
  const form = formOf(ctx);
  const { draft, errors } = personDraftOf(form, panel.options.clock());
  const { same, alike } = likeness(panel.options, operations, draft);
  const isConfirmed = form['confirme'] === 'oui';
  if (Object.keys(errors).length > 0 || same.length > 0 || (alike.length > 0 && !isConfirmed)) {
    ctx.status = 422;
    showForm(panel, ctx, { form, errors, same, alike });
    return;
  }
  const context = {
    controls: [],
    address: ctx.state.address,
    reason: 'Création depuis le panneau',
  };
  const created = await createPerson(panel.options, operations, { draft, context });
  if (created.kind === 'created') {
    seeOther(ctx, `/personnes/${encodeURIComponent(created.login)}`);
    return;
  }
  ctx.status = 422;
  const refusal =
    created.kind === 'refused'
      ? refusalText(created.result)
      : 'Aucun nom d’utilisateur ne peut être formé de ces noms.';
  showForm(panel, ctx, { form, errors, same, alike: [], refusal });
}

function showForm(
  panel: Panel,
  ctx: PanelContext,
  state: {
    readonly form: Readonly<Record<string, string>>;
    readonly errors: FormErrors;
    readonly same: readonly Entry[];
    readonly alike: readonly Entry[];
    readonly refusal?: string;
  },
): void {
  const line = (entry: Entry): object => ({
    name: registerName(entry),
    login: textOf(entry, 'uid') ?? '',
    facts: [textOf(entry, 'profession'), textOf(entry, 'commune'), textOf(entry, 'matricule')]
      .filter(Boolean)
      .join(' · '),
    href: `/personnes/${encodeURIComponent(textOf(entry, 'uid') ?? '')}`,
  });
  show(
    panel,
    ctx,
    'personne-nouvelle',
    { heading: 'Nouvelle personne', place: 'personnes' },
    {
      fields: fieldViews(state.form, state.errors),
      same: state.same.map(line),
      alike: state.same.length > 0 ? [] : state.alike.map(line),
      refusal: state.refusal,
    },
  );
}
