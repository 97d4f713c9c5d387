import { escapeValue } from '../model/dn.js';
import type { Entry } from '../model/entry.js';
import { formOf } from './form-guard.js';
import { PageFault } from './page-fault.js';
import {
  type Panel,
  type PanelContext,
  requireAdministration,
  requireSignIn,
  seeOther,
  show,
  signedInOf,
} from './frame.js';
import { localPath } from './local-path.js';
import type { PanelRouter } from './options.js';
import { type RecordState, recordView } from './record-view.js';
import { withButtons } from './record-buttons.js';
import { saveRecord } from './record-save.js';
import { registerName } from './person-name.js';

const recordAttributes = ['*', 'entryUUID', 'entryCSN', 'modifyTimestamp', 'memberOf'];

/** `/personnes/<login>`: the record of a person, read and changed. */
export function recordRoutes(panel: Panel, router: PanelRouter): void {
  router.get('/personnes/:login', requireSignIn, requireAdministration, async (ctx) => {
    const person = personOf(panel, ctx);
    const { operations } = signedInOf(ctx);
    await operations.audit({ operation: 'read-record', dn: person.dn });
    showRecord(panel, ctx, person, {
      typed: {},
      errors: {},
      summary: undefined,
      conflict: undefined,
      isSaved: ctx.query['enregistre'] !== undefined,
      back: localPath(ctx.query['retour'], '/personnes'),
    });
  });

  router.post('/personnes/:login', requireSignIn, requireAdministration, async (ctx) => {
    const person = personOf(panel, ctx);
    const form = withButtons(formOf(ctx), person);
    const back = localPath(form['retour'], '/personnes');
    const outcome = await saveRecord(panel, signedInOf(ctx), {
      person,
      form,
      address: ctx.state.address,
    });
    if (outcome.kind === 'saved') {
      const login = encodeURIComponent(ctx.params['login'] ?? '');
      seeOther(ctx, `/personnes/${login}?enregistre&retour=${encodeURIComponent(back)}`);
      return;
    }
    ctx.status = outcome.kind === 'conflict' ? 409 : 422;
    showRecord(panel, ctx, personOf(panel, ctx), { ...outcome.state, isSaved: false, back });
  });
}

/** As the router found it in the path. */
function loginIn(ctx: PanelContext): string {
  const params: unknown = ctx['params'];
  if (typeof params !== 'object' || params === null || !('login' in params)) return '';
  return typeof params.login === 'string' ? params.login : '';
}

/** The person of the address, as the reader may see it. @throws PageFault 404 */
export function personOf(panel: Panel, ctx: PanelContext): Entry {
  const login = loginIn(ctx);
  const { suffix } = panel.options.directory;
  const dn = `uid=${escapeValue(Buffer.from(login))},ou=personnes,${suffix}`;
  const person = login === '' ? undefined : signedInOf(ctx).operations.read(dn, recordAttributes);
  if (person === undefined) throw new PageFault(404, 'Aucune fiche ne porte ce login.');
  return person;
}

function showRecord(panel: Panel, ctx: PanelContext, person: Entry, state: RecordState): void {
  const name = registerName(person);
  show(
    panel,
    ctx,
    'fiche',
    { heading: name, place: 'personnes' },
    {
      ...recordView(panel, signedInOf(ctx), person, state),
    },
  );
}
