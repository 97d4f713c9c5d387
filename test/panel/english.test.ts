import { expect } from 'chai';
import { openExamples } from './examples-site.js';
import { everyPage } from './page-examples.js';
import { set } from './region.js';
import { readable, type Site, tokenIn, Visitor } from './site.js';

/** Words that only a French sentence has. */
const french =
  /(?<![\p{L}’'-])(?:le|la|les|des|du|une?|est|sont|pour|avec|dans|votre|vos|vous|cette|qui|aucune?|par|pas|sur|aux?|ou|et|à|jamais|enregistrements?)(?![\p{L}’'-])|[\p{L}]*(?:é|è|ê|œ)[\p{L}]*/giu;

/** Names of things, which have no translation: services, places, professions as stored. */
const names: readonly RegExp[] = [
  /Cancérologie|(?:Messagerie|MESSAGERIE) (?:Sécurisée|SÉCURISÉE)|Annuaire Régional|e-Santé/g,
  /RÉPERTOIRE OPÉRATIONNEL DES RESSOURCES|DE CANCÉROLOGIE|ANNUAIRE RÉGIONAL|Demandes Accès \w+/g,
  /Défenseur des droits|Français|Votre accès est ouvert|LE G\*EC|LE GOFF|opt. médicale/g,
  /Administrateur régional|Médecin|Salarié|MAËLLE|\w+&#x3D;[\w-]+/g,
  // Days and hours are written the French way.
  /\d\d\/\d\d\/\d{4} à/g,
];

/** What a page says in French to who has chosen English; parts marked as French left out. */
function frenchIn(html: string): string[] {
  const own = html
    .replace(/<(\w+)[^>]* lang="fr"[^>]*>[\s\S]*?<\/\1>/g, '')
    .replace(/<(?:input|option)[^>]*>/g, '')
    // Values as they are stored.
    .replace(/<(del|ins)>[^<]*<\/\1>/g, '');
  const spoken = [...own.matchAll(/ (?:aria-label|placeholder|title)="([^"]*)"/g)].map(
    ([, text = '']) => readable(text),
  );
  let text = [readable(own), ...spoken].join(' | ');
  for (const name of names) text = text.replace(name, '');
  return [...text.matchAll(french)].map(({ index }) =>
    text.slice(Math.max(0, index - 30), index + 30),
  );
}

describe('the pages in English', function () {
  this.timeout(30_000);
  let site: Site;
  let reader: Visitor;
  let stranger: Visitor;
  before(async () => {
    site = await openExamples();
    reader = new Visitor(site);
    await reader.signIn('maelle.kerbrat');
    stranger = new Visitor(site);
    for (const each of [reader, stranger]) await each.get('/langue/en');
  });
  after(() => site.close());

  it('tell who answered a request, and when', async () => {
    const page = await reader.get('/demandes');
    const form = { jeton: tokenIn(page.text), accepter: 'francois.grangere:Cancerologie' };
    expect((await reader.post('/demandes', form)).status).to.equal(303);
    const second = readable((await reader.post('/demandes', form)).text);
    expect(second).to.contain('already accepted by maelle.kerbrat at 10 h 42');
    const change = [set('reponseAccesCancerologie', 'A traiter')];
    await site.region.change('francois.grangere', change);
  });

  const forAnyone = new Set(['/', '/connexion']);
  for (const path of everyPage) {
    it(`say nothing in French: ${path}`, async () => {
      const { text } = await (forAnyone.has(path) ? stranger : reader).get(path);
      expect(text).to.contain('<html lang="en"');
      expect(frenchIn(text)).to.deep.equal([]);
    });
  }
});
