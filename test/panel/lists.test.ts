import { expect } from 'chai';
import { set } from './region.js';
import { openSite, readable, type Site, Visitor } from './site.js';

/** The rows of the page's table, each as its cells joined by bars. */
function rowsOf(html: string): string[] {
  const body = /<tbody>([\s\S]*?)<\/tbody>/.exec(html)?.[1] ?? '';
  return body
    .split('</tr>')
    .slice(0, -1)
    .map((row) =>
      row
        .split('</td>')
        .slice(0, -1)
        .map((cell) => readable(cell).trim())
        .join('|'),
    );
}

describe('lists of the administration', () => {
  let site: Site;
  let referent: Visitor;
  before(async () => {
    site = await openSite();
    referent = new Visitor(site);
    await referent.signIn('anne.le-goff');
  });
  after(() => site.close());

  const searches: readonly (readonly [name: string, query: string, rows: number])[] = [
    ['everyone', '', 124],
    ['a name, in any case', 'nom=grangere', 1],
    ['a part of a name', 'nom=ANGE', 1],
    ['stars', 'nom=GR*ERE', 1],
    ['a name without its accents is not the same', 'prenom=MAELLE', 0],
    ['the quick box reads logins without accents', 'q=Ma%C3%ABlle', 1],
    ['several words', 'q=yann+010', 1],
    ['a name without its hyphen and apostrophe', 'q=kerbrat+lhostis', 1],
    ['a misspelt name', 'q=fransois+grangerre', 1],
    ['a name and a commune', 'q=grangere+vannes', 1],
    ['the beginning of an RPPS number', 'q=99002141', 1],
    ['a mail address', 'q=francois.grangere%40exemple.bzh', 1],
    ['what was typed within what the form says', 'q=grangere&type=PS', 0],
    ['nobody', 'q=zzzz', 0],
    ['an apostrophe and a hyphen', "nom=KERBRAT-L'H", 1],
    ['an RPPS number with spaces', 'rpps=9900+2141+002', 1],
    ['a matricule', 'matricule=GCS02140', 1],
    ['a post code as place of exercise', 'lieu=2920', 120],
    ['a town as place of exercise', 'lieu=vannes', 1],
    ['two fields at once', 'type=AGENT&profession=Ambulancier', 1],
    ['a state', 'etat=Inactif', 0],
    ['brackets and stars that would be a filter', 'q=)(uid=', 0],
  ];
  for (const [name, query, rows] of searches) {
    it(`finds ${name}`, async () => {
      const { text, status } = await referent.get(`/personnes?${query}`);
      expect(status).to.equal(200);
      expect(rowsOf(text)).to.have.length(Math.min(rows, 50));
      expect(readable(text)).to.contain(
        `Liste des personnes (${String(rows)} enregistrement${rows > 1 ? 's' : ''})`,
      );
    });
  }

  it('shows the closest first, and says that there are more than it shows', async () => {
    const { text } = await referent.get('/personnes?q=morvan');
    expect(rowsOf(text)).to.have.length(50);
    expect(readable(text)).to.contain('Liste des personnes (plus de 100 enregistrements)');
    expect(readable(text)).to.contain('Recherche « morvan » : les plus proches d’abord');
    expect(text).to.not.contain('aria-sort');
    const close = await referent.get('/personnes?q=morvan+02');
    expect(rowsOf(close.text)).to.have.length(10);
    expect(rowsOf(close.text)[0]).to.contain('MORVAN 020');
  });

  it('sorts what it found by a column when asked', async () => {
    const { text } = await referent.get('/personnes?q=morvan+02&tri=uid&sens=desc');
    expect(rowsOf(text)[0]).to.contain('yann.morvan029');
    expect(text).to.contain('aria-sort="descending"');
  });

  it('pages through exactly the rows it announces, without repeating one', async () => {
    const seen: string[] = [];
    let path: string | undefined = '/personnes?profession=Infirmier';
    while (path !== undefined) {
      const { text } = await referent.get(path);
      seen.push(...rowsOf(text));
      const next = /rel="next" href="([^"]+)"/.exec(text)?.[1];
      path = next?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
    }
    expect(seen).to.have.length(120);
    expect(new Set(seen)).to.have.length(120);
  });

  it('shows the last page when asked for one beyond it', async () => {
    const { text } = await referent.get('/personnes?page=99');
    expect(rowsOf(text)).to.have.length(24);
  });

  it('sorts by a column, both ways, and says which to readers who do not see', async () => {
    const up = await referent.get('/personnes?tri=uid');
    expect(rowsOf(up.text)[0]).to.contain('anne.le-goff');
    expect(up.text).to.contain('aria-sort="ascending"');
    const down = await referent.get('/personnes?tri=uid&sens=desc');
    expect(rowsOf(down.text)[0]).to.contain('yann.morvan120');
  });

  it('puts names in the order of a French dictionary, É beside E', async () => {
    const logins = ['sans.acces', 'yann.morvan001', 'yann.morvan002'];
    const names = ['ÉVEN', 'EVENOU', 'Etienne'];
    const before = ['SANS', 'MORVAN 001', 'MORVAN 002'];
    for (const [at, login] of logins.entries()) {
      await site.region.change(login, [set('sn', names[at] ?? '')]);
    }
    const { text } = await referent.get('/personnes');
    expect(
      rowsOf(text)
        .slice(0, 4)
        .map((row) => row.split('|')[1]),
    ).to.deep.equal(['Etienne', 'ÉVEN', 'EVENOU', 'GRANGERE']);
    const searched = await referent.get('/personnes?nom=even');
    expect(rowsOf(searched.text)).to.have.length(1);
    const down = await referent.get('/personnes?tri=sn&sens=desc&page=3');
    expect(rowsOf(down.text).at(-1)).to.contain('Etienne');
    for (const [at, login] of logins.entries()) {
      await site.region.change(login, [set('sn', before[at] ?? '')]);
    }
  });

  it('shows persons with a request or an answer in the custom list', async () => {
    const { text } = await referent.get('/listes/04-ACCES-WebDCR');
    expect(rowsOf(text)).to.deep.equal([
      'AGENT|GCS02140|francois.grangere|GRANGERE|FRANCOIS|Ambulancier|Actif|23/11/2026',
      'PS|GCS00007|anne.le-goff|LE GOFF|ANNE|Médecin|Actif|23/11/2026',
    ]);
  });

  const choices: readonly (readonly [query: string, rows: number])[] = [
    ['reponse=A+traiter', 1],
    ['reponse=Accept%C3%A9e', 1],
    ['reponse=Refus%C3%A9e', 0],
    ['reponse=Jamais+demand%C3%A9', 0],
    ['reponse=nonsense', 2],
    ['demande=avec', 1],
    ['demande=sans', 1],
    ['demande=7', 1],
    ['demande=avec&reponse=Accept%C3%A9e', 0],
  ];
  for (const [query, rows] of choices) {
    it(`filters the custom list by ${query}`, async () => {
      const { text } = await referent.get(`/listes/04-ACCES-WebDCR?${query}`);
      expect(rowsOf(text)).to.have.length(rows);
    });
  }

  it('keeps the address of a list whatever its case, and knows no other', async () => {
    expect((await referent.get('/listes/04-acces-webdcr')).status).to.equal(200);
    expect((await referent.get('/listes/99-INCONNUE')).status).to.equal(404);
  });

  it('shows a referent its own lists and an administrator all of them', async () => {
    const administrator = new Visitor(site);
    await administrator.signIn('maelle.kerbrat');
    const rail = (html: string): string => /<nav class="rail"[\s\S]*?<\/nav>/.exec(html)?.[0] ?? '';
    expect(rail((await referent.get('/personnes')).text)).to.not.contain('Accès ORIS');
    expect(rail((await administrator.get('/personnes')).text)).to.contain('Accès ORIS');
  });

  it('counts what waits in the menu', async () => {
    await site.region.change('yann.morvan001', [set('reponseAccesCancerologie', 'A traiter')]);
    expect(readable((await referent.get('/personnes')).text)).to.contain('2 à traiter');
    await site.region.change('yann.morvan001', [set('reponseAccesCancerologie')]);
  });

  it('lists structures and shows one', async () => {
    const { text } = await referent.get('/structures?nom=atlantique');
    expect(rowsOf(text)[0]).to.contain('CENTRE HOSPITALIER BRETAGNE ATLANTIQUE|Etablissement');
    expect(readable((await referent.get('/structures/r1')).text)).to.contain('Commune VANNES');
    expect((await referent.get('/structures/inconnue')).status).to.equal(404);
  });
});
