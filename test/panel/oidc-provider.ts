import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

/** A real provider on a free port, whose accounts are who their names say. */
export interface TestProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Parameters of each request for authorization. */
  readonly asked: URLSearchParams[];
  close(): Promise<void>;
}

const clientId = 'annuaire';
const clientSecret = 'secret-du-test-assez-long-pour-hs256';

/**
 * @param claimsOf what the provider says of an account, by the name it signs in with
 * @param wellKnown the path of its discovery document, when it is not the standard one
 */
export async function openProvider(options: {
  readonly redirectUri: () => string;
  readonly claimsOf: (account: string) => Readonly<Record<string, unknown>>;
  readonly wellKnown?: string;
}): Promise<TestProvider> {
  const asked: URLSearchParams[] = [];
  const handler: { current: ReturnType<Provider['callback']> | undefined } = { current: undefined };
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/auth') asked.push(url.searchParams);
    if (options.wellKnown !== undefined) {
      if (url.pathname === '/.well-known/openid-configuration') {
        response.writeHead(404).end();
        return;
      }
      if (url.pathname === options.wellKnown) request.url = '/.well-known/openid-configuration';
    }
    void handler.current?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const configuration: Configuration = {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [options.redirectUri()],
        post_logout_redirect_uris: [new URL('/', options.redirectUri()).href],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    acrValues: ['eidas1'],
    scopes: ['openid', 'profile', 'scope_all'],
    claims: { openid: ['sub'], profile: ['preferred_username'], scope_all: ['SubjectNameID'] },
    cookies: { keys: ['cle-du-test'] },
    pkce: { required: () => true },
    findAccount: (_context, account) => ({
      accountId: account,
      claims: () => ({ sub: account, ...options.claimsOf(account) }),
    }),
  };
  const provider = new Provider(issuer, configuration);
  handler.current = provider.callback();
  return {
    issuer,
    clientId,
    clientSecret,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
