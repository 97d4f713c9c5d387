import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { translate } from '../../src/panel/language.js';
import { openSite, type Site, Visitor } from './site.js';

const panel = 'templates/panel';
const filesIn = (directory: string): string[] =>
  readdirSync(directory, { withFileTypes: true })
    .filter((file) => file.isFile())
    .map(({ name }) => join(directory, name));

/** The French texts that the templates translate, where they are literal. */
function literalTexts(): Map<string, string> {
  const texts = new Map<string, string>();
  for (const file of [...filesIn(panel), ...filesIn(join(panel, 'partials'))]) {
    for (const [, text = ''] of readFileSync(file, 'utf8').matchAll(/\bt "([^"]*)"/g)) {
      texts.set(text, file);
    }
  }
  return texts;
}

const english = new Map(
  filesIn(join(panel, 'langues/en')).flatMap((file) =>
    Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>),
  ),
);

/** What a template shows that no helper translates: text between tags, and spoken attributes. */
function bareTexts(template: string): string[] {
  const spoken = [
    ...template.matchAll(/ (?:aria-label|placeholder|title|alt)="((?:{{[^}]*}}|[^"{])*)"/g),
  ];
  const said = template.replace(/{{[^]*?}}(?!})/g, '\0').replace(/<[^>]*>/g, '\0');
  return [...said.split(/[\0\n]+/), ...spoken.flatMap(([, text = '']) => text.split(/{{[^}]*}}/))]
    .map((text) => text.trim())
    .filter((text) => /\p{L}{2}/u.test(text) && !sameInAnyLanguage.has(text));
}

const sameInAnyLanguage = new Set(['webDCR', 'webDCR :', 'English', 'Français', '&nbsp;']);

/** French sentences in the code of the pages, put together where lines break. */
function frenchSentences(file: string): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const text = literalText(node);
    if (text === undefined) ts.forEachChild(node, visit);
    else if (/[éèêàçôîœ’]|^\p{Lu}[\p{L}']+ \p{L}/u.test(text)) found.push(text);
  };
  visit(source);
  return found;
}

function literalText(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node)) return node.text;
  if (!ts.isBinaryExpression(node)) return undefined;
  const [left, right] = [literalText(node.left), literalText(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}

/** For the journal, the file or the voice, which are French whoever reads. */
const keptInFrench = new Set([
  'Formulaire d’activation, adresse confirmée',
  'Liste incomplète : précisez les critères.',
  'Mot de passe choisi par le lien du courriel',
  'Création depuis le panneau',
  'Décision annulée dans la minute',
  'Motif : ',
  'souligné',
  'traitée',
  // Parts of sentences that name people, places or hours.
  'le GCS e-Santé Bretagne',
  'quelqu’un',
]);

const placesOf = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe('the languages of the pages', () => {
  for (const [text, file] of literalTexts()) {
    it(`« ${text} » of ${file} has an English text`, () => {
      expect(english.get(text)).to.be.a('string');
    });
  }

  for (const file of [...filesIn(panel), ...filesIn(join(panel, 'partials'))]) {
    it(`${file} shows nothing that is not translated`, () => {
      expect(bareTexts(readFileSync(file, 'utf8'))).to.deep.equal([]);
    });
  }

  for (const file of [...filesIn('src/panel'), 'src/domain/field-labels.ts']) {
    it(`what ${file} says has an English text`, () => {
      const unknown = frenchSentences(file).filter((text) => !english.has(text));
      expect(unknown.filter((text) => !keptInFrench.has(text))).to.deep.equal([]);
    });
  }

  it('keep the places of a text', () => {
    for (const [french, text] of english)
      expect(placesOf(text), text).to.deep.equal(placesOf(french));
  });

  it('fill places in, and leave French what has no translation', () => {
    const translations = new Map([['{count} à traiter', '{count} pending']]);
    expect(translate('{count} à traiter', translations, { count: 3 })).to.equal('3 pending');
    expect(translate('Bonjour {name} !', translations, { name: 'Anne' })).to.equal(
      'Bonjour Anne\u00a0!',
    );
  });

  describe('on the site', () => {
    let site: Site;
    before(async () => {
      site = await openSite();
    });
    after(() => site.close());

    it('is French whatever the browser prefers, until the reader chooses English', async () => {
      const visitor = new Visitor(site);
      const first = await visitor.get('/', { 'Accept-Language': 'en' });
      expect(first.text).to.contain('<html lang="fr">').and.to.contain('Aller au contenu');
      const chosen = await visitor.get('/langue/en?vers=/connexion');
      expect(chosen.location).to.equal('/connexion');
      const then = await visitor.get('/connexion');
      expect(then.headers.get('content-language')).to.equal('en');
      expect(then.text).to.contain('<html lang="en">').and.to.contain('Skip to content');
      await visitor.get('/langue/fr');
      expect((await visitor.get('/')).text).to.contain('<html lang="fr">');
    });

    it('leads to no other site', async () => {
      const answer = await new Visitor(site).get('/langue/en?vers=//ailleurs.example');
      expect(answer.location).to.equal('/');
    });
  });
});
