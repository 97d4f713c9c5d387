import { textOf } from '../model/entry.js';
import { formOf } from './form-guard.js';
import {
  type Panel,
  type PanelContext,
  requireAdministration,
  requireSignIn,
  seeOther,
  show,
  signedInOf,
} from './frame.js';
import type { PanelRouter } from './options.js';
import { PageFault } from './page-fault.js';
import { personOf } from './record.js';
import { undoChange } from './undo-change.js';

/** What is done from a record beside changing its fields: undo, send again, look at what leaves. */
export function recordActionRoutes(panel: Panel, router: PanelRouter): void {
  const guarded = [requireSignIn, requireAdministration] as const;
  const base = '/personnes/:login';
  router.post(`${base}/annulation`, ...guarded, async (ctx) => {
    const form = formOf(ctx);
    const why = await undoChange(panel.options, signedInOf(ctx), {
      person: personOf(panel, ctx),
      sequence: Number(form['sequence']),
      attribute: form['attribut'] ?? '',
      address: ctx.state.address,
    });
    if (why !== undefined) throw new PageFault(409, why);
    backToRecord(ctx, 'historique');
  });
  router.get(`${base}/webdcr`, ...guarded, async (ctx) => {
    const person = personOf(panel, ctx);
    const uuid = textOf(person, 'entryUUID') ?? '';
    const payload = await panel.options.previewOf?.(uuid, signedInOf(ctx).operations);
    if (!payload) throw new PageFault(404, 'Rien n’est transmis à webDCR pour cette fiche.');
    showLeaf(panel, ctx, {
      title: 'Ce que webDCR reçoit',
      lines: [{ label: 'Fiche', text: textOf(person, 'uid') ?? '' }],
      text: JSON.stringify(payload, null, 2),
    });
  });
  router.post(`${base}/webdcr`, ...guarded, async (ctx) => {
    const person = personOf(panel, ctx);
    await panel.options.sendAgain?.(textOf(person, 'entryUUID') ?? '');
    await signedInOf(ctx).operations.audit({ operation: 'send-again', dn: person.dn });
    backToRecord(ctx, 'webdcr');
  });
  router.get(`${base}/courriels/:id`, ...guarded, (ctx) => {
    const { mail, rendered } = mailOf(panel, ctx);
    showLeaf(panel, ctx, {
      title: rendered.subject,
      lines: [{ label: 'À', text: mail.recipient }],
      text: rendered.text,
    });
  });
  router.post(`${base}/courriels/:id`, ...guarded, async (ctx) => {
    const { mail } = mailOf(panel, ctx);
    await panel.options.resendMail?.(mail.id);
    const { dn } = personOf(panel, ctx);
    const details = { template: mail.template, recipient: mail.recipient };
    await signedInOf(ctx).operations.audit({ operation: 'resend-mail', dn, details });
    backToRecord(ctx, 'courriels');
  });
}

/** A mail about the person of the address, and no other. */
function mailOf(panel: Panel, ctx: PanelContext & { readonly params: Record<string, string> }) {
  const uuid = textOf(personOf(panel, ctx), 'entryUUID') ?? '';
  const mail = panel.options.mailsOf?.(uuid).find(({ id }) => id === ctx.params['id']);
  const rendered = mail && panel.options.renderMail?.(mail.id);
  if (!mail || !rendered) throw new PageFault(404, 'Ce courriel ne peut pas être montré.');
  return { mail, rendered };
}

function showLeaf(
  panel: Panel,
  ctx: PanelContext & { readonly params: Record<string, string> },
  leaf: {
    readonly title: string;
    readonly lines: readonly { readonly label: string; readonly text: string }[];
    readonly text: string;
  },
): void {
  const back = `/personnes/${encodeURIComponent(ctx.params['login'] ?? '')}`;
  show(panel, ctx, 'feuille', { heading: leaf.title, place: 'personnes' }, { ...leaf, back });
}

function backToRecord(
  ctx: PanelContext & { readonly params: Record<string, string> },
  section: string,
): void {
  seeOther(ctx, `/personnes/${encodeURIComponent(ctx.params['login'] ?? '')}#${section}`);
}
