import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  type Configuration,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
} from 'openid-client';

/** An OpenID provider that signs people in, and how an account of it is one of ours. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  /** `psc`: Pro Santé Connect, whose discovery document stands elsewhere. */
  readonly profile: 'standard' | 'psc';
  readonly scope: string;
  /** The claim that names the account, and the attribute that holds the same here. */
  readonly claim: string;
  readonly attribute: string;
  /** On the button. */
  readonly label: string;
}

/** What is kept between leaving for the provider and coming back. A type, so that it is JSON. */
export type OidcJourney = {
  readonly nonce: string;
  readonly verifier: string;
  /** Where the person was going. */
  readonly back: string;
};

export interface OidcClient {
  readonly settings: OidcSettings;
  /** Where the browser goes. @throws Error when the provider cannot be reached */
  authorizationUrl(journey: OidcJourney, via: OidcReturn): Promise<string>;
  /**
   * The name of the account that came back; undefined when the claim is not there.
   *
   * @throws Error when the answer is not the provider's, or not to this journey
   */
  subjectOf(answer: URL, journey: OidcJourney, via: OidcReturn): Promise<string | undefined>;
  /**
   * Where the browser goes to end the provider's own session (RP-Initiated Logout); undefined
   * when the provider has no such place, or cannot be reached.
   */
  endSessionUrl(returnTo: string): Promise<string | undefined>;
}

export interface OidcReturn {
  readonly redirectUri: string;
  readonly state: string;
}

export function newJourney(back: string): OidcJourney {
  return { nonce: randomNonce(), verifier: randomPKCECodeVerifier(), back };
}

/** The provider is asked once, when it is first needed; a failure is asked again. */
export function oidcClient(settings: OidcSettings): OidcClient {
  let known: Promise<Configuration> | undefined;
  const configured = (): Promise<Configuration> => {
    known ??= discover(settings).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  return {
    settings,
    authorizationUrl: async ({ nonce, verifier }, { redirectUri, state }) => {
      const url = buildAuthorizationUrl(await configured(), {
        redirect_uri: redirectUri,
        scope: settings.scope,
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...(settings.profile === 'psc' && { acr_values: 'eidas1' }),
      });
      return url.href;
    },
    subjectOf: async (answer, { nonce, verifier }, { redirectUri, state }) => {
      const configuration = await configured();
      const current = new URL(redirectUri);
      current.search = answer.search;
      const tokens = await authorizationCodeGrant(configuration, current, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) return undefined;
      const info = configuration.serverMetadata().userinfo_endpoint
        ? await fetchUserInfo(configuration, tokens.access_token, claims.sub)
        : {};
      const value: unknown = { ...claims, ...info }[settings.claim];
      return typeof value === 'string' && value !== '' ? value : undefined;
    },
    endSessionUrl: async (returnTo) => {
      const configuration = await configured().catch(() => undefined);
      if (!configuration?.serverMetadata().end_session_endpoint) return undefined;
      return buildEndSessionUrl(configuration, { post_logout_redirect_uri: returnTo }).href;
    },
  };
}

const timeoutSeconds = 10;

function discover(settings: OidcSettings): Promise<Configuration> {
  const { issuer, clientId, clientSecret, profile } = settings;
  // Pro Santé Connect publishes its metadata under a name of its own.
  const address =
    profile === 'psc'
      ? `${issuer.replace(/\/+$/, '')}/.well-known/wallet-openid-configuration`
      : issuer;
  const isLoopback = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(issuer);
  return discovery(new URL(address), clientId, clientSecret, undefined, {
    timeout: timeoutSeconds,
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- to stand out; loopback alone
    ...(isLoopback && { execute: [allowInsecureRequests] }),
  });
}
