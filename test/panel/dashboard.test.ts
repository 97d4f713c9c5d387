import { expect } from 'chai';
import type { RelayStatus } from '../../src/relay/status.js';
import { dnOf, set } from './region.js';
import { openSite, readable, type Site, tokenIn, Visitor } from './site.js';

const status: RelayStatus = {
  persons: { 'à jour': 120, 'en attente': 2, 'nouvel essai': 1, bloqué: 1, retenu: 8 },
  mails: { queued: 1, leased: 0, retry: 0, sent: 4, failed: 3, withdrawn: 0, grouped: 0 },
  unread: { mails: 0, webdcr: 0 },
  oldestWaitMs: 1_500,
  reconciling: false,
  reconciliation: undefined,
  target: { pausedUntil: undefined, reason: undefined },
  blocked: [{ login: 'yann.morvan001', reason: 'login déjà pris' }],
  held: [
    {
      batch: '20261123-1',
      kind: 'désactivations',
      limit: '50 en une heure',
      since: '2026-11-23T09:00:00.000Z',
      persons: 8,
    },
  ],
};

describe('the dashboard and the journal', () => {
  let site: Site;
  let administrator: Visitor;
  let referent: Visitor;
  const released: object[] = [];

  beforeEach(async () => {
    released.length = 0;
    site = await openSite({
      relayStatus: () => status,
      relayDelays: () => ({ p50: 420, p95: 1_250, count: 40, spread: [30, 8, 2, 0, 0] }),
      releaseBatch: (release) => {
        released.push(release);
        return Promise.resolve(release.batch === '20261123-1');
      },
    });
    administrator = new Visitor(site);
    await administrator.signIn('maelle.kerbrat');
    referent = new Visitor(site);
    await referent.signIn('anne.le-goff');
  });
  afterEach(() => site.close());

  it('shows what waits, and since when, as the reader answers for it', async () => {
    const text = readable((await referent.get('/tableau-de-bord')).text);
    expect(text).to.contain('Demandes à traiter (1)');
    expect(text).to.contain('2 à 5 jours 1');
    expect(text).to.contain('Délai médian 0,4 s');
    expect(text).to.contain('95 % des envois en moins de 1,3 s');
    expect(text).to.contain('moins d’une seconde 30').and.to.contain('1 à 10 secondes 8');
    expect(text).to.contain('yann.morvan001 : login déjà pris');
    expect(text).to.contain('En échec 3');
  });

  it('tells how long answers took, from the journal', async () => {
    const before = await referent.get('/tableau-de-bord');
    expect(readable(before.text)).to.contain('Aucune demande n’a encore reçu de réponse.');
    const professional = new Visitor(site);
    await professional.signIn('francois.grangere');
    const { text } = await professional.get('/espace-prive/services/Gwalenn');
    const asked = await professional.post('/espace-prive/services/Gwalenn', {
      jeton: tokenIn(text),
    });
    expect(asked.status).to.equal(303);
    site.time.now += 3 * 3_600_000;
    await administrator.signIn('maelle.kerbrat');
    const file = await administrator.get('/demandes');
    await administrator.post('/demandes', {
      jeton: tokenIn(file.text),
      accepter: 'francois.grangere:Gwalenn',
    });
    const page = await administrator.get('/tableau-de-bord');
    expect(page.text.match(/<rect /g)).to.have.length(30);
    expect(page.text.match(/<rect (?![^>]*class="sans")[^>]*>/g)).to.have.length(1);
    const after = readable(page.text);
    expect(after).to.contain('Réponses par jour, 1 au plus').and.to.contain('23/11/2026 1');
    expect(after).to.contain('La moitié en moins de 3 h');
    expect(after).to.match(/Réponses 1\b/);
  });

  it('lets a regional administrator release a batch, who says why', async () => {
    const page = await administrator.get('/tableau-de-bord');
    const jeton = tokenIn(page.text);
    const release = (who: Visitor, fields: Record<string, string>) =>
      who.post('/tableau-de-bord/lots', { jeton, lot: '20261123-1', ...fields });
    expect((await release(administrator, { motif: ' ' })).status).to.equal(422);
    expect((await release(administrator, { motif: 'Fermeture prévue' })).status).to.equal(303);
    expect(released).to.deep.equal([
      { batch: '20261123-1', by: dnOf('maelle.kerbrat'), reason: 'Fermeture prévue' },
    ]);
    expect((await release(administrator, { lot: 'x', motif: 'y' })).status).to.equal(409);
    const own = tokenIn((await referent.get('/tableau-de-bord')).text);
    const refused = await referent.post('/tableau-de-bord/lots', {
      jeton: own,
      lot: '20261123-1',
      motif: 'non',
    });
    expect(refused.status).to.equal(403);
    expect(released).to.have.length(2);
  });

  it('says that nothing is sent where nothing is', async () => {
    const other = await openSite();
    const visitor = new Visitor(other);
    await visitor.signIn('maelle.kerbrat');
    const text = readable((await visitor.get('/tableau-de-bord')).text);
    await other.close();
    expect(text).to.contain('Rien n’est transmis à webDCR depuis ce serveur.');
  });

  it('shows who did what, what it was before and why, without a password', async () => {
    await site.region.operator.modify(
      {
        kind: 'modify',
        dn: dnOf('francois.grangere'),
        changes: [set('commune', 'X'), set('userPassword', 'Un autre secret 77 !')].slice(1),
      },
      { controls: [], reason: 'essai du journal' },
    );
    await site.region.change('francois.grangere', [set('communeNational', 'AURAY')]);
    const { text } = await administrator.get('/journal?fiche=francois');
    const words = readable(text);
    expect(words).to.contain('Commune (*) : VANNES → AURAY');
    expect(words).to.contain('« essai du journal »');
    expect(text).to.not.match(/Un autre secret|ARGON2/i);
  });

  it('pages backwards, filters, and opens to regional administrators alone', async () => {
    const first = await administrator.get('/journal');
    expect(first.text.match(/<time /g)).to.have.length(50);
    const older = /href="(\/journal\?[^"]*avant=\d+[^"]*)"/.exec(first.text)?.[1] ?? '';
    const second = await administrator.get(older.replaceAll('&amp;', '&'));
    const sequences = (html: string) =>
      [...html.matchAll(/class="code">(\d+)</g)].map(([, n]) => +n!);
    expect(Math.max(...sequences(second.text))).to.be.lessThan(Math.min(...sequences(first.text)));
    const audits = await administrator.get('/journal?genre=audit&par=panel&qui=anne');
    expect(readable(audits.text)).to.contain('Connexion').and.not.to.contain('Création');
    expect((await administrator.get('/journal?avant=-5')).status).to.equal(200);
    expect((await referent.get('/journal')).status).to.equal(403);
    expect(readable((await referent.get('/demandes')).text)).to.not.contain('Journal');
  });
});
