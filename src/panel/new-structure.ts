import { isFiness } from '../domain/identifiers.js';
import { escapeValue } from '../model/dn.js';
import type { Operations } from '../operations/directory.js';
import { structurePath } from './activities.js';
import { equal } from './filters.js';
import { formOf } from './form-guard.js';
import {
  type Panel,
  type PanelContext,
  requireAdministration,
  requireRegional,
  requireSignIn,
  seeOther,
  show,
  signedInOf,
} from './frame.js';
import type { PanelRouter } from './options.js';
import { refusalText } from './refusals.js';

const fields: readonly {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly isRequired: boolean;
}[] = [
  { name: 'raisonSociale', label: 'Raison sociale', hint: '', isRequired: true },
  { name: 'typeStructure', label: 'Type', hint: '', isRequired: true },
  { name: 'numeroFINESS', label: 'Numéro FINESS', hint: '9 caractères', isRequired: false },
  { name: 'numeroVoie', label: 'Numéro de voie', hint: '', isRequired: false },
  { name: 'typeVoie', label: 'Type de voie', hint: '', isRequired: false },
  { name: 'libelleVoie', label: 'Libellé de la voie', hint: '', isRequired: false },
  { name: 'codePostal', label: 'Code postal', hint: '5 chiffres', isRequired: true },
  { name: 'commune', label: 'Commune', hint: '', isRequired: true },
  { name: 'telephone', label: 'Téléphone', hint: '', isRequired: false },
];

type Values = Readonly<Record<string, string>>;

/** `/structures/nouvelle` : a regional administrator makes what no national file has. */
export function newStructureRoutes(panel: Panel, router: PanelRouter): void {
  const guarded = [requireSignIn, requireAdministration] as const;
  router.get('/structures/nouvelle', ...guarded, (ctx) => {
    requireRegional(ctx, forRegion);
    showForm(panel, ctx, { values: {}, errors: {} });
  });
  router.post('/structures/nouvelle', ...guarded, (ctx) => {
    requireRegional(ctx, forRegion);
    return create(panel, ctx);
  });
}

const forRegion = 'Les structures sont créées par les administrateurs régionaux.';

async function create(panel: Panel, ctx: PanelContext): Promise<void> {
  const { directory, random } = panel.options;
  const { operations } = signedInOf(ctx);
  const form = formOf(ctx);
  const values = Object.fromEntries(
    fields.map(({ name }) => [name, (form[name] ?? '').trim().slice(0, 200)]),
  );
  const errors = faultsOf(values);
  const refuse = (refusal?: string): void => {
    ctx.status = 422;
    showForm(panel, ctx, { values, errors, ...(refusal !== undefined && { refusal }) });
  };
  if (Object.keys(errors).length > 0) {
    refuse();
    return;
  }
  const base = `ou=structures,${directory.suffix}`;
  const finess = values['numeroFINESS'] ?? '';
  if (finess !== '' && isKnown(operations, base, finess)) {
    refuse('Une structure porte déjà ce numéro FINESS.');
    return;
  }
  const cn = finess === '' ? `local-${random(6).toString('hex')}` : finess;
  const dn = `cn=${escapeValue(Buffer.from(cn))},${base}`;
  const result = await operations.add(
    { kind: 'add', dn, attributes: attributesOf(values, cn) },
    { controls: [], address: ctx.state.address, reason: 'Création depuis le panneau' },
  );
  if (result.code !== 'success') {
    refuse(refusalText(result));
    return;
  }
  seeOther(ctx, structurePath(cn));
}

function isKnown(operations: Operations, base: string, finess: string): boolean {
  const filter = equal('numeroFINESS', finess);
  const page = { attributes: ['cn'], sortBy: 'raisonSociale', offset: 0, limit: 1 };
  return operations.list({ base, scope: 'one', filter, ...page }).total > 0;
}

function attributesOf(
  values: Values,
  cn: string,
): { readonly attribute: string; readonly values: readonly Buffer[] }[] {
  const texts = { ...values, cn, o: values['raisonSociale'] ?? '', origine: 'local' };
  const classes = ['organization', 'structureAnnuaire'].map((name) => Buffer.from(name));
  return [
    { attribute: 'objectClass', values: classes },
    ...Object.entries(texts)
      .filter(([, value]) => value !== '')
      .map(([attribute, value]) => ({ attribute, values: [Buffer.from(value)] })),
  ];
}

function faultsOf(values: Values): Values {
  const faults = fields.flatMap(({ name, isRequired }) => {
    const text = values[name] ?? '';
    if (text === '') return isRequired ? [[name, 'Ce champ est obligatoire.']] : [];
    if (name === 'numeroFINESS' && !isFiness(text)) {
      return [[name, 'Un numéro FINESS a 9 caractères, dont une clé : vérifiez-le.']];
    }
    if (name === 'codePostal' && !/^\d{5}$/.test(text)) {
      return [[name, 'Un code postal a 5 chiffres.']];
    }
    return [];
  });
  return Object.fromEntries(faults) as Values;
}

function showForm(
  panel: Panel,
  ctx: PanelContext,
  state: { readonly values: Values; readonly errors: Values; readonly refusal?: string },
): void {
  show(
    panel,
    ctx,
    'structure-nouvelle',
    { heading: 'Nouvelle structure', place: 'structures' },
    {
      refusal: state.refusal,
      fields: fields.map((each) => ({
        ...each,
        type: 'text',
        value: state.values[each.name] ?? '',
        error: state.errors[each.name],
      })),
    },
  );
}
