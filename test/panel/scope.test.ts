import { expect } from 'chai';
import { textOf } from '../../src/model/entry.js';
import { readAccessRules } from '../../src/config/data-files.js';
import { openExamples } from './examples-site.js';
import { pages } from './page-examples.js';
import { dnOf, password, set, suffix } from './region.js';
import { readable, type Site, tokenIn, Visitor } from './site.js';

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
  '/imports': 'region',
  '/imports/:id': 'region',
  '/imports/:id/refus': 'region',
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
  '/imports/:id/refus': '/imports/i1/refus',
  '/recherche': '/recherche?q=morvan',
};

/** Pages that are open and answer otherwise than 200. */
const answers: Readonly<Record<string, readonly number[]>> = {
  '/': [200, 302],
  '/connexion': [200, 302],
  '/nouveau-mot-de-passe': [410],
  '/activation/confirmation': [410],
  // Of somebody else: a referent may not change it.
  '/mes-listes/:id/modifier': [200, 403],
};

const elsewhere = new Set([
  '/administration',
  '/apparence/:choice',
  '/assets/:name',
  '/langue/:language',
]);

/** A referent of a service that has none yet. */
async function addReferent(site: Site, login: string, service: string): Promise<void> {
  const cn = `referents-${service}`;
  const added = [
    [
      dnOf(login),
      {
        ...{ uid: login, cn: login, sn: 'TANGUY', givenName: 'LOÏC', userPassword: password },
        ...{ etat: 'Actif', typePersonne: 'PS', reponseAccesPortailENRS: 'Acceptée' },
        objectClass: ['inetOrgPerson', 'personneAnnuaire'],
      },
    ],
    [`cn=${cn},ou=groupes,${suffix}`, { objectClass: 'groupOfNames', cn, member: dnOf(login) }],
  ] as const;
  for (const [dn, facts] of added) {
    const attributes = Object.entries(facts).map(([attribute, value]) => ({
      attribute,
      values: [value].flat().map((text) => Buffer.from(text)),
    }));
    const { code } = await site.region.operator.add(
      { kind: 'add', dn, attributes },
      { controls: [] },
    );
    expect(code).to.equal('success');
  }
}

describe('who may open what', () => {
  let site: Site;
  const visitors: Record<string, Visitor> = {};

  before(async () => {
    site = await openExamples();
    await addReferent(site, 'loic.tanguy', 'ORIS');
    for (const login of [
      '',
      'francois.grangere',
      'anne.le-goff',
      'loic.tanguy',
      'maelle.kerbrat',
    ]) {
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
    ['loic.tanguy', 2],
    ['maelle.kerbrat', 3],
  ];
  for (const [route, audience] of Object.entries(audiences)) {
    it(`${route}: ${audience}`, async () => {
      for (const [login, rank] of readers) {
        const answer = await visitors[login]!.get(examples[route] ?? route);
        const isOpen = rank >= ranks.indexOf(audience);
        // What is closed leads to the sign-in, or is refused.
        if (isOpen) expect(answer.status, login).to.be.oneOf(answers[route] ?? [200]);
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

describe('what the rules hide from referents', () => {
  const rules = readAccessRules(undefined, 'annuaire');
  /** Values of Yann Morvan 077 that no one of a referent's role may learn. */
  const secrets = { numeroRPPS: '99002141010', nomNaissance: 'QUEMENEUR', codePostal: '29999' };
  const hidden = [
    ...Object.keys(secrets),
    ...['codePostalNational', 'codePostalModification', 'postalCode', 'adresseTransmise'],
  ];
  let site: Site;
  let referent: Visitor;
  let administrator: Visitor;

  before(async () => {
    site = await openExamples({
      ...rules,
      regles: rules.regles.map((rule) =>
        rule.qui.includes('referents') && rule.droits.includes('lire')
          ? { ...rule, sauf: [...(rule.sauf ?? []), ...hidden] }
          : rule,
      ),
    });
    const { numeroRPPS, nomNaissance, codePostal } = secrets;
    await site.region.change('yann.morvan077', [
      set('numeroRPPS', numeroRPPS),
      set('nomNaissance', nomNaissance),
      set('codePostalNational', codePostal),
      set('reponseAccesCancerologie', 'A traiter'),
    ]);
    referent = new Visitor(site);
    await referent.signIn('anne.le-goff');
    administrator = new Visitor(site);
    await administrator.signIn('maelle.kerbrat');
  });
  after(() => site.close());

  const found = (text: string): string[] =>
    Object.values(secrets).filter((secret) => text.includes(secret));
  const person = '/personnes/yann.morvan077';

  it('stands on no page, in no export and in no suggestion', async () => {
    const paths = [
      ...Object.values(examples),
      ...[person, `${person}/webdcr`, '/personnes?nom=morvan', '/personnes/export?nom=morvan'],
      ...['/telephone?login=yann.morvan077', '/recherche?q=yann+morvan+077'],
      ...['/personnes?q=morvan+077', '/listes/04-ACCES-WebDCR?etat=Actif'],
    ];
    for (const path of paths) {
      expect(found((await referent.get(path)).text), path).to.deep.equal([]);
    }
    // The administrator, who may read them, does find them there.
    const seen = await Promise.all(
      paths.map(async (path) => found((await administrator.get(path)).text)),
    );
    expect(new Set(seen.flat())).to.deep.equal(new Set(Object.values(secrets)));
  });

  it('is found by no search: not by its value, not by a count, not by an order', async () => {
    const fields = [
      `rpps=${secrets.numeroRPPS}`,
      `naissance=${secrets.nomNaissance}`,
      `lieu=${secrets.codePostal}`,
    ];
    const quick = Object.values(secrets).map((secret) => `q=${secret}`);
    for (const query of [...fields, ...quick]) {
      const path = `/personnes?${query}`;
      expect((await referent.get(path)).text, path).to.not.contain('yann.morvan077');
      expect((await administrator.get(path)).text, path).to.contain('yann.morvan077');
    }
    for (const query of fields) {
      const { text } = await referent.get(`/personnes/export?${query}`);
      expect(text.trim().split('\n'), query).to.have.lengthOf(1);
    }
    for (const secret of Object.values(secrets)) {
      expect((await referent.get(`/recherche?q=${secret}`)).text).to.not.contain('yann.morvan077');
    }
    for (const sens of ['', '&sens=desc']) {
      const path = `/personnes?nom=morvan&tri=nomNaissance${sens}`;
      const first = async (visitor: Visitor): Promise<string | undefined> =>
        /yann\.morvan\d+/.exec((await visitor.get(path)).text)?.[0];
      expect(await first(referent), path).to.not.equal('yann.morvan077');
    }
  });
});
