import {
  type Panel,
  type PanelContext,
  requireAdministration,
  requireSignIn,
  seeOther,
  show,
  signedInOf,
} from './frame.js';
import { formOf, formValues } from './form-guard.js';
import type { PanelRouter } from './options.js';
import { PageFault } from './page-fault.js';
import {
  decideRequest,
  keyText,
  requestKeyOf,
  type RequestKey,
  type Verdict,
} from './decide-request.js';
import { handOver } from './hand-over.js';
import { pendingRequests } from './pending-requests.js';
import { queryOf } from './query.js';
import { refusalReasons, requestsView, type RequestsQuery } from './requests-view.js';
import type { Said } from './said.js';
import { undoable, undoDecision } from './undo-decision.js';

/** « Demandes » : what waits for an answer, answered in one key. */
export function requestsRoutes(panel: Panel, router: PanelRouter): void {
  router.get('/demandes', requireSignIn, requireAdministration, (ctx) => {
    showRequests(panel, ctx, { outcomes: [] });
  });
  router.post('/demandes', requireSignIn, requireAdministration, (ctx) => act(panel, ctx));
  router.post('/demandes/annulation', requireSignIn, requireAdministration, async (ctx) => {
    const failures: Outcome[] = [];
    for (const key of keysOf(panel, ctx)) {
      const undo = { key, address: ctx.state.address };
      const why = await undoDecision(panel.options, signedInOf(ctx), undo);
      if (why !== undefined) failures.push(outcomeOf(key, why));
    }
    if (failures.length === 0) backTo(ctx, { annule: '1' });
    else showRequests(panel, ctx, { outcomes: failures }, 409);
  });
}

const keysMax = 50;
const tooMany = 'Cinquante demandes au plus se décident ensemble.';

/** The requests that a form names. */
function keysOf(panel: Panel, ctx: PanelContext, field = 'demande'): readonly RequestKey[] {
  const texts = formValues(ctx, field);
  if (texts.length > keysMax) throw new PageFault(422, tooMany);
  return texts.flatMap((text) => requestKeyOf(text, panel.options) ?? []);
}

/** One button decides one request at once; those of a selection are shown before. */
async function act(panel: Panel, ctx: PanelContext): Promise<void> {
  const form = formOf(ctx);
  const action = form['action'] ?? '';
  for (const [field, verdict] of verdicts) {
    const [key] = keysOf(panel, ctx, field);
    if (key) return decideAll(panel, ctx, [key], verdict);
    if (action === field) return decideAll(panel, ctx, keysOf(panel, ctx), verdict);
    if (action === `apercu-${field}`) {
      showPreview(panel, ctx, verdict);
      return;
    }
  }
  if (action === 'reattribuer') {
    const outcome = await handOver(panel.options, signedInOf(ctx), {
      keys: keysOf(panel, ctx),
      centre: form['centre'] ?? '',
      reason: reasonOf(form),
    });
    if (outcome === undefined) backTo(ctx, { reattribue: '1' });
    else showRequests(panel, ctx, { outcomes: [{ text: outcome }] }, 422);
    return;
  }
  backTo(ctx, {});
}

const verdicts: readonly (readonly [field: string, verdict: Verdict])[] = [
  ['accepter', 'Acceptée'],
  ['refuser', 'Refusée'],
];

async function decideAll(
  panel: Panel,
  ctx: PanelContext,
  keys: readonly RequestKey[],
  verdict: Verdict,
): Promise<void> {
  const { address } = ctx.state;
  const reason = verdict === 'Refusée' ? reasonOf(formOf(ctx)) : '';
  const outcomes = [];
  for (const key of keys) {
    const decision = { key, verdict, reason, address };
    outcomes.push(await decideRequest(panel.options, signedInOf(ctx), decision));
  }
  const done = outcomes.filter(({ isDone }) => isDone).map(({ key }) => keyText(key));
  const refused = outcomes.filter(({ isDone }) => !isDone);
  if (refused.length === 0) {
    backTo(ctx, { fait: done.join(',') });
    return;
  }
  const failures = refused.map(({ key, text }) => outcomeOf(key, text));
  showRequests(panel, ctx, { outcomes: failures, done }, 409);
}

