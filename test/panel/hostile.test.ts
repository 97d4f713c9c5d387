import { expect } from 'chai';
import type { Entry } from '../../src/model/entry.js';
import { openSavedLists } from '../../src/state/saved-lists.js';
import { openExamples } from './examples-site.js';
import { everyPage } from './page-examples.js';
import { dnOf, set, suffix } from './region.js';
import { type Site, tokenIn, Visitor } from './site.js';

const hostile = `<img src=x onerror=alert(1)>"'\u0060{{t "x"}}</script><b>`;
const reflected = encodeURIComponent(hostile);

/** Values that people can write, whoever they are; those of others have a syntax of their own. */
const written: Readonly<Record<string, readonly string[]>> = {
  'francois.grangere': [
    ...['sn', 'givenName', 'profession', 'specialite', 'orientationParticuliere', 'description'],
    ...['libelleVoieModification', 'communeModification', 'typeVoieModification'],
  ],
  'yann.morvan007': ['sn', 'givenName', 'profession', 'communeModification'],
  'maelle.kerbrat': ['sn', 'givenName', 'profession'],
};

describe('hostile values', () => {
  let site: Site;
  let administrator: Visitor;

  before(async () => {
    site = await openExamples();
    for (const [login, names] of Object.entries(written)) {
      const changes = names.map((name) => set(name, hostile));
      const { code, message } = await site.region.change(login, changes);
      expect(code, message).to.equal('success');
    }
    const structure = `cn=r1,ou=structures,${suffix}`;
    const changes = ['raisonSociale', 'o', 'commune'].map((name) => set(name, hostile));
    const request = { kind: 'modify' as const, dn: structure, changes };
    const context = { controls: [], reason: hostile };
    expect((await site.region.operator.modify(request, context)).code).to.equal('success');
    await openSavedLists(site.region.store).save({
      ...{ id: 'l1', number: '12', name: hostile, owner: '', isShared: true },
      ...{ criteria: { nom: hostile }, columns: ['sn', 'uid'], sortBy: 'sn' },
    });
    administrator = new Visitor(site);
    await administrator.signIn('maelle.kerbrat');
  });
  after(() => site.close());

  const paths = [
    ...everyPage,
    ...[`/personnes?q=${reflected}`, `/personnes?nom=${reflected}&tri=${reflected}`],
    ...[`/structures?nom=${reflected}`, `/telephone?q=${reflected}`, `/recherche?q=${reflected}`],
    ...[`/journal?qui=${reflected}`, `/demandes?centre=${reflected}&service=${reflected}`],
    ...[`/connexion?vers=${reflected}`, `/mes-listes/nouvelle?nom=${reflected}`],
    ...[`/personnes/${reflected}`, `/structures/${reflected}`, `/imports/${reflected}`],
    ...['/recherche?q=img', '/personnes?q=grangere', `/${reflected}`],
  ];
  for (const path of paths) {
    it(`are shown as text: ${path.slice(0, 60)}`, async () => {
      const { text } = await administrator.get(path);
      expect(text).to.not.contain('<img').and.not.to.contain('</script><b>');
      expect(text).to.not.match(/<[^>]+\s(?:style|on\w+)=/i);
      expect(text).to.not.match(/<script(?![^>]*\ssrc=)/i);
      // Every attribute is closed by what opened it, whatever its value.
      expect(text).to.not.match(/<[^>]*\salert/);
    });
  }

  it('do come to the pages that show them', async () => {
    const shown = await Promise.all(everyPage.map((path) => administrator.get(path)));
    const count = shown.filter(({ text }) => text.includes('&lt;img src')).length;
    expect(count).to.be.above(15);
  });

  it('come back from a form as they were typed, as text', async () => {
    const page = await administrator.get('/structures/nouvelle');
    const fields = { jeton: tokenIn(page.text), raisonSociale: hostile, codePostal: hostile };
    const answer = await administrator.post('/structures/nouvelle', fields);
    expect(answer.status).to.equal(422);
    expect(answer.text).to.contain('&lt;img').and.not.to.contain('<img');
  });

  it('run no formula of a spreadsheet', async () => {
    await site.region.change('yann.morvan009', [set('profession', '=HYPERLINK("http://x";"y")')]);
    const { text } = await administrator.get('/personnes/export?nom=morvan');
    expect(text)
      .to.contain(`'=HYPERLINK`)
      .and.not.to.match(/[;\n"]=HYPERLINK/);
  });

  it('stand in the directory as they were written', () => {
    const entry = site.region.operator.read(dnOf('yann.morvan007'), ['sn']) as Entry;
    expect(String(entry.attributes.get('sn')?.values[0])).to.equal(hostile);
  });
});
