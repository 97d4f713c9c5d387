import type { Directory, JournalRow } from '../operations/directory.js';
import {
  type Panel,
  requireAdministration,
  requireRegional,
  requireSignIn,
  show,
} from './frame.js';
import { actorName, attributeLabels, doorName, operationName, valuesText } from './history.js';
import type { PanelRouter } from './options.js';
import { queryOf } from './query.js';
import { momentOf } from './typography.js';

const pageRows = 50;
const batchRows = 500;
/** A page looks no further back than this: it says so, and goes on from there. */
const scannedMax = 5_000;

/** « Journal » : every change and every reading of a record, the latest first. */
export function journalRoutes(panel: Panel, router: PanelRouter): void {
  router.get('/journal', requireSignIn, requireAdministration, (ctx) => {
    // It holds values that the rules give to no referent.
    requireRegional(ctx, 'Le journal est ouvert aux administrateurs régionaux.');
    const { directory, catalogue } = panel.options;
    const query = queryOf(ctx.query, ['qui', 'fiche', 'par', 'genre', 'avant']);
    const page = rowsBefore(directory, query);
    const labelOf = attributeLabels(catalogue);
    const older = new URLSearchParams({ ...query, avant: String(page.next) });
    show(
      panel,
      ctx,
      'journal',
      { heading: 'Journal', place: 'journal' },
      {
        query: { qui: '', fiche: '', par: '', genre: '', ...query },
        doors: ['', 'ldap', 'panel', 'cli', 'import', 'relay'].map((value) => ({
          value,
          text: value === '' ? 'Toutes' : doorName(value),
          isChosen: value === (query['par'] ?? ''),
        })),
        kinds: [
          ['', 'Tout'],
          ['change', 'Changements'],
          ['audit', 'Lectures et gestes'],
        ].map(([value = '', text]) => ({
          value,
          text,
          isChosen: value === (query['genre'] ?? ''),
        })),
        rows: page.rows.map((row) => rowView(row, labelOf)),
        isEmpty: page.rows.length === 0,
        older: page.next > 0 ? `/journal?${older.toString()}` : undefined,
      },
    );
  });
}

type Query = Readonly<Record<string, string>>;

function rowsBefore(
  directory: Directory,
  query: Query,
): { readonly rows: readonly JournalRow[]; readonly next: number } {
  const asked = Math.trunc(Number(query['avant'] ?? '')) || directory.lastSequence + 1;
  let before = Math.min(asked, directory.lastSequence + 1);
  const stop = Math.max(0, before - 1 - scannedMax);
  const rows: JournalRow[] = [];
  while (before > 1 && before - 1 > stop) {
    const after = Math.max(stop, before - 1 - batchRows);
    const batch = directory.follow(after, before - 1 - after).toReversed();
    for (const row of batch) {
      if (matches(row, query)) rows.push(row);
      if (rows.length >= pageRows) return { rows, next: row.sequence };
    }
    before = after + 1;
  }
  return { rows, next: stop > 0 ? stop + 1 : 0 };
}

function matches(row: JournalRow, { qui = '', fiche = '', par = '', genre = '' }: Query): boolean {
  return (
    (genre === '' || row.kind === genre) &&
    (par === '' || row.door === par) &&
    (qui === '' || row.actor.toLowerCase().includes(qui.toLowerCase())) &&
    (fiche === '' || row.dn.toLowerCase().includes(fiche.toLowerCase()))
  );
}

const valuesMax = 10;

function rowView(row: JournalRow, labelOf: ReturnType<typeof attributeLabels>): object {
  const { sequence, time, actor, onBehalfOf, door, operation, dn, changes, details } = row;
  const shown = row.operation === 'add' ? [] : changes.slice(0, valuesMax);
  return {
    sequence,
    iso: time,
    when: momentOf(new Date(time)),
    who: actorName(actor),
    onBehalfOf: onBehalfOf === undefined ? undefined : actorName(onBehalfOf),
    door: doorName(door),
    operation: operationName(operation),
    dn,
    reason: typeof details?.['reason'] === 'string' ? details['reason'] : undefined,
    changes: shown.map(({ attribute, before, after }) => ({
      label: labelOf(attribute),
      before: valuesText(before.slice(0, valuesMax)),
      after: valuesText(after.slice(0, valuesMax)),
    })),
    more: row.operation === 'add' ? 0 : changes.length - shown.length,
  };
}
