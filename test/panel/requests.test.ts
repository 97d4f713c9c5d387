import { expect } from 'chai';
import { textOf } from '../../src/model/entry.js';
import { catalogue, dnOf, set } from './region.js';
import { openSite, readable, type Site, tokenIn, Visitor } from './site.js';

const centres = [
  { code: '3C-VANNES', label: '3C Vannes' },
  { code: '3C-BREST', label: '3C Brest' },
];
const key = 'francois.grangere:Cancerologie';

describe('the file of requests', () => {
  let site: Site;
  let referent: Visitor;

  beforeEach(async () => {
    site = await openSite({
      coordinationCentres: centres,
      coordinationCentreOf: (code) => {
        const found = centres[code.startsWith('56') ? 0 : 1];
        return found && { territory: 'T', centre: found.label, code: found.code };
      },
    });
    referent = await signedIn('anne.le-goff');
  });
  afterEach(() => site.close());

  const signedIn = async (login: string): Promise<Visitor> => {
    const visitor = new Visitor(site);
    await visitor.signIn(login);
    return visitor;
  };
  const answer = (login = 'francois.grangere'): string | undefined => {
    const entry = site.region.operator.read(dnOf(login), ['*']);
    return entry && textOf(entry, 'reponseAccesCancerologie');
  };
  const post = async (visitor: Visitor, path: string, fields: Record<string, string>) => {
    const { text } = await visitor.get('/demandes');
    return visitor.post(path, { jeton: tokenIn(text), ...fields });
  };
  const ask = (login: string) =>
    site.region.change(login, [
      set('reponseAccesCancerologie', 'A traiter'),
      set('demandeAccesCancerologie', '20261122091500Z'),
    ]);

  it('shows what a referent answers for, as many rows as it counts, and nothing else', async () => {
    await site.region.change('yann.morvan001', [set('reponseAccesROR', 'A traiter')]);
    const { text } = await referent.get('/demandes');
    expect(readable(text)).to.contain('Demandes à traiter (1)');
    expect(text.match(/<tr[ >]/g)).to.have.length(2);
    expect(readable(text)).to.match(/GRANGERE FRANCOIS Ambulancier VANNES 56000 3C Vannes/);
    const administrator = await signedIn('maelle.kerbrat');
    expect(readable((await administrator.get('/demandes')).text)).to.contain('traiter (2)');
    const professional = await signedIn('francois.grangere');
    expect((await professional.get('/demandes')).status).to.equal(403);
  });

  it('accepts in one press, and takes it back within the minute', async () => {
    const done = await post(referent, '/demandes', { accepter: key });
    expect([done.status, done.location]).to.deep.equal([
      303,
      '/demandes?fait=francois.grangere%3ACancerologie',
    ]);
    expect(answer()).to.equal('Acceptée');
    const page = await referent.get(done.location);
    expect(readable(page.text)).to.contain('francois.grangere , Cancérologie : acceptée.');
    const undone = await post(referent, '/demandes/annulation', { demande: key });
    expect(undone.location).to.equal('/demandes?annule=1');
    expect(answer()).to.equal('A traiter');
    const [row] = site.region.directory.journalOf(
      textOf(site.region.operator.read(dnOf('francois.grangere'), ['entryUUID'])!, 'entryUUID')!,
      1,
    );
    expect(row?.actor).to.equal(dnOf('anne.le-goff'));
    expect(row?.details?.['reason']).to.equal('Décision annulée dans la minute');
  });

  it('takes nothing back after the minute, nor what another decided', async () => {
    await post(referent, '/demandes', { accepter: key });
    const other = await signedIn('maelle.kerbrat');
    expect((await post(other, '/demandes/annulation', { demande: key })).status).to.equal(409);
    site.time.now += 61_000;
    const late = await post(referent, '/demandes/annulation', { demande: key });
    expect(late.status).to.equal(409);
    expect(readable(late.text)).to.contain('il est trop tard');
    expect(answer()).to.equal('Acceptée');
  });

  it('takes nothing back that was answered anew meanwhile', async () => {
    await post(referent, '/demandes', { accepter: key });
    await site.region.change('francois.grangere', [set('reponseAccesCancerologie', 'Refusée')]);
    expect((await post(referent, '/demandes/annulation', { demande: key })).status).to.equal(409);
    expect(answer()).to.equal('Refusée');
  });

  it('refuses with a reason, which the journal keeps', async () => {
    await post(referent, '/demandes', {
      refuser: key,
      motif: 'Exercice hors de la région',
      precision: ' cabinet à Nantes ',
    });
    expect(answer()).to.equal('Refusée');
    const record = await referent.get('/personnes/francois.grangere');
    expect(readable(record.text)).to.contain('Exercice hors de la région : cabinet à Nantes');
  });

  it('tells the second of two who answer at once that it is done, by whom and when', async () => {
    const other = await signedIn('maelle.kerbrat');
    const { text } = await other.get('/demandes');
    await post(referent, '/demandes', { accepter: key });
    const second = await other.post('/demandes', { jeton: tokenIn(text), refuser: key });
    expect(second.status).to.equal(409);
    expect(readable(second.text)).to.contain('déjà acceptée par anne.le-goff à 10 h 42');
    expect(answer()).to.equal('Acceptée');
  });

  it('shows a selection before it is decided, and then decides it', async () => {
    await ask('yann.morvan001');
    const keys = [key, 'yann.morvan001:Cancerologie'];
    const page = await referent.get('/demandes');
    const body = new URLSearchParams([
      ['jeton', tokenIn(page.text)],
      ['action', 'apercu-accepter'],
      ...keys.map((each): [string, string] => ['demande', each]),
    ]);
    const send = (fields: URLSearchParams) =>
      fetch(`${site.url}/demandes`, {
        method: 'POST',
        body: fields,
        redirect: 'manual',
        headers: { Origin: site.url, Cookie: referent.cookieHeader() },
      });
    const preview = await (await send(body)).text();
    expect(readable(preview)).to.contain('Accepter ces demandes ? (2)');
    expect(readable(preview)).to.contain('Sans adresse électronique');
    expect(answer()).to.equal('A traiter');
    body.set('action', 'accepter');
    expect((await send(body)).status).to.equal(303);
    expect([answer(), answer('yann.morvan001')]).to.deep.equal(['Acceptée', 'Acceptée']);
  });

  it('hands a request to another 3C, and says so', async () => {
    const handed = await post(referent, '/demandes', {
      action: 'reattribuer',
      demande: key,
      centre: '3C-BREST',
      motif: 'Exercice hors de la région',
    });
    expect(handed.location).to.equal('/demandes?reattribue=1');
    const page = readable((await referent.get('/demandes?centre=3C-BREST')).text);
    expect(page).to.match(/GRANGERE FRANCOIS .* 3C Brest réattribuée Cancérologie/);
    const nowhere = await post(referent, '/demandes', { action: 'reattribuer', demande: key });
    expect(nowhere.status).to.equal(422);
  });

  it('does nothing when Enter is pressed in a field', async () => {
    const answered = await post(referent, '/demandes', { action: '', precision: 'x' });
    expect(answered.location).to.equal('/demandes');
    expect(answer()).to.equal('A traiter');
  });

  for (const forged of [
    'inconnu:Cancerologie',
    'francois.grangere:ORIS',
    'a,b:Cancerologie',
    ':',
  ]) {
    it(`changes nothing for the forged request ${forged}`, async () => {
      const given = await post(referent, '/demandes', { accepter: forged });
      expect(given.status).to.be.oneOf([303, 409]);
      expect(answer()).to.equal('A traiter');
      const entry = site.region.operator.read(dnOf('francois.grangere'), ['*'])!;
      expect(textOf(entry, 'reponseAccesORIS')).to.equal('Acceptée');
      expect(catalogue.services).to.have.length(9);
    });
  }
});
