import { expect } from 'chai';
import { set } from './region.js';
import { openSite, readable, type Site, tokenIn, Visitor } from './site.js';

describe('lists of one’s own, exports and the search box', () => {
  let site: Site;
  let referent: Visitor;
  let administrator: Visitor;
  beforeEach(async () => {
    site = await openSite();
    referent = new Visitor(site);
    await referent.signIn('anne.le-goff');
    administrator = new Visitor(site);
    await administrator.signIn('maelle.kerbrat');
  });
  afterEach(() => site.close());

  const keep = async (who: Visitor, fields: readonly (readonly [string, string])[]) => {
    const { text } = await who.get('/mes-listes/nouvelle');
    const body = new URLSearchParams();
    for (const [name, value] of fields) body.append(name, value);
    body.set('jeton', tokenIn(text));
    const response = await fetch(`${site.url}/mes-listes/nouvelle`, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: { Origin: site.url, Cookie: who.cookieHeader() },
    });
    return { status: response.status, location: response.headers.get('location') ?? '' };
  };
  const nurses = [
    ['numero', '12'],
    ['nom-liste', 'Infirmiers de Brest'],
    ['profession', 'Infirmier'],
    ['colonnes', 'uid'],
    ['colonnes', 'sn'],
    ['colonnes', 'commune'],
    ['ordre', 'uid'],
  ] as const;

  it('keeps a search with its columns, counts it in the rail and pages it', async () => {
    const { location } = await keep(referent, nurses);
    const page = await referent.get(location);
    const words = readable(page.text);
    expect(words).to.contain('Infirmiers de Brest (120 enregistrements)');
    expect(words).to.contain('12 Infirmiers de Brest 120');
    const heads = [...page.text.matchAll(/<th scope="col"[^>]*>(?:<a [^>]*>)?([^<]+)/g)];
    expect(heads.map(([, label]) => label)).to.deep.equal(['Login', 'Nom', 'Commune']);
    expect(page.text.match(/<tr data-href/g)).to.have.length(50);
  });

  it('shows a list to others when it is shared, and lets its owner alone change it', async () => {
    const own = (await keep(referent, nurses)).location;
    expect((await administrator.get(own)).status).to.equal(404);
    const shared = (await keep(administrator, [...nurses, ['partage', 'tous']])).location;
    expect((await referent.get(shared)).status).to.equal(200);
    expect((await referent.get(`${shared}/modifier`)).status).to.equal(403);
    const { text } = await referent.get(`${own}/modifier`);
    const gone = await referent.post(`${own}/suppression`, { jeton: tokenIn(text) });
    expect(gone.status).to.equal(303);
    expect((await referent.get(own)).status).to.equal(404);
  });

  it('shares a list with a group, and with nobody whom its owner may not choose', async () => {
    const group = (cn: string): readonly [string, string] => ['partage', cn];
    const withHers = (await keep(administrator, [...nurses, group('referents-cancerologie')]))
      .location;
    const withOthers = (await keep(administrator, [...nurses, group('referents-oris')])).location;
    expect((await referent.get(withHers)).status).to.equal(200);
    for (const path of [withOthers, `${withOthers}/export`, `${withOthers}/modifier`]) {
      expect((await referent.get(path)).status, path).to.equal(404);
    }
    const { text } = await referent.get('/personnes');
    expect(text).to.contain(withHers).and.not.to.contain(withOthers);
    const form = readable((await referent.get('/mes-listes/nouvelle')).text);
    expect(form).to.contain('Les référents du service Cancérologie').and.not.to.contain('ORIS');
    // What was not offered shares with nobody.
    const own = (await keep(referent, [...nurses, group('referents-oris')])).location;
    expect(readable((await referent.get(own)).text)).to.not.contain('partagée');
    expect((await administrator.get(own)).status).to.equal(404);
  });

  for (const [title, fields] of [
    ['without a name', nurses.filter(([name]) => name !== 'nom-liste')],
    ['with a number that is none', [...nurses, ['numero', '1a']]],
    ['without a column', nurses.filter(([name]) => name !== 'colonnes')],
    ['with columns that are none', [...nurses.slice(0, 3), ['colonnes', 'userPassword']]],
  ] as const) {
    it(`keeps no list ${title}`, async () => {
      expect((await keep(referent, fields)).status).to.equal(422);
    });
  }

  it('exports what a list shows, as spreadsheets read it, and notes who took it', async () => {
    await site.region.change('yann.morvan001', [
      set('sn', '=HYPERLINK("http://x";"y")'),
      set('matricule', 'A;B'),
    ]);
    const answer = await fetch(`${site.url}/personnes/export?profession=Infirmier`, {
      headers: { Cookie: referent.cookieHeader() },
    });
    expect(answer.headers.get('content-type')).to.equal('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).to.match(/personnes-20261123\.csv/);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).to.deep.equal([0xef, 0xbb, 0xbf]);
    const lines = bytes.toString('utf8').slice(1).split('\r\n');
    expect(lines[0]).to.match(/^Type;Nom;Nom de naissance;/);
    expect(lines).to.have.length(122);
    expect(bytes.toString()).to.contain('"\'=HYPERLINK(""http://x"";""y"")"');
    expect(bytes.toString()).to.contain('"A;B"');
    const row = site.region.directory.follow(0, 10_000).findLast((each) => each.kind === 'audit');
    expect([row?.operation, row?.details?.['count']]).to.deep.equal(['export', 120]);
  });

  const pages: readonly (readonly [what: string, path: string])[] = [
    ['fields and a chosen order', '/personnes?profession=Infirmier&tri=matricule&sens=desc'],
    ['a search by words, best first', '/personnes?q=morvan+yann'],
    ['a search by words, in a chosen order', '/personnes?q=yann&tri=uid&sens=desc'],
    ['a list of the catalogue', '/listes/04-ACCES-WebDCR?tri=uid'],
  ];
  for (const [what, path] of pages) {
    it(`gives a file of what the page shows, in its order: ${what}`, async () => {
      const onPage = async (number: number): Promise<string[]> => {
        const { text } = await referent.get(`${path}&page=${String(number)}`);
        return [...text.matchAll(/data-label="Login">([^<]+)</g)].map(([, login = '']) => login);
      };
      const { text, status } = await referent.get(path);
      expect(status).to.equal(200);
      const href = /href="([^"]+\/export[^"]*)"/.exec(text)?.[1] ?? '';
      const file = await referent.get(href.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='));
      const [head = '', ...lines] = file.text.slice(1).trim().split('\r\n');
      const at = head.split(';').indexOf('Login');
      // A search by words that finds too many says so in a last line.
      const rows = lines.filter((line) => line.includes(';'));
      const inFile = rows.map((line) => line.split(';')[at]);
      expect(inFile).to.not.be.empty;
      const shown = (await Promise.all([1, 2, 3].map(onPage))).flat();
      expect(new Set(inFile).size).to.equal(inFile.length);
      expect(inFile).to.deep.equal([...new Set(shown)]);
    });
  }

  it('exports a list of the catalogue, for its reader', async () => {
    const page = await referent.get('/listes/04-ACCES-WebDCR?reponse=A+traiter');
    const href = /href="([^"]+\/export[^"]*)"/.exec(page.text)?.[1] ?? '';
    const file = await referent.get(href.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='));
    expect(file.text.split('\r\n')).to.have.length(3);
    expect((await new Visitor(site).get(href)).status).to.equal(302);
  });

  it('finds persons while one types, best first, and nobody for nobody', async () => {
    const found = await referent.get('/recherche?q=granjere');
    expect(readable(found.text)).to.match(/^ ?GRANGERE FRANCOIS/);
    expect(found.text).to.contain('href="/personnes/francois.grangere?retour');
    expect(readable((await referent.get('/recherche?q=zzzzzz')).text)).to.contain('Personne ne');
    const professional = new Visitor(site);
    await professional.signIn('francois.grangere');
    expect((await professional.get('/recherche?q=le+goff')).status).to.equal(403);
    await site.region.change('francois.grangere', [set('sn', '<img src=x>')]);
    expect((await referent.get('/recherche?q=francois')).text).to.not.contain('<img');
  });
});
