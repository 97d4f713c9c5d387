import { passwordAttributes } from '../../model/password-attributes.js';
import type { Attribute, Entry } from '../../model/entry.js';
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

/** What stands in the journal for a password or its verifier: that it changed, never what it is. */
const secret: JournalValue = 'modifié';

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
    ...journalActors(kernel, change.actor),
    door: change.actor.door,
    dn: before?.dn ?? after.dn,
    entryUuid: change.entryUuid,
    changes: journalledChanges(kernel.schema, before, operation === 'delete' ? undefined : after),
    events: change.events as readonly (Change['events'][number] & JournalEvent)[],
    ...(Object.keys(details).length > 0 && { details }),
  };
}

/** Who acted and, where it was in another's name, for whom. */
function journalActors(
  kernel: Pick<Kernel, 'rootDn'>,
  actor: Actor,
): Pick<JournalInput, 'actor' | 'onBehalfOf'> {
  if (!actor.requester) return { actor: journalActor(kernel, actor) };
  return {
    actor: journalActor(kernel, actor.requester),
    onBehalfOf: journalActor(kernel, actor),
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
    const was = before?.attributes.get(key);
    const is = after?.attributes.get(key);
    const attribute = (is ?? was)?.description ?? key;
    const change = is?.large?.change;
    if (change && change.base === was?.large) {
      return {
        attribute,
        before: journalValues(key, change.removed.values()),
        after: journalValues(key, change.added.values()),
        kept: change.base.count - change.removed.size,
      };
    }
    return {
      attribute,
      before: journalValues(key, was?.values),
      after: journalValues(key, is?.values),
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
    return !sameValues(before?.attributes.get(key), after?.attributes.get(key));
  });
}

function sameValues(a: Attribute | undefined, b: Attribute | undefined): boolean {
  if (a === b) return true;
  if (a?.large && b?.large) {
    if (a.large === b.large) return true;
    if (a.large === b.large.change?.base) return false;
  }
  return sameOctets(a?.values, b?.values);
}

/** Values are a set: their order is no difference. */
function sameOctets(a: readonly Buffer[] = [], b: readonly Buffer[] = []): boolean {
  if (a.length !== b.length) return false;
  if (a.every((value, index) => b[index]?.equals(value))) return true;
  const known = new Set(a.map((value) => value.toString('latin1')));
  return b.every((value) => known.has(value.toString('latin1')));
}

function journalValues(key: string, given: Iterable<Buffer> = []): JournalValue[] {
  const values = [...given];
  if (values.length > 0 && passwordAttributes.has(key.split(';', 1)[0] ?? key)) return [secret];
  return values.map((value) =>
    isUtf8(value) ? value.toString('utf8') : { base64: value.toString('base64') },
  );
}