/** What could not be done, and of which request. */
interface Outcome {
  readonly subject?: string;
  readonly text: string | Said;
}

const outcomeOf = ({ login, service }: RequestKey, text: string | Said): Outcome => ({
  subject: `${login}, ${service.label}`,
  text,
});

function reasonOf(form: Readonly<Record<string, string>>): string {
  const chosen = refusalReasons.find((each) => each === form['motif']) ?? '';
  const own = (form['precision'] ?? '').trim();
  return [chosen, own]
    .filter((text) => text !== '')
    .join(' : ')
    .slice(0, 500);
}

function showPreview(panel: Panel, ctx: PanelContext, verdict: Verdict): void {
  const { requests } = pendingRequests(panel.options, signedInOf(ctx));
  const asked = new Set(keysOf(panel, ctx).map(keyText));
  const chosen = requests.filter((each) => asked.has(keyText(each)));
  if (chosen.length === 0) {
    showRequests(
      panel,
      ctx,
      { outcomes: [{ text: 'Choisissez d’abord au moins une demande.' }] },
      422,
    );
    return;
  }
  const form = formOf(ctx);
  const view = requestsView(
    panel.options,
    signedInOf(ctx),
    { requests: chosen, isWhole: true },
    {},
  );
  show(
    panel,
    ctx,
    'demandes-apercu',
    { heading: 'Demandes', place: 'demandes' },
    {
      rows: view.rows,
      count: chosen.length,
      isAcceptance: verdict === 'Acceptée',
      gone: asked.size - chosen.length,
      withoutMail: view.rows.filter(({ hasMail }) => !hasMail).length,
      motif: form['motif'] ?? '',
      precision: form['precision'] ?? '',
      reason: reasonOf(form),
      back: queueAddress(form),
    },
  );
}

function showRequests(
  panel: Panel,
  ctx: PanelContext,
  result: { readonly outcomes: readonly Outcome[]; readonly done?: readonly string[] },
  status = 200,
): void {
  const signedIn = signedInOf(ctx);
  const posted = ctx.method === 'POST' ? formOf(ctx) : undefined;
  const query: RequestsQuery =
    posted ??
    queryOf(ctx.query, ['centre', 'service', 'page', 'fait', 'annule', 'reattribue', 'rang']);
  const done = (result.done ?? query['fait']?.split(',') ?? [])
    .slice(0, keysMax)
    .flatMap((text) => requestKeyOf(text, panel.options) ?? [])
    .flatMap((key) => {
      const decision = undoable(panel.options, signedIn, key);
      return decision
        ? [
            {
              key: keyText(key),
              login: key.login,
              service: key.service.label,
              verdict: decision.to.toLowerCase(),
            },
          ]
        : [];
    });
  ctx.status = status;
  show(
    panel,
    ctx,
    'demandes',
    { heading: 'Demandes', place: 'demandes' },
    {
      ...requestsView(panel.options, signedIn, pendingRequests(panel.options, signedIn), query),
      outcomes: result.outcomes,
      done,
      isUndone: query['annule'] !== undefined,
      isHandedOver: query['reattribue'] !== undefined,
    },
  );
}

/** Where the queue was left, with what is to be said there. */
function backTo(ctx: PanelContext, said: Readonly<Record<string, string>>): void {
  seeOther(ctx, queueAddress(formOf(ctx), said));
}

function queueAddress(
  form: Readonly<Record<string, string>>,
  said: Readonly<Record<string, string>> = {},
): string {
  const parameters = new URLSearchParams();
  const place = { centre: form['vueCentre'], service: form['vueService'], page: form['vuePage'] };
  for (const [name, value] of Object.entries({ ...place, ...said })) {
    if (value !== undefined && value !== '') parameters.append(name, value.slice(0, 2_000));
  }
  const text = parameters.toString();
  return text === '' ? '/demandes' : `/demandes?${text}`;
}
