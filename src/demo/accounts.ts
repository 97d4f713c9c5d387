/**
 * The accounts of the demonstration: fixed, public, and only ever loaded into a store that the
 * demonstration itself created. The README lists them.
 */
export interface DemoAccount {
  /** RDN value below ou=personnes or ou=comptes. */
  readonly login: string;
  readonly password: string;
  readonly kind: 'person' | 'service';
  /** What the banner says of it. */
  readonly role: string;
}

export const demoAccounts: readonly DemoAccount[] = [
  {
    login: 'administrateur.regional',
    password: 'Goeland-Phare-29',
    kind: 'person',
    role: 'administrateur régional',
  },
  {
    login: 'marie.lebihan',
    password: 'Hermine-Lande-56',
    kind: 'person',
    role: 'référente 3C du Dossier Communicant de Cancérologie',
  },
  {
    login: 'francois.grangere',
    password: 'Ajonc-Granit-35',
    kind: 'person',
    role: 'professionnel, ambulancier (GCS02140)',
  },
  {
    login: 'pierre.barel',
    password: 'Menhir-Houle-22',
    kind: 'person',
    role: 'professionnel, médecin',
  },
  { login: 'portail', password: 'Portail-Demo-1', kind: 'service', role: 'compte du portail' },
  { login: 'sso', password: 'Sso-Demo-1', kind: 'service', role: 'compte du SSO' },
];
