import { escapeValue } from '../model/dn.js';
import { type Entry, textOf } from '../model/entry.js';
import { structurePath } from './activities.js';
import { PageFault } from './page-fault.js';
import { all, any, contains, equal, startsWith } from './filters.js';
import { type Panel, requireAdministration, requireSignIn, show, signedInOf } from './frame.js';
import { localPath } from './local-path.js';
import type { PanelRouter } from './options.js';
import { queryOf, tableParameters } from './query.js';
import { type Column, tableOf } from './table.js';

/** Of a structure, in the list (the first six) and in its record. */
const facts: readonly (readonly [label: string, attribute: string])[] = [
  ['Raison sociale', 'raisonSociale'],
  ['Type', 'typeStructure'],
  ['Numéro FINESS', 'numeroFINESS'],
  ['Code postal', 'codePostal'],
  ['Commune', 'commune'],
  ['Téléphone', 'telephone'],
  ['Identifiant', 'cn'],
  ['Enseigne commerciale', 'enseigneCommerciale'],
  ['Catégorie', 'categorieEtablissement'],
  ["Secteur d'activité", 'secteurActivite'],
  ['Numéro FINESS juridique', 'numeroFINESSJuridique'],
  ['Numéro SIRET', 'numeroSIRET'],
  ['Numéro de voie', 'numeroVoie'],
  ['Type de voie', 'typeVoie'],
  ['Libellé de la voie', 'libelleVoie'],
  ['Territoire', 'territoire'],
  ['Centre de coordination', 'centreCoordination'],
  ['Email', 'adresseElectronique'],
];

const factOf = (structure: Entry, attribute: string): string | undefined =>
  textOf(structure, attribute) ??
  (attribute === 'raisonSociale' ? textOf(structure, 'o') : undefined);

const columns: readonly Column[] = facts.slice(0, 6).map(([label, attribute]) => ({
  label,
  attribute,
  textOf: (entry: Entry) => factOf(entry, attribute) ?? '',
  isLink: attribute === 'raisonSociale',
}));

/** « Structures »: the list and the record, read-only. */
export function structuresRoutes(panel: Panel, router: PanelRouter): void {
  const { directory } = panel.options;
  const base = `ou=structures,${directory.suffix}`;
  const isStructure = equal('objectClass', 'structureAnnuaire');

  router.get('/structures', requireSignIn, requireAdministration, (ctx) => {
    const query = queryOf(ctx.query, ['nom', ...tableParameters]);
    const name = (query['nom'] ?? '').trim();
    const search = any(
      contains('raisonSociale', name),
      contains('o', name),
      contains('commune', name),
      startsWith('codePostal', name),
    );
    const table = tableOf({
      operations: signedInOf(ctx).operations,
      schema: directory.schema,
      base,
      filter: name === '' ? isStructure : all(isStructure, search),
      columns,
      sortBy: 'raisonSociale',
      path: '/structures',
      query,
      hrefOf: (structure) => {
        const record = structurePath(textOf(structure, 'cn') ?? '');
        return `${record}?retour=${encodeURIComponent(ctx.url)}`;
      },
    });
    const mayCreate = signedInOf(ctx).standing.isAdministrator;
    const view = { table, caption: 'Liste des structures', typed: name, mayCreate };
    show(panel, ctx, 'structures', { heading: 'Structures', place: 'structures' }, view);
  });

  router.get('/structures/:id', requireSignIn, requireAdministration, (ctx) => {
    const id = escapeValue(Buffer.from(ctx.params['id'] ?? ''));
    const structure = signedInOf(ctx).operations.read(`cn=${id},${base}`, ['*']);
    if (structure === undefined) throw new PageFault(404, 'Cette structure n’existe pas.');
    const name = factOf(structure, 'raisonSociale') ?? ctx.params['id'] ?? '';
    show(
      panel,
      ctx,
      'structure',
      { heading: name, place: 'structures' },
      {
        name,
        back: localPath(ctx.query['retour'], '/structures'),
        fields: facts.map(([label, attribute]) => ({
          label,
          text: factOf(structure, attribute) ?? '—',
        })),
      },
    );
  });
}
