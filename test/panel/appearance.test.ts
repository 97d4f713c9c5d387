import { expect } from 'chai';
import { openSite, type Site, Visitor } from './site.js';

describe('the appearance of the pages', () => {
  let site: Site;
  before(async () => {
    site = await openSite();
  });
  after(() => site.close());

  const rootOf = async (visitor: Visitor): Promise<string> =>
    /<html[^>]*>/.exec((await visitor.get('/connexion')).text)?.[0] ?? '';

  it('is that of the system until the reader chooses, and stays as chosen', async () => {
    const visitor = new Visitor(site);
    expect(await rootOf(visitor)).to.equal('<html lang="fr">');
    const chosen = await visitor.get('/apparence/sombre?vers=%2Fconnexion');
    expect([chosen.status, chosen.location]).to.deep.equal([302, '/connexion']);
    expect(await rootOf(visitor)).to.contain('data-theme="sombre"');
    await visitor.get('/apparence/compacte');
    expect(await rootOf(visitor)).to.match(/data-theme="sombre" data-densite="compacte"/);
    await visitor.get('/apparence/systeme');
    await visitor.get('/apparence/confortable');
    expect(await rootOf(visitor)).to.equal('<html lang="fr">');
  });

  it('takes no other choice, and leads nowhere else', async () => {
    const visitor = new Visitor(site);
    await visitor.get('/apparence/rose');
    expect(await rootOf(visitor)).to.equal('<html lang="fr">');
    const away = await visitor.get('/apparence/clair?vers=https%3A%2F%2Failleurs.example');
    expect(away.location).to.equal('/');
  });
});
