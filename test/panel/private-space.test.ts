import { expect } from 'chai';
import { textOf } from '../../src/model/entry.js';
import { dnOf, set } from './region.js';
import { openSite, readable, type Site, tokenIn, Visitor } from './site.js';

describe('private space', () => {
  let site: Site;
  let visitor: Visitor;
  beforeEach(async () => {
    site = await openSite();
    visitor = new Visitor(site);
    await visitor.signIn('francois.grangere');
  });
  afterEach(() => site.close());

  const page = async (): Promise<string> => readable((await visitor.get('/espace-prive')).text);
  const others = 'Autres services disponibles';
  const carousel = (text: string): string => text.slice(text.indexOf(others));
  const ask = async (path: string) => {
    const question = await visitor.get(path);
    return visitor.post(path, { jeton: tokenIn(question.text) });
  };

  it('shows active tiles in the cloud and the others in the carousel', async () => {
    const text = await page();
    const cloud = text.slice(0, text.indexOf(others));
    expect(cloud).to.contain('ORIS').and.not.to.contain('ARDAH');
    expect(carousel(text)).to.contain('ARDAH Ajouter').and.not.to.contain(' ORIS ');
    expect(carousel(text)).to.contain('demande envoyée le 20/11/2026');
    expect(carousel(text)).to.contain('demande refusée');
  });

  it('asks, then writes the request as the person', async () => {
    const answer = await ask('/espace-prive/services/ROR');
    expect([answer.status, answer.location]).to.deep.equal([303, '/espace-prive?demande=ROR']);
    const person = site.region.operator.read(dnOf('francois.grangere'), ['*'])!;
    expect(textOf(person, 'reponseAccesROR')).to.equal('A traiter');
    expect(textOf(person, 'demandeAccesROR')).to.equal('20261123094200Z');
    const row = site.region.directory.follow(0, 10_000).at(-1);
    expect([row?.actor, row?.door]).to.deep.equal([dnOf('francois.grangere'), 'panel']);
    expect(carousel(await page())).to.contain('demande envoyée le 23/11/2026');
  });

  it('tells how long most waited, once enough were answered', async () => {
    expect(carousel(await page())).to.contain('réponse attendue sous deux jours ouvrés');
    const asked = ['ROR', 'ARDAH', 'Gwalenn', 'AnnuaireRegional', 'MessagerieSecurisee'];
    for (const code of asked) {
      await visitor.signIn('francois.grangere');
      await ask(`/espace-prive/services/${code}`);
      site.time.now += 30 * 3_600_000;
      const changes = [set(`reponseAcces${code}`, 'Acceptée')];
      const request = { kind: 'modify' as const, dn: dnOf('francois.grangere'), changes };
      const root = site.region.directory.as({ kind: 'root', door: 'ldap', secure: true });
      expect((await root.modify(request, { controls: [] })).code).to.equal('success');
    }
    await visitor.signIn('francois.grangere');
    expect(carousel(await page())).to.contain('réponse le plus souvent en 2 jours');
  });

  it('says so when the service is accepted already', async () => {
    const answer = await ask('/espace-prive/services/ORIS');
    expect(answer.status).to.equal(422);
    expect(readable(answer.text)).to.contain('Vous avez déjà accès à ce service.');
  });

  it('activates a tile at the next sign-in, and says so until then', async () => {
    await site.region.change('francois.grangere', [set('reponseAccesCancerologie', 'Acceptée')]);
    expect(carousel(await page())).to.contain('acceptée : reconnectez-vous pour activer la tuile');
    const { text } = await visitor.get('/espace-prive');
    await visitor.post('/deconnexion', { jeton: tokenIn(text) });
    await visitor.signIn('francois.grangere');
    expect(carousel(await page())).to.not.contain('CANCÉROLOGIE');
  });

  it('withdraws a tile at once', async () => {
    await site.region.change('francois.grangere', [set('reponseAccesORIS', 'Refusée')]);
    expect(carousel(await page())).to.contain('ORIS');
  });

  it('knows no service outside the catalogue, and none without a tile', async () => {
    expect((await visitor.get('/espace-prive/services/Inconnu')).status).to.equal(404);
    expect((await visitor.get('/espace-prive/services/PortailENRS')).status).to.equal(404);
  });
});
