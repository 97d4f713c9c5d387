import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars, { type HelperOptions } from 'handlebars';
import { type Language, languages, translate, type Translations } from './language.js';
import type { Places, Said } from './said.js';
import { frenchSpaces } from './typography.js';

/**
 * The pages of `templates/panel`, read and compiled once: `*.hbs` are pages, `partials/*.hbs`
 * their parts, `assets/*` what browsers fetch, `langues/<language>/*.json` the translations of
 * `{{t "French text"}}` and `{{t said}}`. A page's own style sheet and script are the assets of
 * its name.
 * Values are always escaped; a field that a view forgot throws.
 */
export interface Pages {
  render(page: string, language: Language, view: object): string;
  /** An asset's text, by file name. */
  asset(name: string): string | undefined;
}

const ownDirectory = fileURLToPath(new URL('../../templates/panel/', import.meta.url));
const extension = '.hbs';

export function openPages(directory: string = ownDirectory): Pages {
  const handlebars = Handlebars.create();
  const compile = (text: string): HandlebarsTemplateDelegate =>
    handlebars.compile(frenchSpaces(text), {
      strict: true,
      knownHelpersOnly: true,
      knownHelpers: { t: true },
    });
  const translations = new Map(
    languages.flatMap((each) => {
      const known = readTranslations(join(directory, 'langues', each));
      return known ? [[each, known] as const] : [];
    }),
  );
  handlebars.registerHelper('t', (text: string | Said, options: HelperOptions) => {
    const { language } = (options.data as { root: { language: Language } }).root;
    const [words, places] = typeof text === 'object' ? [text.words, text] : [text, options.hash];
    return translate(words, translations.get(language), places as Places);
  });

  for (const [name, text] of filesIn(join(directory, 'partials'))) {
    handlebars.registerPartial(name.slice(0, -extension.length), compile(text));
  }
  const pages = new Map<string, HandlebarsTemplateDelegate>();
  for (const [name, text] of filesIn(directory)) {
    pages.set(name.slice(0, -extension.length), compile(text));
  }
  const assets = new Map(filesIn(join(directory, 'assets')));

  return {
    render(page, language, view) {
      const template = pages.get(page);
      if (template === undefined) throw new Error(`no page ${page} in ${directory}`);
      const own = ['.css', '.js']
        .map((type) => `${page}${type}`)
        .filter((name) => assets.has(name));
      return template({ ...view, language, ownAssets: own.map(assetLink) });
    },
    asset: (name) => assets.get(name),
  };
}

const assetLink = (name: string): object => ({
  href: `/assets/${name}`,
  isScript: name.endsWith('.js'),
});

/** The translations into a language; undefined for French, which has none. */
function readTranslations(directory: string): Translations | undefined {
  if (!existsSync(directory)) return undefined;
  const files = filesIn(directory).map(
    ([, text]) => JSON.parse(text) as Readonly<Record<string, string>>,
  );
  return new Map(files.flatMap((each) => Object.entries(each)));
}

function filesIn(directory: string): [name: string, text: string][] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((file) => file.isFile())
    .map(({ name }) => [name, readFileSync(join(directory, name), 'utf8')]);
}
