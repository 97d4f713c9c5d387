const requester = {
  application: 'Dossier Communicant de Cancérologie',
  identity: 'GRANGERE.FRANCOIS',
  profession: 'Ambulancier',
  mail: 'francois.grangere@example.org',
  postalCode: '56000',
  city: 'VANNES',
  list: '04-ACCES-WebDCR',
  link: 'https://annuaire.example.org/personnes/francois.grangere',
} as const;

const waiting = { ...requester, since: '23/11/2026', days: 2, centre: '3C Vannes' } as const;

const decided = {
  name: 'FRANCOIS GRANGERE',
  application: 'Dossier Communicant de Cancérologie',
  reason: 'Adresse électronique à corriger',
  link: 'https://annuaire.example.org/espace-prive',
} as const;

/** Mails of access requests: to referents and administrators, and to who asked. */
export const accessSamples = {
  'access-requested': { list: 'demandes', sample: requester },
  'requests-digest': {
    list: 'demandes',
    sample: { count: 7, others: 6, requests: [requester], link: 'https://annuaire.example.org' },
  },
  'access-reminder': { list: 'demandes', sample: waiting },
  'access-escalation': { list: 'demandes', sample: { ...waiting, days: 5 } },
  'access-accepted': { list: 'demandes', sample: decided },
  'access-refused': { list: 'demandes', sample: decided },
  'access-revoked': { list: 'demandes', sample: decided },
} as const;
