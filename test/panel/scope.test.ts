import { expect } from 'chai';
import { textOf } from '../../src/model/entry.js';
import { pages } from './page-examples.js';
import { dnOf, set } from './region.js';
import { openSite, readable, type Site, tokenIn, Visitor } from './site.js';

/** Who may see a page: everyone, who is signed in, the administration, the region. */
type Audience = 'everyone' | 'signed in' | 'administration' | 'region';

const audiences: Readonly<Record<string, Audience>> = {
  '/': 'everyone',
  '/connexion': 'everyone',
  '/mot-de-passe-oublie': 'everyone',
  '/nouveau-mot-de-passe': 'everyone',
  '/activation': 'everyone',
  '/activation/confirmation': 'everyone',
  '/accessibilite': 'everyone',
  '/espace-prive': 'signed in',
  '/espace-prive/profil': 'signed in',
  '/espace-prive/services/:code': 'signed in',
  '/tableau-de-bord': 'administration',
  '/demandes': 'administration',
  '/telephone': 'administration',
  '/journal': 'region',
  '/personnes': 'administration',
  '/personnes/nouvelle': 'region',
  '/personnes/:login': 'administration',
  '/personnes/:login/webdcr': 'administration',
  '/personnes/:login/courriels/:id': 'administration',
  '/structures': 'administration',
  '/structures/nouvelle': 'region',
  '/structures/:id': 'administration',
  '/listes/:slug': 'administration',
  '/mes-listes/nouvelle': 'administration',
  '/mes-listes/:id': 'administration',
  '/mes-listes/:id/modifier': 'administration',
  '/personnes/export': 'administration',
  '/listes/:slug/export': 'administration',
  '/mes-listes/:id/export': 'administration',
  '/recherche': 'administration',
};

const examples: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(pages).map(([route, [path = route]]) => [route, path])),
  '/personnes/export': '/personnes/export',
  '/listes/:slug/export': '/listes/04-ACCES-WebDCR/export',
  '/mes-listes/:id/export': '/mes-listes/l1/export',
  '/recherche': '/recherche?q=morvan',
};

const elsewhere = new Set([
  '/administration',
  '/apparence/:choice',
  '/assets/:name',
  '/langue/:language',
]);

describe('who may open what', () => {
  let site: Site;
  const visitors: Record<string, Visitor> = {};

  before(async () => {
    site = await openSite();
    for (const login of ['', 'francois.grangere', 'anne.le-goff', 'maelle.kerbrat']) {
      const visitor = new Visitor(site);
      if (login !== '') await visitor.signIn(login);
      visitors[login] = visitor;
    }
  });
  after(() => site.close());

  it('is said here of every page that there is', () => {
    const read = site.routes.filter(({ methods }) => methods.includes('GET'));
    const unsaid = read.map(({ path }) => path).filter((path) => !elsewhere.has(path));
    expect(unsaid.filter((path) => audiences[path] === undefined)).to.deep.equal([]);
  });

  const ranks: readonly Audience[] = ['everyone', 'signed in', 'administration', 'region'];
  const readers: readonly (readonly [login: string, rank: number])[] = [
    ['', 0],
    ['francois.grangere', 1],
    ['anne.le-goff', 2],
    ['maelle.kerbrat', 3],
  ];
  for (const [route, audience] of Object.entries(audiences)) {
    it(`${route}: ${audience}`, async () => {
      for (const [login, rank] of readers) {
        const answer = await visitors[login]!.get(examples[route] ?? route);
        const isOpen = rank >= ranks.indexOf(audience);
        // What is open may still not be there; what is closed leads to the sign-in, or is refused.
        if (isOpen) expect(answer.status, login).to.be.oneOf([200, 302, 404, 410]);
        else expect(answer.status, login).to.equal(login === '' ? 302 : 403);
        if (!isOpen && login === '') expect(answer.location).to.match(/^\/connexion\?vers=/);
        if (!isOpen) expect(readable(answer.text)).to.not.contain('MORVAN');
      }
    });
  }

  it('no form is taken without its token, by whoever', async () => {
    const posts = site.routes.filter(({ methods }) => methods.includes('POST'));
    expect(posts.length).to.be.above(15);
    for (const { path } of posts) {
      const example = path.replace(/:(\w+)/g, 'x');
      for (const [login, visitor] of Object.entries(visitors)) {
        const answer = await visitor.post(example, { jeton: 'devine' });
        expect(answer.status, `${path} ${login}`).to.equal(403);
      }
    }
  });

  it('a referent decides of its services alone, whatever it posts', async () => {
    await site.region.change('yann.morvan001', [set('reponseAccesORIS', 'A traiter')]);
    const referent = visitors['anne.le-goff']!;
    const { text } = await referent.get('/demandes');
    const answer = await referent.post('/demandes', {
      jeton: tokenIn(text),
      accepter: 'yann.morvan001:ORIS',
    });
    expect(answer.status).to.equal(409);
    const entry = site.region.operator.read(dnOf('yann.morvan001'), ['*'])!;
    expect(textOf(entry, 'reponseAccesORIS')).to.equal('A traiter');
    expect(readable((await referent.get('/demandes')).text)).to.not.contain('ORIS 0');
  });

  it('a professional cannot act for the administration by posting', async () => {
    const professional = visitors['francois.grangere']!;
    const { text } = await professional.get('/espace-prive');
    const jeton = tokenIn(text);
    for (const path of [
      '/demandes',
      '/telephone',
      '/personnes/nouvelle',
      '/tableau-de-bord/lots',
    ]) {
      const answer = await professional.post(path, { jeton, accepter: 'x:Cancerologie' });
      expect(answer.status, path).to.equal(403);
    }
  });
});
