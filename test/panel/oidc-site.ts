import { oidcClient, type OidcSettings } from '../../src/panel/oidc-client.js';
import { openProvider, type TestProvider } from './oidc-provider.js';
import { set } from './region.js';
import { openSite, type Site } from './site.js';

export type Profile = OidcSettings['profile'];

export const profiles: Readonly<
  Record<Profile, Pick<OidcSettings, 'scope' | 'claim' | 'attribute' | 'label'>>
> = {
  standard: {
    scope: 'openid profile',
    claim: 'preferred_username',
    attribute: 'uid',
    label: 'OpenID Connect',
  },
  psc: {
    scope: 'openid scope_all',
    claim: 'SubjectNameID',
    attribute: 'idnps',
    label: 'Pro Santé Connect',
  },
};

const unknown = { issuer: 'http://127.0.0.1:9', clientId: 'x', clientSecret: 'x' } as const;

/** A site and the provider that signs people in to it. */
export interface OidcSite {
  readonly site: Site;
  readonly provider: TestProvider;
  /** What the provider says of an account, by the name it signs in with; Anne Le Goff is `anne`. */
  readonly accounts: Record<string, Readonly<Record<string, unknown>>>;
  readonly close: () => Promise<void>;
}

export async function openOidcSite(profile: Profile): Promise<OidcSite> {
  // The site must know the provider, and the provider the site's address: the site comes first.
  const settings = { ...profiles[profile], profile, ...unknown };
  let client = oidcClient(settings);
  const site = await openSite({
    oidc: {
      settings,
      authorizationUrl: (...asked) => client.authorizationUrl(...asked),
      subjectOf: (...asked) => client.subjectOf(...asked),
      endSessionUrl: (returnTo) => client.endSessionUrl(returnTo),
    },
  });
  const accounts: OidcSite['accounts'] = {
    anne: { preferred_username: 'anne.le-goff', SubjectNameID: '899002141002' },
  };
  await site.region.change('anne.le-goff', [set('idnps', '899002141002')]);
  const provider = await openProvider({
    redirectUri: () => `${site.url}/connexion/oidc/retour`,
    claimsOf: (account) => accounts[account] ?? {},
    ...(profile === 'psc' && { wellKnown: '/.well-known/wallet-openid-configuration' }),
  });
  const { issuer, clientId, clientSecret } = provider;
  client = oidcClient({ ...settings, issuer, clientId, clientSecret });
  const close = async (): Promise<void> => {
    await site.close();
    await provider.close();
  };
  return { site, provider, accounts, close };
}
