import { type Entry, textOf } from '../model/entry.js';
import type { PanelOptions } from './options.js';
import { momentOf } from './typography.js';

const stateWords = {
  'à jour': { className: 'acceptee', words: 'webDCR a la fiche telle qu’elle est ici.' },
  'en attente': { className: 'a-traiter', words: 'Un changement attend d’être transmis.' },
  'nouvel essai': {
    className: 'a-traiter',
    words: 'La transmission a échoué ; elle est tentée de nouveau d’elle-même.',
  },
  bloqué: {
    className: 'refusee',
    words: 'webDCR refuse la fiche. Corrigez-la, ou demandez un nouvel envoi s’il a été corrigé.',
  },
  retenu: {
    className: 'refusee',
    words:
      'La fiche attend avec un lot que la soupape de sécurité a retenu. Un administrateur ' +
      'régional le libère.',
  },
  exclu: { className: 'jamais', words: 'Cette personne n’est pas dans ce que webDCR reçoit.' },
} as const;

/** The section « webDCR » of a record; undefined where nothing is provisioned. */
export function syncView({ syncOf }: PanelOptions, person: Entry): object | undefined {
  if (!syncOf) return undefined;
  const sync = syncOf(textOf(person, 'entryUUID') ?? '');
  if (!sync) {
    const words = 'Rien n’a encore été transmis pour cette fiche.';
    return { state: 'jamais transmise', className: 'jamais', words, facts: [], maySend: false };
  }
  const { sentAt, sentRevision, nextAt, attempts, lastError, remoteId, heldBatch } = sync;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Dernier envoi', sentAt && momentOf(sentAt)],
    ['Révision envoyée', sentRevision?.toString()],
    ['Prochain essai', sync.state === 'nouvel essai' && nextAt ? momentOf(nextAt) : undefined],
    ['Échecs de suite', attempts > 0 ? String(attempts) : undefined],
    ['Dernière erreur', lastError],
    ['Lot retenu', heldBatch],
    ['Identifiant chez webDCR', remoteId],
  ];
  return {
    state: sync.state,
    ...stateWords[sync.state],
    facts: facts.flatMap(([label, text]) => (text === undefined ? [] : [{ label, text }])),
    maySend: sync.state !== 'à jour' && sync.state !== 'exclu' && sync.state !== 'retenu',
  };
}

const mailStates: Readonly<Record<string, readonly [words: string, className: string]>> = {
  queued: ['en attente', 'a-traiter'],
  leased: ['en cours d’envoi', 'a-traiter'],
  retry: ['nouvel essai', 'a-traiter'],
  sent: ['parti', 'acceptee'],
  failed: ['échec', 'refusee'],
  withdrawn: ['retiré avant l’envoi', 'jamais'],
  grouped: ['dit dans un courriel groupé', 'jamais'],
};

const mailNames: Readonly<Record<string, string>> = {
  'access-requested': 'Demande d’accès, au référent',
  'access-reminder': 'Rappel, au référent',
  'access-escalation': 'Sans réponse, à la région',
  'access-accepted': 'Accès ouvert, à la personne',
  'access-refused': 'Demande refusée, à la personne',
  'access-revoked': 'Accès fermé, à la personne',
  'password-link': 'Lien pour un nouveau mot de passe',
  activation: 'Lien d’activation',
  'password-changed': 'Mot de passe changé',
  'mail-changed': 'Adresse changée',
};

/** The section « Courriels » of a record; undefined where no mail is sent from. */
export function mailsView({ mailsOf }: PanelOptions, person: Entry): object[] | undefined {
  return mailsOf?.(textOf(person, 'entryUUID') ?? '').map((mail) => {
    const [words, className] = mailStates[mail.state] ?? [mail.state, 'jamais'];
    const isSettled = mail.state === 'sent' || mail.state === 'failed';
    return {
      id: mail.id,
      name: mailNames[mail.template] ?? mail.template,
      recipient: mail.recipient,
      when: momentOf(new Date(mail.settledAt ?? mail.queuedAt)),
      words,
      className,
      error: mail.lastError ?? undefined,
      mayResend: isSettled && mail.confidential !== true && mail.data !== null,
      mayRead: mail.confidential !== true && mail.data !== null,
    };
  });
}
