import { expect } from 'chai';
import { textOf } from '../../src/model/entry.js';
import { dnOf } from './region.js';
import { openSite, readable, type Site, tokenIn, Visitor } from './site.js';

describe('a professional on the telephone, and new records', () => {
  let site: Site;
  let referent: Visitor;
  beforeEach(async () => {
    site = await openSite({ localUrl: 'http://annuaire.test' });
    referent = new Visitor(site);
    await referent.signIn('anne.le-goff');
  });
  afterEach(() => site.close());
  const stored = (login: string, attribute: string) => {
    const entry = site.region.operator.read(dnOf(login), ['*']);
    return entry && textOf(entry, attribute);
  };
  const open = async (fields: Record<string, string>) => {
    const { text } = await referent.get('/telephone');
    return referent.post('/telephone', { jeton: tokenIn(text), envoyer: '1', ...fields });
  };

  it('is found, gets an address, both accesses and the mail of activation in one press', async () => {
    const found = readable((await referent.get('/telephone?q=yann+morvan007')).text);
    expect(found).to.contain('MORVAN 007 YANN');
    const page = readable((await referent.get('/telephone?login=yann.morvan007')).text);
    expect(page).to.contain('Y A N N point M O R V A N 0 0 7');
    const done = await open({ login: 'yann.morvan007', mail: ' yann@exemple.bzh ' });
    expect(done.location).to.equal('/telephone?login=yann.morvan007&fait=acces,lien');
    const attributes = ['mail', 'reponseAccesPortailENRS', 'reponseAccesCancerologie'];
    expect(attributes.map((each) => stored('yann.morvan007', each))).to.deep.equal([
      'yann@exemple.bzh',
      'Acceptée',
      'Acceptée',
    ]);
    expect(site.mails.map(({ template, recipient }) => [template, recipient])).to.deep.equal([
      ['activation', 'yann@exemple.bzh'],
    ]);
    expect(readable((await referent.get(done.location)).text)).to.contain('part à l’instant');
  });

  it('changes nothing at all when one part is refused', async () => {
    const bad = await open({ login: 'yann.morvan007', mail: 'yann' });
    expect(bad.status).to.equal(422);
    // A regional administrator's mail and answers are not a referent's to change.
    const shielded = await open({ login: 'maelle.kerbrat', mail: 'maelle@exemple.bzh' });
    expect(shielded.status).to.equal(422);
    expect(stored('maelle.kerbrat', 'mail')).to.equal(undefined);
    expect(stored('maelle.kerbrat', 'reponseAccesCancerologie')).to.equal(undefined);
    expect(site.mails).to.deep.equal([]);
    expect((await open({ login: 'inconnu', mail: 'a@b.fr' })).status).to.equal(422);
  });

  const madec = {
    sn: 'MADEC',
    givenName: 'Soazig',
    profession: 'Infirmière',
    mail: 's@exemple.bzh',
  };
  const create = async (who: Visitor, fields: Record<string, string>) => {
    const { text } = await who.get('/personnes/nouvelle');
    return who.post('/personnes/nouvelle', { jeton: tokenIn(text), ...fields });
  };

  it('makes a record with its login and number', async () => {
    const administrator = new Visitor(site);
    await administrator.signIn('maelle.kerbrat');
    const done = await create(administrator, madec);
    expect([done.status, done.location]).to.deep.equal([303, '/personnes/soazig.madec']);
    expect(stored('soazig.madec', 'matricule')).to.match(/^GCS/);
    expect((await referent.get('/personnes/nouvelle')).status).to.equal(403);
  });

  it('leads to the record that has the number, and asks before a second of a name', async () => {
    const administrator = new Visitor(site);
    await administrator.signIn('maelle.kerbrat');
    const same = await create(administrator, { ...madec, numeroRPPS: '99002141002' });
    expect(same.status).to.equal(422);
    expect(same.text).to.contain('href="/personnes/anne.le-goff"');
    await create(administrator, madec);
    const alike = await create(administrator, madec);
    expect(readable(alike.text)).to.contain('Est-ce quelqu’un d’autre ?');
    const other = await create(administrator, { ...madec, confirme: 'oui' });
    expect(other.location).to.equal('/personnes/soazig.madec2');
  });

  it('makes a structure, and no second one of a FINESS number', async () => {
    const administrator = new Visitor(site);
    await administrator.signIn('maelle.kerbrat');
    const place = { typeStructure: 'Cabinet', codePostal: '56000', commune: 'VANNES' };
    const make = async (fields: Record<string, string>, who = administrator) => {
      const { text } = await who.get('/structures/nouvelle');
      return who.post('/structures/nouvelle', { jeton: tokenIn(text), ...place, ...fields });
    };
    const made = await make({ raisonSociale: 'CABINET DU PORT', numeroFINESS: '560000127' });
    expect([made.status, made.location]).to.deep.equal([303, '/structures/560000127']);
    expect(readable((await referent.get(made.location)).text)).to.contain('CABINET DU PORT');
    const again = await make({ raisonSociale: 'AUTRE', numeroFINESS: '560000127' });
    expect(readable(again.text)).to.contain('Une structure porte déjà ce numéro FINESS.');
    const local = await make({ raisonSociale: 'SANS NUMÉRO' });
    expect(local.location).to.match(/^\/structures\/local-[0-9a-f]{12}$/);
    expect((await make({ raisonSociale: 'X', codePostal: '5600' })).status).to.equal(422);
    expect((await make({ raisonSociale: 'X', numeroFINESS: '560000128' })).status).to.equal(422);
    const jeton = tokenIn((await referent.get('/structures')).text);
    const refused = await referent.post('/structures/nouvelle', {
      jeton,
      raisonSociale: 'X',
      ...place,
    });
    expect(refused.status).to.equal(403);
  });
});
