/** Mails to the regional administrators about the service itself. */
export const operationSamples = {
  'webdcr-alarm': {
    list: 'exploitation',
    sample: {
      persons: 12,
      minutes: 4,
      reason: 'webDCR ne répond pas',
      link: 'https://annuaire.example.org/tableau-de-bord',
    },
  },
  'webdcr-blocked': {
    list: 'exploitation',
    sample: {
      count: 3,
      blocked: [{ login: 'francois.grangere', reason: 'login déjà pris' }],
      others: 2,
      link: 'https://annuaire.example.org/tableau-de-bord',
    },
  },
  'safety-valve': {
    list: 'exploitation',
    sample: {
      batch: '20261126-1',
      count: 51,
      what: 'désactivations',
      limit: '50 en une heure',
      logins: ['francois.grangere', 'maelle.kerbrat'],
      others: 49,
      link: 'https://annuaire.example.org/tableau-de-bord',
    },
  },
} as const;
