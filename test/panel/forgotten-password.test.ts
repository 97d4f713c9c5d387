import { expect } from 'chai';
import { password, set } from './region.js';
import { openSite, readable, type Site, tokenIn, Visitor } from './site.js';
import { until } from '../relay/region.js';

const better = 'Trois bateaux gris dans la rade 29 !';

describe('a forgotten password', () => {
  let site: Site;
  let visitor: Visitor;
  beforeEach(async () => {
    site = await openSite({ publicUrl: undefined, localUrl: 'http://annuaire.test' });
    visitor = new Visitor(site);
  });
  afterEach(() => site.close());

  const forget = async (login: string) => {
    const { text } = await visitor.get('/mot-de-passe-oublie');
    return visitor.post('/mot-de-passe-oublie', { jeton: tokenIn(text), login });
  };
  const linkOf = (index = 0): string => {
    const { link } = site.mails[index]?.data as { link: string };
    return link.slice('http://annuaire.test'.length);
  };
  const choose = async (link: string, motDePasse: string, confirmation = motDePasse) => {
    const { text } = await visitor.get(link);
    const lien = link.split('lien=')[1] ?? '';
    const fields = { jeton: tokenIn(text), lien, motDePasse, confirmation };
    return visitor.post('/nouveau-mot-de-passe', fields);
  };

  it('is replaced through the link of a mail, once, and ends the open sessions', async () => {
    const open = new Visitor(site);
    await open.signIn('francois.grangere');
    await forget('francois.grangere');
    await until(() => site.mails.length === 1);
    expect(site.mails[0]).to.include({
      template: 'password-link',
      recipient: 'francois.grangere@exemple.bzh',
      confidential: true,
    });
    const done = await choose(linkOf(), better);
    expect([done.status, readable(done.text)[0]]).to.have.length(2);
    expect(readable(done.text)).to.contain('Votre mot de passe est enregistré');
    expect((await open.get('/espace-prive')).status).to.equal(302);
    expect((await visitor.signIn('francois.grangere', password)).status).to.equal(401);
    expect((await visitor.signIn('francois.grangere', better)).status).to.equal(303);
    expect((await choose(linkOf(), 'Encore une autre phrase 56 ?')).status).to.equal(410);
  });

  it('answers the same page to a name that exists and to one that does not', async () => {
    const pages = [await forget('francois.grangere'), await forget('personne.du-tout')];
    const [known, unknown] = pages.map(({ status, text }) => [status, readable(text)]);
    expect(known).to.deep.equal(unknown);
    await until(() => site.mails.length === 1);
  });

  for (const [who, login] of [
    ['an account without an address', 'sans.acces'],
    ['an unknown name', 'inconnu'],
    ['the name of a name', 'x,ou=personnes'],
  ] as const) {
    it(`mails nothing for ${who}`, async () => {
      await forget(login);
      await forget('francois.grangere');
      await until(() => site.mails.length === 1);
      expect(site.mails[0]?.person).to.be.a('string');
    });
  }

  it('mails nothing for an inactive account', async () => {
    await site.region.change('francois.grangere', [set('etat', 'Inactif')]);
    await forget('francois.grangere');
    await site.region.change('anne.le-goff', [set('mail', 'anne@3c.example')]);
    await forget('anne.le-goff');
    await until(() => site.mails.length === 1);
    expect(site.mails[0]?.recipient).to.equal('anne@3c.example');
  });

  it('does not multiply links that are on their way, and gives a new one later', async () => {
    await forget('francois.grangere');
    await until(() => site.mails.length === 1);
    await forget('francois.grangere');
    site.time.now += 3 * 60_000;
    await forget('francois.grangere');
    await until(() => site.mails.length === 2);
    expect((await visitor.get(linkOf(0))).status, 'the one before').to.equal(410);
    expect((await visitor.get(linkOf(1))).status).to.equal(200);
  });

  it('keeps its link for thirty minutes', async () => {
    await forget('francois.grangere');
    await until(() => site.mails.length === 1);
    site.time.now += 29 * 60_000;
    expect((await visitor.get(linkOf())).status).to.equal(200);
    site.time.now += 60_000;
    expect((await visitor.get(linkOf())).status).to.equal(410);
    expect((await visitor.signIn('francois.grangere', password)).status).to.equal(303);
  });

  const refusals: readonly (readonly [string, string, string, RegExp])[] = [
    ['too weak', 'motdepasse', 'motdepasse', /trop faible/],
    [
      'holds the name',
      'Grangere et sa maison 1970 !',
      'Grangere et sa maison 1970 !',
      /ni votre nom/,
    ],
    ['typed otherwise the second time', better, `${better}!`, /ne sont pas les mêmes/],
    ['empty', '', '', /Choisissez un mot de passe/],
  ];
  for (const [title, first, second, words] of refusals) {
    it(`stays, with its link, when the new one is ${title}`, async () => {
      await forget('francois.grangere');
      await until(() => site.mails.length === 1);
      const answer = await choose(linkOf(), first, second);
      expect(answer.status).to.equal(422);
      expect(readable(answer.text)).to.match(words);
      expect((await choose(linkOf(), better)).status).to.equal(200);
    });
  }

  it('shows no token where others could read it', async () => {
    await forget('francois.grangere');
    await until(() => site.mails.length === 1);
    const page = await visitor.get(linkOf());
    expect(page.headers.get('referrer-policy')).to.equal('strict-origin');
    expect(page.headers.get('cache-control')).to.equal('no-store');
    const token = linkOf().split('lien=')[1] ?? '';
    expect(page.text.split('<footer')[1]).to.not.contain(token);
    expect(JSON.stringify(site.records)).to.not.contain(token);
  });

  it('is asked for so often from one address, and then in an hour', async () => {
    for (let count = 0; count < 20; count += 1) await forget('inconnu');
    const refused = await forget('francois.grangere');
    expect(refused.status).to.equal(429);
    expect(readable(refused.text)).to.contain('Recommencez dans une heure');
    site.time.now += 3_600_000;
    expect((await forget('francois.grangere')).status).to.equal(200);
  });
});
