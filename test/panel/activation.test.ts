import { expect } from 'chai';
import { textOf } from '../../src/model/entry.js';
import { dnOf, set } from './region.js';
import { openSite, readable, type Site, tokenIn, Visitor } from './site.js';

const madec = {
  sn: 'MADEC',
  givenName: 'Soazig',
  dateNaissance: '1980-02-29',
  numeroRPPS: '99002141010',
  profession: 'Infirmière',
  mail: 'soazig.madec@exemple.bzh',
};

describe('the activation form', () => {
  let site: Site;
  let visitor: Visitor;
  beforeEach(async () => {
    site = await openSite({ localUrl: 'http://annuaire.test' });
    visitor = new Visitor(site);
  });
  afterEach(() => site.close());

  const fill = async (fields: Record<string, string>, who = visitor) => {
    const { text } = await who.get('/activation');
    return who.post('/activation', { jeton: tokenIn(text), ...fields });
  };
  const linkOf = (index = 0): string =>
    (site.mails[index]?.data as { link: string }).link.slice('http://annuaire.test'.length);
  const confirm = async (link = linkOf(), who = visitor) => {
    const { text } = await who.get(link);
    const lien = link.split('lien=')[1] ?? '';
    return who.post('/activation/confirmation', { jeton: tokenIn(text), lien });
  };
  const entry = (login: string) => site.region.operator.read(dnOf(login), ['*', 'matricule']);

  it('creates the record and its requests once the address is confirmed, and not before', async () => {
    const sent = await fill({ ...madec, services: 'Cancerologie' });
    expect(readable(sent.text)).to.contain('Un courriel vient de partir');
    expect(site.mails[0]).to.include({ template: 'email-check', recipient: madec.mail });
    expect(entry('soazig.madec')).to.equal(undefined);
    expect(readable((await visitor.get(linkOf())).text)).to.contain('Votre adresse est la bonne');
    expect(entry('soazig.madec'), 'scanners of mail read links').to.equal(undefined);
    expect(readable((await confirm()).text)).to.contain('C’est fait.');
    const person = entry('soazig.madec')!;
    const values = ['origine', 'numeroRPPS', 'dateNaissance', 'reponseAccesCancerologie'];
    expect(values.map((name) => textOf(person, name))).to.deep.equal([
      'local',
      '99002141010',
      '19800229000000Z',
      'A traiter',
    ]);
    expect(textOf(person, 'reponseAccesPortailENRS')).to.equal('A traiter');
    expect(textOf(person, 'matricule')).to.match(/^GCS\d{5,}$/);
    expect(site.mails[1]).to.include({ template: 'activation', recipient: madec.mail });
    expect((await visitor.get(linkOf(0))).status, 'a second time').to.equal(410);
  });

  it('numbers the login of a homonym whose identifiers or birth date are others', async () => {
    await fill(madec);
    await confirm();
    await fill({ ...madec, numeroRPPS: '99002141028', mail: 'autre@exemple.bzh' });
    await confirm(linkOf(2));
    expect(entry('soazig.madec2')).to.be.an('object');
  });

  it('makes no second record of a number that is there, and tells nothing of it', async () => {
    await fill({ ...madec, numeroRPPS: '99002141002' });
    const answer = await confirm();
    expect(readable(answer.text)).to.contain('Une fiche existe déjà à ce nom ou avec ce numéro.');
    expect(answer.text).to.not.match(/LE GOFF|anne\.le/i);
    expect(entry('soazig.madec')).to.equal(undefined);
    expect(site.mails).to.have.length(1);
  });

  it('leads on who confirms the address of the record that is there', async () => {
    await site.region.change('anne.le-goff', [set('mail', madec.mail)]);
    await fill({ ...madec, numeroRPPS: '99002141002', services: 'ORIS' });
    await confirm();
    expect(site.mails[1]).to.include({ template: 'activation', recipient: madec.mail });
    expect(textOf(entry('anne.le-goff')!, 'reponseAccesORIS')).to.equal('A traiter');
  });

  it('names the administrator who filled it in for someone', async () => {
    const referent = new Visitor(site);
    await referent.signIn('anne.le-goff');
    await fill(madec, referent);
    await confirm();
    const row = site.region.directory.follow(0, 10_000).find(({ operation, dn }) => {
      return operation === 'add' && dn === dnOf('soazig.madec');
    });
    expect([row?.actor, row?.onBehalfOf]).to.deep.equal([dnOf('anne.le-goff'), 'system']);
    expect(row?.details?.['reason']).to.equal('Formulaire d’activation, adresse confirmée');
  });

  const faults: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    ['without a name', { sn: ' ' }, /Ce champ est obligatoire/],
    [
      'with a number whose key is wrong',
      { numeroRPPS: '99002141011' },
      /11 chiffres, dont une clé/,
    ],
    ['with an address that is none', { mail: 'soazig' }, /n’est pas complète/],
    ['born tomorrow', { dateNaissance: '2026-11-24' }, /date de naissance, jj/],
    ['born on a day that was not', { dateNaissance: '1981-02-29' }, /date de naissance, jj/],
  ];
  for (const [title, change, words] of faults) {
    it(`is sent back ${title}, with what was typed`, async () => {
      const answer = await fill({ ...madec, ...change });
      expect(answer.status).to.equal(422);
      expect(readable(answer.text)).to.match(words);
      expect(answer.text).to.contain('value="Soazig"');
      expect(site.mails).to.deep.equal([]);
    });
  }

  it('takes hostile names as names', async () => {
    const sn = '<script>alert(1)</script>,ou=x';
    await fill({ ...madec, sn, services: '../x' });
    await confirm();
    const person = entry('soazig.script-alert-1-script-ou-x')!;
    expect(textOf(person, 'sn')).to.equal(sn);
    expect((await fill({ ...madec, sn, mail: 'x' })).text).to.not.contain('<script>alert');
  });

  it('is taken so often from one address, and for one', async () => {
    for (let count = 0; count < 3; count += 1) await fill(madec);
    expect((await fill(madec)).status).to.equal(429);
    expect(site.mails).to.have.length(3);
  });
});
