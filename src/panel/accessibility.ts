import { contactLink } from './contact.js';
import { type Panel, show } from './frame.js';
import type { PanelRouter } from './options.js';

/** `/accessibilite` : the declaration that RGAA asks for, for what was checked and how. */
export function accessibilityRoutes(panel: Panel, router: PanelRouter): void {
  router.get('/accessibilite', (ctx) => {
    show(
      panel,
      ctx,
      'accessibilite',
      { heading: 'Accessibilité' },
      {
        contact: contactLink(panel.options),
      },
    );
  });
}
