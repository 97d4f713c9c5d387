import type { SortKey, SortResult } from '../../protocol/controls/server-side-sorting.js';
import type { AttributeType, MatchingRule } from '../../schema/definitions.js';
import { ruleApplies } from '../../schema/rule-use.js';
import type { Kernel } from '../context.js';
import { searchedAttribute, type SearchedAttribute } from '../filter/searched-attribute.js';

/** A key of a sort, resolved: whose values, in the order of which rule. */
export interface OrderKey {
  readonly attribute: SearchedAttribute;
  readonly rule: MatchingRule;
  readonly reverse: boolean;
}

/** The keys of a sort, the one that counts most first; entries alike by all are in id order. */
export type SortOrder = readonly OrderKey[];

export type ResolvedOrder =
  | { readonly ok: true; readonly order: SortOrder }
  | { readonly ok: false; readonly why: SortResult };

export const sortKeysMax = 8;

/** Resolves the keys as a client wrote them, or says which one is at fault (RFC 2891 §1.2). */
export function resolveOrder(kernel: Kernel, keys: readonly SortKey[]): ResolvedOrder {
  const order: OrderKey[] = [];
  const seen = new Set<string>();
  for (const { attribute: description, rule: named, reverse } of keys) {
    const refused = (code: SortResult['code']): ResolvedOrder => ({
      ok: false,
      why: { code, attribute: description },
    });
    if (order.length === sortKeysMax) return refused('unwillingToPerform');
    const attribute = searchedAttribute(kernel, description);
    if (!attribute) return refused('noSuchAttribute');
    const name = [attribute.key, ...attribute.options].join(';');
    if (seen.has(name)) return refused('unwillingToPerform');
    seen.add(name);
    const rule = orderingOf(kernel, attribute.type, named);
    if (!rule) return refused('inappropriateMatching');
    order.push({ attribute, rule, reverse });
  }
  return { ok: true, order };
}

function orderingOf(
  { schema }: Kernel,
  type: AttributeType,
  named: string | undefined,
): MatchingRule | undefined {
  if (named === undefined) return type.ordering ?? orderOfIndex(type);
  const rule = schema.matchingRule(named);
  return rule?.use === 'ordering' && ruleApplies(rule, type) ? rule : undefined;
}

/** The EQUALITY rules whose keys are in an order that people expect: of strings and numbers. */
const inExpectedOrder: ReadonlySet<string> = new Set([
  '2.5.13.2',
  '2.5.13.5',
  '2.5.13.8',
  '2.5.13.14',
  '1.3.6.1.4.1.1466.109.114.1',
  '1.3.6.1.4.1.1466.109.114.2',
]);

/**
 * RFC 4519 gives names, `uid` and `mail` no ORDERING rule, and address books sort by them without
 * naming one: an indexed attribute of the kind has the order of its index.
 */
function orderOfIndex({ equality, indexes }: AttributeType): MatchingRule | undefined {
  return equality && indexes.has('equality') && inExpectedOrder.has(equality.oid)
    ? equality
    : undefined;
}
