import { expect } from 'chai';
import { password } from './region.js';
import { type Answer, openSite, type Site, tokenIn, Visitor } from './site.js';

describe('security of the panel', () => {
  let site: Site;
  let referent: Visitor;
  before(async () => {
    site = await openSite();
    referent = new Visitor(site);
    await referent.signIn('anne.le-goff');
  });
  after(() => site.close());

  for (const path of ['/', '/connexion', '/assets/panneau.css', '/nulle-part']) {
    it(`sends its headers with ${path}`, async () => {
      const { headers } = await referent.get(path);
      expect(headers.get('Content-Security-Policy')).to.equal(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; " +
          "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      );
      expect(headers.get('X-Content-Type-Options')).to.equal('nosniff');
      expect(headers.get('Referrer-Policy')).to.equal('same-origin');
      expect(headers.get('Cross-Origin-Opener-Policy')).to.equal('same-origin');
      expect(headers.get('Cross-Origin-Resource-Policy')).to.equal('same-origin');
      expect(headers.get('Permissions-Policy')).to.match(/^camera=\(\), /);
      // Revalidated at each use, where others may not keep what a person was shown.
      const kept = path.startsWith('/assets/') ? 'no-cache' : 'no-store';
      expect(headers.get('Cache-Control')).to.equal(kept);
    });
  }

  const path = '/espace-prive/services/ROR';
  type Refused = readonly [name: string, token: boolean, headers: Record<string, string>];
  const refused: readonly Refused[] = [
    ['without its token', false, {}],
    ['from another origin', true, { Origin: 'https://ailleurs.example' }],
    ['from an opaque origin', true, { Origin: 'null' }],
    ['that a browser calls cross-site', true, { 'Sec-Fetch-Site': 'cross-site' }],
    ['from a neighbouring site', true, { 'Sec-Fetch-Site': 'same-site' }],
  ];
  for (const [name, token, headers] of refused) {
    it(`refuses a form ${name}`, async () => {
      const page = await referent.get(path);
      const jeton = token ? tokenIn(page.text) : '';
      const answer = await referent.post(path, { jeton }, headers);
      expect(answer.status).to.equal(403);
      expect(answer.text).to.contain('recommencez');
    });
  }

  it('refuses the token of another session', async () => {
    const other = new Visitor(site);
    await other.signIn('maelle.kerbrat');
    const page = await other.get(path);
    expect((await referent.post(path, { jeton: tokenIn(page.text) })).status).to.equal(403);
  });

  it('refuses a body that is too long with a page in French', async () => {
    const answer = await referent.post(path, { jeton: 'x', long: 'x'.repeat(100_000) });
    expect(answer.status).to.equal(413);
    expect(answer.text).to.contain('Formulaire trop long');
  });

  it('answers unknown pages and defects in French, without a stack', async () => {
    const missing = await referent.get('/nulle-part');
    expect(missing.status).to.equal(404);
    expect(missing.text).to.contain('Page introuvable');
    const broken = await openSite({
      extraRoutes: (router) => {
        router.get('/casse', () => {
          throw new Error('secret detail');
        });
      },
    });
    const answer = await new Visitor(broken).get('/casse');
    expect(answer.status).to.equal(500);
    expect(answer.text).to.contain('Une erreur s’est produite').and.not.to.contain('secret');
    expect(broken.records.at(-1)?.defect).to.contain('secret detail');
    await broken.close();
  });

  it('escapes what people put in names and searches', async () => {
    const { text } = await referent.get(
      '/personnes?q=%3Cscript%3Ealert(1)%3C/script%3E&nom=%22%3E%3Cb%3E',
    );
    expect(text).to.not.contain('<script>alert').and.not.to.contain('"><b>');
  });

  it('never lets someone elsewhere lock a referent out', async () => {
    const behind = await openSite({ trustedProxies: ['127.0.0.1'] });
    const guesses = async (address: string, times: number): Promise<Answer[]> => {
      const stranger = new Visitor(behind);
      const from = { 'X-Forwarded-For': address };
      const jeton = tokenIn((await stranger.get('/connexion', from)).text);
      const answers: Answer[] = [];
      for (let n = 0; n < times; n += 1) {
        const motDePasse = `faux ${String(n)}`;
        const fields = { jeton, login: 'anne.le-goff', motDePasse };
        answers.push(await stranger.post('/connexion', fields, from));
      }
      return answers;
    };
    const answers = await guesses('198.51.100.7', 8);
    expect(new Set(answers.map(({ status }) => status))).to.not.include(303);
    // She signs in at once from where she is, in spite of them.
    const her = new Visitor(behind);
    const from = { 'X-Forwarded-For': '203.0.113.5' };
    const jeton = tokenIn((await her.get('/connexion', from)).text);
    const fields = { jeton, login: 'anne.le-goff', motDePasse: password };
    expect((await her.post('/connexion', fields, from)).status).to.equal(303);
    await behind.close();
  }).timeout(60_000);

  it('keeps the administration from professionals', async () => {
    const professional = new Visitor(site);
    await professional.signIn('francois.grangere');
    const record = '/personnes/anne.le-goff';
    const closed = ['/personnes', record, '/structures', '/listes/04-ACCES-WebDCR'];
    for (const page of closed) {
      expect((await professional.get(page)).status, page).to.equal(403);
    }
    const { text } = await professional.get('/espace-prive');
    expect(text).to.not.contain('Gestion des utilisateurs');
  });

  it('logs the route and not the address, which names persons', async () => {
    await referent.get('/personnes/francois.grangere?retour=/personnes?q=grangere');
    const last = site.records.at(-1);
    expect(last?.route).to.equal('/personnes/:login');
    expect(JSON.stringify(last)).to.not.contain('grangere');
  });

  it('marks cookies Secure behind a proxy that speaks https', async () => {
    const behind = await openSite({ trustedProxies: ['127.0.0.1'] });
    const answer = await new Visitor(behind).get('/connexion', { 'X-Forwarded-Proto': 'https' });
    expect(answer.headers.getSetCookie()[0]).to.match(/; secure/i);
    expect(answer.headers.get('Strict-Transport-Security')).to.contain('max-age');
    await behind.close();
  });
});
