import { expect } from 'chai';
import type { TestProvider } from './oidc-provider.js';
import { openOidcSite, type OidcSite, profiles } from './oidc-site.js';
import { dnOf, set } from './region.js';
import { readable, type Site, tokenIn, Visitor } from './site.js';

for (const profile of ['standard', 'psc'] as const) {
  describe(`sign-in through OpenID Connect (${profile})`, function () {
    this.timeout(30_000);
    let site: Site;
    let provider: TestProvider;
    let accounts: OidcSite['accounts'];
    let close: OidcSite['close'];

    beforeEach(async () => {
      ({ site, provider, accounts, close } = await openOidcSite(profile));
    });
    afterEach(() => close());

    /** Goes to the provider, signs in there by its development forms, and returns its answer. */
    const throughProvider = async (visitor: Visitor, account: string): Promise<string> => {
      const away = await visitor.get('/connexion/oidc?vers=%2Fdemandes');
      expect(away.status).to.equal(302);
      const cookies = new Map<string, string>();
      const call = async (url: string, body?: URLSearchParams): Promise<Response> => {
        const response = await fetch(url, {
          redirect: 'manual',
          headers: { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
          ...(body && { method: 'POST', body }),
        });
        for (const line of response.headers.getSetCookie()) {
          const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
          cookies.set(name, value);
        }
        return response;
      };
      let response = await call(away.location);
      for (let step = 0; step < 12; step += 1) {
        const location = response.headers.get('location');
        if (location?.startsWith(site.url)) return location.slice(site.url.length);
        if (location) {
          response = await call(new URL(location, provider.issuer).href);
          continue;
        }
        const text = await response.text();
        const action = /action="([^"]+)"/.exec(text)?.[1] ?? '';
        const prompt = text.includes('name="login"') ? 'login' : 'consent';
        const fields = { prompt, ...(prompt === 'login' && { login: account, password: 'x' }) };
        response = await call(new URL(action, provider.issuer).href, new URLSearchParams(fields));
      }
      throw new Error('the provider sent nobody back');
    };

    it('lets in the person whose identifier the provider names', async () => {
      const visitor = new Visitor(site);
      const page = await visitor.get('/connexion');
      expect(readable(page.text)).to.contain(`S’identifier avec ${profiles[profile].label}`);
      const back = await throughProvider(visitor, 'anne');
      const done = await visitor.get(back);
      expect([done.status, done.location]).to.deep.equal([302, '/demandes']);
      expect((await visitor.get('/demandes')).status).to.equal(200);
      const [asked] = provider.asked;
      expect(asked?.get('code_challenge_method')).to.equal('S256');
      expect(asked?.get('acr_values')).to.equal(profile === 'psc' ? 'eidas1' : null);
      expect(asked?.get('scope')).to.equal(profiles[profile].scope);
      const signIn = site.region.directory
        .follow(0, 10_000)
        .findLast(({ operation }) => operation === 'sign-in');
      expect([signIn?.dn, signIn?.details?.['via']]).to.deep.equal([dnOf('anne.le-goff'), 'oidc']);
    });

    it('offers to end the provider’s session too, once its own is ended', async () => {
      const visitor = new Visitor(site);
      await visitor.get(await throughProvider(visitor, 'anne'));
      const { text } = await visitor.get('/espace-prive');
      const out = await visitor.post('/deconnexion', { jeton: tokenIn(text) });
      expect([out.status, out.location]).to.deep.equal([303, '/deconnexion/fournisseur']);
      expect((await visitor.get('/espace-prive')).status).to.equal(302);
      const page = await visitor.get(out.location);
      const href = /href="([^"]+session\/end[^"]*)"/.exec(page.text)?.[1] ?? '';
      const link = new URL(href.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='));
      expect(link.origin).to.equal(provider.issuer);
      expect(link.searchParams.get('post_logout_redirect_uri')).to.equal(`${site.url}/`);
      // The provider knows us and where it may send people back to.
      const asked = await fetch(link);
      expect(asked.status).to.equal(200);
      expect(await asked.text()).to.contain('<form');
    });

    it('leaves the provider alone where one signed in by password', async () => {
      const visitor = new Visitor(site);
      await visitor.signIn('anne.le-goff');
      const { text } = await visitor.get('/espace-prive');
      const out = await visitor.post('/deconnexion', { jeton: tokenIn(text) });
      expect(out.location).to.equal('/');
    });

    it('lets in nobody by name or mail, nor an identity that no record holds', async () => {
      accounts['autre'] = {
        preferred_username: 'personne',
        SubjectNameID: '899009999999',
        name: 'ANNE LE GOFF',
        email: 'anne@3c.example',
      };
      const visitor = new Visitor(site);
      const done = await visitor.get(await throughProvider(visitor, 'autre'));
      expect(done.status).to.equal(403);
      expect(readable(done.text)).to.contain('Aucun compte actif de l’annuaire');
      expect((await visitor.get('/espace-prive')).status).to.equal(302);
    });

    it('lets in nobody who is inactive, or whose access to the portal is not open', async () => {
      await site.region.change('anne.le-goff', [set('etat', 'Inactif')]);
      const visitor = new Visitor(site);
      expect((await visitor.get(await throughProvider(visitor, 'anne'))).status).to.equal(403);
      accounts['anne'] = { preferred_username: 'sans.acces', SubjectNameID: '899002141999' };
      await site.region.change('sans.acces', [set('idnps', '899002141999')]);
      const other = new Visitor(site);
      const done = await other.get(await throughProvider(other, 'anne'));
      expect(readable(done.text)).to.contain('accès au portail ENRS n’est pas encore ouvert');
    });

    it('takes an answer once, in the browser that asked, within ten minutes', async () => {
      const visitor = new Visitor(site);
      const back = await throughProvider(visitor, 'anne');
      expect((await new Visitor(site).get(back)).status, 'another browser').to.equal(400);
      const mine = await visitor.get(back);
      expect(mine.status).to.equal(302);
      expect((await visitor.get(back)).status, 'a second time').to.equal(400);
      const late = new Visitor(site);
      const slow = await throughProvider(late, 'anne');
      site.time.now += 10 * 60_000;
      expect((await late.get(slow)).status, 'too late').to.equal(400);
    });

    it('refuses a forged answer', async () => {
      const visitor = new Visitor(site);
      const back = new URL(await throughProvider(visitor, 'anne'), site.url);
      back.searchParams.set('code', 'invente');
      const done = await visitor.get(`${back.pathname}${back.search}`);
      expect(done.status).to.equal(401);
      expect(readable(done.text)).to.contain('n’a pas confirmé votre identité');
    });

    it('says so when the provider is down, and leaves the password', async () => {
      await provider.close();
      const visitor = new Visitor(site);
      const answer = await visitor.get('/connexion/oidc');
      expect(answer.status).to.equal(503);
      expect(readable(answer.text)).to.contain('ne répond pas');
      expect((await visitor.signIn('anne.le-goff')).status).to.equal(303);
    });
  });
}
