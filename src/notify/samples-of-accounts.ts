const account = { name: 'FRANCOIS GRANGERE', login: 'francois.grangere' } as const;
const link = 'https://annuaire.example.org/nouveau-mot-de-passe?lien=exemple';

/** Mails of an account to its holder. Those with a `link` are confidential: one use each. */
export const accountSamples = {
  'password-link': { list: 'comptes', sample: { ...account, link, minutes: 30 } },
  activation: { list: 'comptes', sample: { ...account, link, minutes: 30 } },
  'email-check': {
    list: 'comptes',
    sample: {
      name: account.name,
      link: 'https://annuaire.example.org/activation/confirmation?lien=exemple',
      minutes: 30,
    },
  },
  'password-changed': { list: 'comptes', sample: { ...account, at: '26/11/2026 à 10 h 42' } },
  'mail-changed': { list: 'comptes', sample: { ...account, at: '26/11/2026 à 10 h 42' } },
} as const;
