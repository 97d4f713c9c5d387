import { expect } from 'chai';
import { dnOf, password, set } from './region.js';
import { openSite, readable, type Site, tokenIn, Visitor } from './site.js';

describe('sign-in', () => {
  let site: Site;
  before(async () => {
    site = await openSite();
  });
  after(() => site.close());

  it('opens the private space to who has the portal', async () => {
    const visitor = new Visitor(site);
    const answer = await visitor.signIn('francois.grangere');
    expect([answer.status, answer.location]).to.deep.equal([303, '/espace-prive']);
    const cookies = answer.headers.getSetCookie();
    const cookie = cookies.find((line) => line.startsWith('annuaire-session='));
    expect(cookie)
      .to.match(/; httponly/i)
      .and.to.match(/; samesite=lax/i);
    expect((await visitor.get('/espace-prive')).status).to.equal(200);
  });

  const failures: readonly (readonly [name: string, login: string, given: string])[] = [
    ['a wrong password', 'francois.grangere', 'pas celui-ci'],
    ['an unknown login', 'personne.inconnue', password],
    ['an empty password', 'francois.grangere', ''],
    ['an empty login', '', password],
    ['a login that tries to be a name', 'anne.le-goff,ou=personnes', password],
    ['a login of stars and brackets', '*)(uid=*', password],
  ];
  it('answers every failure with the same page', async () => {
    const texts = new Set<string>();
    for (const [name, login, given] of failures) {
      const visitor = new Visitor(site);
      const answer = await visitor.signIn(login, given);
      expect(answer.status, name).to.equal(401);
      expect(visitor.cookies.has('annuaire-session'), name).to.equal(false);
      texts.add(readable(answer.text));
    }
    expect([...texts]).to.have.length(1);
    expect([...texts][0]).to.contain('Nom d’utilisateur ou mot de passe incorrect.');
  });

  it('ends the sessions of whoever’s password changes, and no other', async () => {
    const [visitor, other] = [new Visitor(site), new Visitor(site)];
    await visitor.signIn('francois.grangere');
    await other.signIn('anne.le-goff');
    const root = site.region.directory.as({ kind: 'root', door: 'cli', secure: true });
    const dn = dnOf('francois.grangere');
    const changes = [set('userPassword', password)];
    const result = await root.modify({ kind: 'modify', dn, changes }, { controls: [] });
    expect(result.code).to.equal('success');
    await new Promise((resolve) => setTimeout(resolve, 200));
    const answer = await visitor.get('/espace-prive');
    expect(answer.location).to.equal('/connexion?vers=%2Fespace-prive');
    expect((await other.get('/personnes')).status).to.equal(200);
  });

  it('keeps out, and says why, whose password has expired or must be changed', async () => {
    const { region } = site;
    const policy = 'cn=default,ou=politiques,dc=telesantebretagne,dc=org';
    const attributes = Object.entries({
      objectClass: ['organizationalRole', 'pwdPolicy'],
      pwdAttribute: ['userPassword'],
      pwdMustChange: ['TRUE'],
      pwdMaxAge: ['86400'],
    }).map(([attribute, values]) => ({
      attribute,
      values: values.map((each) => Buffer.from(each)),
    }));
    const added = await region.operator.add(
      { kind: 'add', dn: policy, attributes },
      { controls: [] },
    );
    expect(added.code, added.message).to.equal('success');
    const signIn = async (given?: string): Promise<string> => {
      const visitor = new Visitor(site);
      const answer = await visitor.signIn('francois.grangere', given);
      expect(visitor.cookies.has('annuaire-session')).to.equal(false);
      return `${answer.status} ${readable(answer.text)}`;
    };
    try {
      await region.change('francois.grangere', [set('pwdReset', 'TRUE')]);
      expect(await signIn()).to.match(/^403 .*vous devez le changer/s);
      expect(await signIn('pas celui-ci')).to.match(/^401 .*incorrect/s);
      const longAgo = [set('pwdReset'), set('pwdChangedTime', '20200101000000Z')];
      await region.change('francois.grangere', longAgo);
      expect(await signIn()).to.match(/^403 .*a expiré/s);
    } finally {
      await region.operator.delete({ kind: 'delete', dn: policy }, { controls: [] });
    }
  });

  it('keeps out who has neither the portal nor a group, and says what to do', async () => {
    const answer = await new Visitor(site).signIn('sans.acces');
    expect(answer.status).to.equal(403);
    expect(readable(answer.text)).to.contain('Demandez-le au 3C');
  });

  it('gives a new session at each sign-in and ends the one before', async () => {
    const visitor = new Visitor(site);
    await visitor.signIn('francois.grangere');
    const first = visitor.cookies.get('annuaire-session')!;
    visitor.cookies.delete('annuaire-session');
    const page = await visitor.get('/connexion');
    visitor.cookies.set('annuaire-session', 'planted-by-someone-else');
    await visitor.post('/connexion', {
      jeton: tokenIn(page.text),
      login: 'francois.grangere',
      motDePasse: password,
    });
    const now = visitor.cookies.get('annuaire-session');
    expect(now).to.not.be.oneOf([undefined, first, 'planted-by-someone-else']);
  });

  it('leads back to where one wanted to go, and nowhere else', async () => {
    const visitor = new Visitor(site);
    const answer = await visitor.get('/listes/04-ACCES-WebDCR?reponse=A+traiter');
    expect(answer.location).to.equal(
      '/connexion?vers=%2Flistes%2F04-ACCES-WebDCR%3Freponse%3DA%2Btraiter',
    );
    for (const [vers, expected] of [
      ['/personnes', '/personnes'],
      ['//ailleurs.example', '/espace-prive'],
      ['https://ailleurs.example', '/espace-prive'],
      ['/\\ailleurs.example', '/espace-prive'],
    ] as const) {
      const other = new Visitor(site);
      const page = await other.get('/connexion');
      const jeton = tokenIn(page.text);
      const posted = await other.post('/connexion', {
        jeton,
        vers,
        login: 'anne.le-goff',
        motDePasse: password,
      });
      expect(posted.location).to.equal(expected);
    }
  });

  it('signs out by a form, not by a link', async () => {
    const visitor = new Visitor(site);
    await visitor.signIn('francois.grangere');
    expect((await visitor.get('/deconnexion')).status).to.equal(405);
    const kept = visitor.cookieHeader();
    const page = await visitor.get('/espace-prive');
    const answer = await visitor.post('/deconnexion', { jeton: tokenIn(page.text) });
    expect(answer.location).to.equal('/');
    const again = await fetch(`${site.url}/espace-prive`, {
      headers: { Cookie: kept },
      redirect: 'manual',
    });
    expect(again.status).to.equal(302);
  });

  it('ends after half an hour of rest, and after eight hours in any case', async () => {
    const start = site.time.now;
    const visitor = new Visitor(site);
    await visitor.signIn('francois.grangere');
    site.time.now += 29 * 60_000;
    expect((await visitor.get('/espace-prive')).status).to.equal(200);
    site.time.now += 31 * 60_000;
    expect((await visitor.get('/espace-prive')).status).to.equal(302);
    site.time.now = start;
  });

  it('ends when the account becomes inactive', async () => {
    const visitor = new Visitor(site);
    await visitor.signIn('francois.grangere');
    await site.region.change('francois.grangere', [set('etat', 'Inactif')]);
    expect((await visitor.get('/espace-prive')).status).to.equal(302);
    await site.region.change('francois.grangere', [set('etat', 'Actif')]);
  });

  it('stands in the journal, without the password', async () => {
    await new Visitor(site).signIn('anne.le-goff');
    const rows = site.region.directory.follow(0, 10_000).filter(({ kind }) => kind === 'audit');
    const signIns = rows.filter(({ operation }) => operation === 'sign-in');
    expect(signIns.map(({ dn }) => dn)).to.include(dnOf('anne.le-goff'));
    expect(JSON.stringify(rows)).to.not.contain(password);
    expect(JSON.stringify(site.records)).to.not.contain(password);
  });
});
