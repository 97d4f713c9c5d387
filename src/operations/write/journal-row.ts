import { type Entry, valuesOf } from '../../model/entry.js';
import { isUtf8 } from 'node:buffer';
import type { Schema } from '../../schema/schema.js';
import type {
  JournalEvent,
  JournalInput,
  JournalledChange,
  JournalValue,
} from '../../store/journal.js';
import type { Actor } from '../actor.js';
import type { Change } from './change.js';
import type { Kernel } from '../context.js';
import type { OperationContext } from '../directory.js';

/** What stands in the journal for a password: that it changed, never what it was or is. */
const secret: JournalValue = 'modifié';
const secretTypes = new Set(['userpassword']);

/** The journal row of a change that passed its stages. */
export function journalRow(change: Change, context: OperationContext): JournalInput {
  const { kernel, before, after, operation } = change;
  const renamed = before !== undefined && before.dn !== after.dn;
  const details = {
    ...(renamed && { newDn: after.dn }),
    ...(context.reason !== undefined && { reason: context.reason }),
  };
  return {
    kind: 'change',
    operation,
    csn: change.csn,
    time: change.at.toISOString(),
    actor: journalActor(kernel, change.actor),
    door: change.actor.door,
    dn: before?.dn ?? after.dn,
    entryUuid: change.entryUuid,
    changes: journalledChanges(kernel.schema, before, operation === 'delete' ? undefined : after),
    events: change.events as readonly (Change['events'][number] & JournalEvent)[],
    ...(Object.keys(details).length > 0 && { details }),
  };
}

/** A DN, or the name of an internal actor. */
export function journalActor(kernel: Pick<Kernel, 'rootDn'>, actor: Actor): string {
  if (actor.kind === 'entry') return actor.dn;
  if (actor.kind === 'internal') return actor.name;
  return actor.kind === 'root' ? kernel.rootDn : '';
}

/** Before and after of each attribute that differs; the server's own stamps say nothing new. */
function journalledChanges(
  schema: Schema,
  before: Entry | undefined,
  after: Entry | undefined,
): JournalledChange[] {
  return changedAttributes(schema, before, after).map((key) => {
    const attribute = (after?.attributes.get(key) ?? before?.attributes.get(key))?.description;
    return {
      attribute: attribute ?? key,
      before: journalValues(key, before),
      after: journalValues(key, after),
    };
  });
}

/** The keys of the attributes that differ, those apart that the server alone keeps. */
export function changedAttributes(
  schema: Schema,
  before: Entry | undefined,
  after: Entry | undefined,
): string[] {
  const keys = new Set([...(before?.attributes.keys() ?? []), ...(after?.attributes.keys() ?? [])]);
  return [...keys].filter((key) => {
    if (schema.describe(key)?.type.noUserModification) return false;
    return !sameOctets(before && valuesOf(before, key), after && valuesOf(after, key));
  });
}

/** Values are a set: their order is no difference. */
function sameOctets(a: readonly Buffer[] = [], b: readonly Buffer[] = []): boolean {
  if (a.length !== b.length) return false;
  if (a.every((value, index) => b[index]?.equals(value))) return true;
  const known = new Set(a.map((value) => value.toString('latin1')));
  return b.every((value) => known.has(value.toString('latin1')));
}

function journalValues(key: string, entry: Entry | undefined): JournalValue[] {
  const values = entry ? valuesOf(entry, key) : [];
  if (values.length > 0 && secretTypes.has(key.split(';', 1)[0] ?? key)) return [secret];
  return values.map((value) =>
    isUtf8(value) ? value.toString('utf8') : { base64: value.toString('base64') },
  );
}
