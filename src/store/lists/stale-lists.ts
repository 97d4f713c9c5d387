import type { Filter } from '../../model/filter.js';
import type { Schema } from '../../schema/schema.js';
import type { Rows } from '../rows.js';
import { isListText, listIdsOf, type ListPlan, listText } from './list-plan.js';

/**
 * Those of the changed lists whose rows do not follow the plan: lists that are to be kept now and
 * that some entry may be in, and lists kept no longer that have rows. A service that is new to
 * the catalogue is asked for by nobody yet, and its lists are empty.
 */
export function staleLists(
  {
    rows,
    plan,
    schema,
  }: { readonly rows: Rows<Buffer>; readonly plan: ListPlan; readonly schema: Schema },
  changed: readonly string[],
  facts: {
    /** What the store says of its lists. */
    readonly stored: Readonly<Record<string, string>>;
    /** Lower-cased attribute types that entries have, or had. */
    readonly present: ReadonlySet<string>;
  },
): string[] {
  const hasRows = (id: Buffer): boolean => {
    const [first] = [...rows.getKeys({ start: id, limit: 1 })];
    return first?.subarray(0, id.length).equals(id) === true;
  };
  return changed.filter(isListText).filter((name) => {
    const wanted = plan.lists.filter(({ definition }) => listText(definition) === name);
    const isAsked = wanted.some(({ definition }) =>
      mayHold(definition.filter, schema, facts.present),
    );
    const kept = new Set(wanted.map(({ id }) => id.toString('hex')));
    const ids = listIdsOf(facts.stored[name] ?? '');
    return isAsked || ids.some((id) => !kept.has(id.toString('hex')) && hasRows(id));
  });
}

/** Whether entries that have these attributes may be found by a filter. */
function mayHold(filter: Filter, schema: Schema, present: ReadonlySet<string>): boolean {
  if ('filters' in filter) {
    const holds = (each: Filter): boolean => mayHold(each, schema, present);
    return filter.kind === 'and' ? filter.filters.every(holds) : filter.filters.some(holds);
  }
  if ('filter' in filter) return true;
  const type = schema.attributeType(filter.attribute ?? '');
  return type !== undefined && present.has(type.name.toLowerCase());
}
