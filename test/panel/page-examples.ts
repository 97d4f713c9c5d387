/** An example of each page: a page without one here fails the test that looks for it. */
export const pages: Readonly<Record<string, readonly string[]>> = {
  '/': ['/'],
  '/connexion': ['/connexion'],
  '/mot-de-passe-oublie': ['/mot-de-passe-oublie'],
  '/nouveau-mot-de-passe': ['/nouveau-mot-de-passe?lien=x'],
  '/activation': ['/activation'],
  '/activation/confirmation': ['/activation/confirmation?lien=x'],
  '/accessibilite': ['/accessibilite'],
  '/espace-prive': ['/espace-prive'],
  '/espace-prive/profil': ['/espace-prive/profil'],
  '/espace-prive/services/:code': ['/espace-prive/services/ROR'],
  '/tableau-de-bord': ['/tableau-de-bord'],
  '/demandes': ['/demandes', '/demandes?centre=hors'],
  '/telephone': ['/telephone', '/telephone?login=yann.morvan007', '/telephone?q=zzzz'],
  '/imports': ['/imports'],
  '/imports/:id': ['/imports/i1'],
  '/journal': ['/journal'],
  '/personnes': ['/personnes', '/personnes?nom=morvan', '/personnes?q=zzzz'],
  '/personnes/nouvelle': ['/personnes/nouvelle'],
  '/personnes/:login': ['/personnes/francois.grangere'],
  '/personnes/:login/webdcr': ['/personnes/francois.grangere/webdcr'],
  '/personnes/:login/courriels/:id': ['/personnes/francois.grangere/courriels/m1'],
  '/structures': ['/structures'],
  '/structures/nouvelle': ['/structures/nouvelle'],
  '/structures/:id': ['/structures/r1'],
  '/listes/:slug': ['/listes/04-ACCES-WebDCR'],
  '/mes-listes/nouvelle': ['/mes-listes/nouvelle'],
  '/mes-listes/:id': ['/mes-listes/l1'],
  '/mes-listes/:id/modifier': ['/mes-listes/l1/modifier'],
};

/** No pages: files, fragments, and what leads elsewhere at once. */
export const otherRoutes = new Set([
  '/administration',
  '/assets/:name',
  '/langue/:language',
  '/apparence/:choice',
  '/recherche',
  '/imports/:id/refus',
  '/personnes/export',
  '/listes/:slug/export',
  '/mes-listes/:id/export',
]);

export const everyPage = [...Object.values(pages).flat(), '/nulle-part'];
