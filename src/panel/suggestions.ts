import { textOf } from '../model/entry.js';
import { type Panel, requireAdministration, requireSignIn, signedInOf } from './frame.js';
import type { PanelRouter } from './options.js';
import { personFilter } from './person-search.js';
import { recordPath } from './persons.js';
import { registerName } from './person-name.js';

const shownMax = 8;
const textMax = 100;

/** `/recherche?q=…` : the first persons found, while one types in the search box. */
export function suggestionRoutes(panel: Panel, router: PanelRouter): void {
  router.get('/recherche', requireSignIn, requireAdministration, (ctx) => {
    const q = typeof ctx.query['q'] === 'string' ? ctx.query['q'].trim().slice(0, textMax) : '';
    const { directory } = panel.options;
    const base = `ou=personnes,${directory.suffix}`;
    const asked = { base, text: q, filter: personFilter, offset: 0, limit: shownMax };
    const found =
      q === ''
        ? { persons: [], total: 0, totalIsExact: true }
        : signedInOf(ctx).operations.find({ ...asked, attributes: ['*'] });
    const language = ctx.state.language ?? 'fr';
    ctx.type = 'text/html; charset=utf-8';
    ctx.body = panel.pages.render('suggestions', language, {
      total: `${found.totalIsExact ? '' : 'plus de '}${String(found.total)}`,
      isEmpty: found.total === 0,
      all: `/personnes?q=${encodeURIComponent(q)}`,
      persons: found.persons.map(({ entry }) => ({
        href: recordPath(textOf(entry, 'uid') ?? '', '/personnes'),
        name: registerName(entry),
        facts: [textOf(entry, 'profession'), textOf(entry, 'commune'), textOf(entry, 'uid')]
          .filter(Boolean)
          .join(' · '),
      })),
    });
  });
}
