import type { ImportCounts, ImportedRecord, ImportPhase, ImportRow } from '../state/imports.js';
import type { ResultCodeName } from '../model/result.js';
import { actorName } from './history.js';
import { refusalText } from './refusals.js';
import type { Said } from './said.js';
import { momentOf } from './typography.js';

export const importPath = (id: string): string => `/imports/${encodeURIComponent(id)}`;

/** French; translated by the templates. */
const phases: Readonly<Record<ImportPhase, string>> = {
  planning: 'Lecture du fichier en cours',
  planned: 'Plan prêt',
  applying: 'Application en cours',
  done: 'Appliqué',
  stopped: 'Arrêté au premier refus',
  failed: 'Fichier illisible',
  interrupted: 'Interrompu',
};

const outcomes: Readonly<Record<string, string>> = {
  added: 'Création',
  modified: 'Modification',
  renamed: 'Changement de nom',
  deleted: 'Suppression',
  rejected: 'Refus',
};

const countLabels = [
  ['added', 'Créations'],
  ['modified', 'Modifications'],
  ['renamed', 'Changements de nom'],
  ['deleted', 'Suppressions'],
  ['unchanged', 'Inchangés'],
  ['rejected', 'Refus'],
] as const;

const number = new Intl.NumberFormat('fr-FR');

/** A line of the list of imports. */
export function importLine(row: ImportRow): object {
  const counts = row.result ?? row.plan;
  return {
    href: importPath(row.id),
    fileName: row.fileName,
    iso: new Date(row.at).toISOString(),
    when: momentOf(new Date(row.at)),
    who: actorName(row.by),
    phase: phases[row.phase],
    changes: counts && number.format(changesOf(counts)),
    rejected: counts && number.format(counts.rejected),
  };
}

/** A page about one file. */
export function importView(row: ImportRow, progress: number | undefined): object {
  const { plan, result, phase } = row;
  const shown = result ?? plan;
  const changes = plan === undefined ? 0 : changesOf(plan);
  return {
    ...importLine(row),
    size: sizeText(row.bytes),
    isUpdate: row.isUpdate,
    failure: row.failure,
    isRunning: progress !== undefined,
    percent: progress === undefined ? 0 : Math.floor(progress * 100),
    isPlan: shown !== undefined && result === undefined,
    figures: shown && figuresOf(shown),
    records: shown?.records.map(recordView) ?? [],
    isCut: shown !== undefined && shown.records.length < changesOf(shown) + shown.rejected,
    mayApply: phase === 'planned' && changes > 0,
    hasNothing: phase === 'planned' && changes === 0,
    apply: {
      words: changes > 1 ? 'Appliquer {count} changements' : 'Appliquer {count} changement',
      count: number.format(changes),
    } satisfies Said,
    hasRejected: (shown?.rejected ?? 0) > 0,
    isPartial: result !== undefined && phase !== 'done',
  };
}

function figuresOf(counts: ImportCounts): object[] {
  return countLabels.map(([key, label]) => ({ label, count: number.format(counts[key]) }));
}

function recordView({ line, dn, outcome, attributes, code, message }: ImportedRecord): object {
  const isRefused = outcome === 'rejected';
  return {
    line,
    dn,
    outcome: outcomes[outcome] ?? outcome,
    isRefused,
    refusal: isRefused ? reasonOf(code) : undefined,
    // The directory's own words, in English: they name the attribute.
    detail: isRefused ? message : undefined,
    attributes: attributes.join(', '),
  };
}

function reasonOf(code: string | undefined): string {
  if (code === undefined) return 'Cet enregistrement ne se lit pas.';
  if (code === 'noSuchObject') return 'La fiche, ou celle qui doit la contenir, n’existe pas.';
  return refusalText({ code: code as ResultCodeName });
}

function changesOf({ added, modified, renamed, deleted }: ImportCounts): number {
  return added + modified + renamed + deleted;
}

function sizeText(bytes: number): string {
  if (bytes < 1_000_000) return `${number.format(Math.ceil(bytes / 1_000))} ko`;
  return `${number.format(Math.round(bytes / 100_000) / 10)} Mo`;
}
