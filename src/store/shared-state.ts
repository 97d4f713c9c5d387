import type { DnKey } from '../schema/definitions.js';
import type { Schema } from '../schema/schema.js';
import { AttributeDictionary, attributeResolver } from './attribute-dictionary.js';
import type { Environment } from './environment.js';
import { indexPlanOf, type IndexPlan } from './indexes/index-plan.js';
import { listPlanOf, type ListPlan } from './lists/list-plan.js';
import { NameCache } from './name-cache.js';
import type { Reader } from './reader.js';
import { RecentMarks } from './recent-marks.js';
import { ShapeDictionary } from './shape-dictionary.js';

/** What a reader remembers between two reads. */
export interface Memory {
  readonly dictionary: AttributeDictionary;
  readonly shapes: ShapeDictionary;
  readonly names: NameCache;
}

/** What the running write remembers. */
export interface WriteMemory extends Memory {
  readonly reader: Reader;
}

/** What all readers of an open store have in common. */
export interface SharedState {
  readonly environment: Environment;
  readonly schema: Schema;
  readonly suffix: DnKey;
  readonly plan: IndexPlan;
  readonly listPlan: ListPlan;
  readonly dictionary: AttributeDictionary;
  readonly shapes: ShapeDictionary;
  /** Of the latest generation seen; an older reader keeps its own. */
  names: NameCache;
  /** Of the rows that this process appended last. */
  readonly recent: RecentMarks;
  /**
   * What the running write remembers. LMDB shows its uncommitted changes to every read made
   * while its callback runs, through whatever reader: all of them must then remember here.
   */
  writing: WriteMemory | undefined;
}

export function sharedStateOf(
  environment: Environment,
  schema: Schema,
  suffix: DnKey,
): SharedState {
  const plan = indexPlanOf(schema);
  const source = { rows: environment.attributes, resolve: attributeResolver(schema, plan) };
  const dictionary = new AttributeDictionary(source);
  return {
    environment,
    schema,
    suffix,
    plan,
    listPlan: listPlanOf(schema, plan),
    dictionary,
    shapes: new ShapeDictionary({ rows: environment.shapes, dictionary }),
    names: new NameCache(-1),
    recent: new RecentMarks(),
    writing: undefined,
  };
}

/** The names that are true in a view of the given generation. */
export function namesOf(shared: SharedState, generation: number): NameCache {
  if (shared.names.generation === generation) return shared.names;
  const names = new NameCache(generation);
  if (generation > shared.names.generation) shared.names = names;
  return names;
}

/** The names of a write that begins: those of its generation, where nothing was renamed since. */
export function namesForWrite(shared: SharedState, generation: number): NameCache {
  const { names } = shared;
  return new NameCache(-1, names.generation === generation ? names : undefined);
}
