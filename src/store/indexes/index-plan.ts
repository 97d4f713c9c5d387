import { approximateEdition } from '../../schema/approximate.js';
import type { AttributeType, MatchingRule } from '../../schema/definitions.js';
import type { Schema } from '../../schema/schema.js';
import { spellingEdition } from '../../schema/spelling.js';
import { wordsEdition } from '../../schema/words.js';

/** Which indexes the schema asks for (`X-INDEX`), and by which rules their keys are made. */
export interface IndexedAttribute {
  /** Lower-cased first name of the type. */
  readonly name: string;
  readonly type: AttributeType;
  readonly equality: MatchingRule | undefined;
  /** Where it prepares values otherwise than `equality`, which serves ordering else. */
  readonly ordering: MatchingRule | undefined;
  readonly substring: MatchingRule | undefined;
  readonly presence: boolean;
  readonly approximate: boolean;
  readonly words: boolean;
  /** Whether equality keys start with the initial part of a substring assertion. */
  readonly initialByEquality: boolean;
}

export type IndexPlan = ReadonlyMap<string, IndexedAttribute>;

export function indexPlanOf(schema: Schema): IndexPlan {
  const plan = new Map<string, IndexedAttribute>();
  for (const type of schema.attributeTypes) {
    if (type.indexes.size > 0) plan.set(type.name.toLowerCase(), indexed(type));
  }
  return plan;
}

function indexed(type: AttributeType): IndexedAttribute {
  const equality = type.indexes.has('equality') ? type.equality : undefined;
  const separate =
    equality !== undefined &&
    type.ordering !== undefined &&
    type.ordering.prepareValue !== equality.prepareValue;
  return {
    name: type.name.toLowerCase(),
    type,
    equality,
    ordering: separate ? type.ordering : undefined,
    substring: type.indexes.has('substring') ? type.substring : undefined,
    presence: type.indexes.has('presence'),
    approximate: type.indexes.has('approximate'),
    words: type.indexes.has('words'),
    initialByEquality:
      equality !== undefined && type.substring?.prepareValue === equality.prepareValue,
  };
}

/** The plan as plain data, to tell whether the rows on disk were made by another one. */
export function planText(plan: IndexPlan): Record<string, string> {
  const texts = [...plan.values()].map((each): [string, string] => [
    each.name,
    [
      each.equality && `equality ${each.equality.oid}`,
      each.ordering && `ordering ${each.ordering.oid}`,
      each.substring && `substring ${each.substring.oid}`,
      each.presence && 'presence',
      each.approximate && `approximate ${String(approximateEdition)}`,
      each.approximate && each.substring && 'approximate substring',
      each.words && `words ${String(wordsEdition)}.${String(spellingEdition)}`,
    ]
      .filter((part) => typeof part === 'string')
      .join(', '),
  ]);
  return Object.fromEntries(texts.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The attributes whose rows differ between two plans. */
export function changedAttributes(
  stored: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): string[] {
  const names = new Set([...Object.keys(stored), ...Object.keys(wanted)]);
  return [...names].filter((name) => (stored[name] ?? '') !== (wanted[name] ?? ''));
}
