import { responseAttribute } from '../domain/catalogue.js';
import { type Entry, textOf } from '../model/entry.js';
import type { Modification } from '../model/modification.js';
import { isAddress } from '../notify/mail-message.js';
import { answerOf } from './answers.js';
import { personDn } from './decide-request.js';
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
import type { PanelOptions, PanelRouter } from './options.js';
import { queuePasswordLink } from './password-link.js';
import { personFilter } from './person-search.js';
import { refusalText } from './refusals.js';
import { queryOf } from './query.js';
import { registerName } from './person-name.js';

const foundMax = 8;
/** What a professional on the telephone is given: the portal, the application of cancer care. */
const opened = ['PortailENRS', 'Cancerologie'] as const;

/**
 * « Professionnel au téléphone » : the four steps of the guide on one page. Find the person, its
 * main e-mail, accept ENRS and Cancérologie, send the mail of activation; then the login is read
 * out.
 */
export function telephoneRoutes(panel: Panel, router: PanelRouter): void {
  router.get('/telephone', requireSignIn, requireAdministration, (ctx) => {
    const { login = '', q = '', fait } = queryOf(ctx.query, ['q', 'login', 'fait']);
    showPage(panel, ctx, { login, text: q, said: fait === undefined ? [] : fait.split(',') });
  });
  router.post('/telephone', requireSignIn, requireAdministration, (ctx) => open(panel, ctx));
}

async function open(panel: Panel, ctx: PanelContext): Promise<void> {
  const { login = '', mail = '', envoyer } = formOf(ctx);
  const { operations } = signedInOf(ctx);
  const person = operations.read(personDn(panel.options.directory, login), ['*', 'entryUUID']);
  const refuse = (error: string): void => {
    ctx.status = 422;
    showPage(panel, ctx, { login, text: '', said: [], error, typed: mail });
  };
  if (!person) {
    refuse('Cette fiche n’existe plus.');
    return;
  }
  if (!isAddress(mail.trim())) {
    refuse('Cette adresse électronique n’est pas complète.');
    return;
  }
  const changes = changesFor(panel.options, person, mail.trim());
  const context = {
    controls: [],
    address: ctx.state.address,
    reason: 'Professionnel au téléphone',
  };
  // One write: the address, both answers, or none of it.
  const result =
    changes.length === 0
      ? undefined
      : await operations.modify({ kind: 'modify', dn: person.dn, changes }, context);
  if (result && result.code !== 'success') {
    refuse(refusalText(result));
    return;
  }
  const said = ['acces'];
  if (envoyer !== undefined)
    said.push((await sendActivation(panel, ctx, person.dn)) ? 'lien' : 'sans-lien');
  seeOther(ctx, `/telephone?login=${encodeURIComponent(login)}&fait=${said.join(',')}`);
}

/** Only what is not so yet. */
function changesFor({ catalogue }: PanelOptions, person: Entry, mail: string): Modification[] {
  const answers = opened.flatMap((code) => {
    const service = catalogue.byCode(code);
    return service && answerOf(person, service) !== 'Acceptée'
      ? [replace(responseAttribute(service), 'Acceptée')]
      : [];
  });
  return textOf(person, 'mail') === mail ? answers : [replace('mail', mail), ...answers];
}

const replace = (attribute: string, value: string): Modification => ({
  kind: 'replace',
  attribute,
  values: [Buffer.from(value)],
});

async function sendActivation(panel: Panel, ctx: PanelContext, dn: string): Promise<boolean> {
  const { operations } = signedInOf(ctx);
  const person = operations.read(dn, ['*', 'entryUUID']);
  if (!person || textOf(person, 'etat') === 'Inactif') return false;
  await operations.audit({ operation: 'send-activation', dn });
  return queuePasswordLink(panel.options, person, 'activation');
}

function showPage(
  panel: Panel,
  ctx: PanelContext,
  state: {
    readonly login: string;
    readonly text: string;
    readonly said: readonly string[];
    readonly error?: string;
    readonly typed?: string;
  },
): void {
  const { directory, catalogue } = panel.options;
  const { operations } = signedInOf(ctx);
  const base = `ou=personnes,${directory.suffix}`;
  const text = state.text.trim();
  const found =
    text === ''
      ? []
      : operations
          .find({ base, text, filter: personFilter, attributes: ['*'], offset: 0, limit: foundMax })
          .persons.map(({ entry }) => lineOf(entry));
  const person =
    state.login === '' ? undefined : operations.read(personDn(directory, state.login), ['*']);
  show(
    panel,
    ctx,
    'telephone',
    { heading: 'Professionnel au téléphone', place: 'telephone' },
    {
      text,
      found,
      isNobody: text !== '' && found.length === 0,
      error: state.error,
      person: person && {
        ...lineOf(person),
        mail: state.typed ?? textOf(person, 'mail') ?? '',
        answers: opened.flatMap((code) => {
          const service = catalogue.byCode(code);
          return service ? [{ label: service.label, state: answerOf(person, service) }] : [];
        }),
        spelled: spelled(textOf(person, 'uid') ?? ''),
      },
      isDone: state.said.includes('acces'),
      isSent: state.said.includes('lien'),
      isUnsent: state.said.includes('sans-lien'),
    },
  );
}

function lineOf(person: Entry) {
  const login = textOf(person, 'uid') ?? '';
  return {
    login,
    name: registerName(person),
    profession: textOf(person, 'profession') ?? '',
    place: [textOf(person, 'codePostal'), textOf(person, 'commune')].filter(Boolean).join(' '),
    href: `/telephone?login=${encodeURIComponent(login)}`,
  };
}

const signs: Readonly<Record<string, string>> = { '.': 'point', '-': 'tiret', _: 'souligné' };

/** `A N N E point L E tiret G O F F` */
function spelled(login: string): string {
  return Array.from(login, (letter) => signs[letter] ?? letter.toLocaleUpperCase('fr')).join(' ');
}
