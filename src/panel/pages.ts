import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';
import { frenchSpaces } from './typography.js';

/**
 * The pages of `templates/panel`, read and compiled once: `*.hbs` are pages, `partials/*.hbs`
 * their parts, `assets/*` what browsers fetch. Values are always escaped; a field that a view
 * forgot throws.
 */
export interface Pages {
  render(page: string, view: object): string;
  /** An asset's text, by file name. */
  asset(name: string): string | undefined;
}

const ownDirectory = fileURLToPath(new URL('../../templates/panel/', import.meta.url));
const extension = '.hbs';

export function openPages(directory: string = ownDirectory): Pages {
  const handlebars = Handlebars.create();
  const compile = (text: string): HandlebarsTemplateDelegate =>
    handlebars.compile(frenchSpaces(text), { strict: true, knownHelpersOnly: true });

  for (const [name, text] of filesIn(join(directory, 'partials'))) {
    handlebars.registerPartial(name.slice(0, -extension.length), compile(text));
  }
  const pages = new Map<string, HandlebarsTemplateDelegate>();
  for (const [name, text] of filesIn(directory)) {
    pages.set(name.slice(0, -extension.length), compile(text));
  }
  const assets = new Map(filesIn(join(directory, 'assets')));

  return {
    render(page, view) {
      const template = pages.get(page);
      if (template === undefined) throw new Error(`no page ${page} in ${directory}`);
      return template(view);
    },
    asset: (name) => assets.get(name),
  };
}

function filesIn(directory: string): [name: string, text: string][] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((file) => file.isFile())
    .map(({ name }) => [name, readFileSync(join(directory, name), 'utf8')]);
}
