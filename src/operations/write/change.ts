import type { EntryAccess } from '../../access/policy.js';
import type { Service } from '../../domain/catalogue.js';
import type { AnswererRole } from '../../domain/access-request.js';
import type { DomainEvent } from '../../domain/events.js';
import type { Values } from '../../domain/person.js';
import { type Entry, type Setting, withSettings } from '../../model/entry.js';
import type { PasswordPolicy } from '../../password/policy.js';
import { classListOf } from '../../schema/class-list.js';
import type { Schema } from '../../schema/schema.js';
import type { Actor } from '../actor.js';
import type { Kernel } from '../context.js';

export type WriteOperation = 'add' | 'modify' | 'modifyDn' | 'delete';

/** What the stages need to know of the directory; a bulk load has no open store to offer. */
export type StageKernel = Pick<
  Kernel,
  'schema' | 'suffix' | 'rootDn' | 'catalogue' | 'groups' | 'constraints' | 'addressParts'
>;

/** One write on its way through the stages: what was, what will be, and what follows from it. */
export interface Change {
  readonly kernel: StageKernel;
  readonly operation: WriteOperation;
  readonly actor: Actor;
  /** Lower-cased cn of the groups of ou=groupes that hold the actor. */
  readonly groups: ReadonlySet<string>;
  readonly access: EntryAccess;
  readonly at: Date;
  /** The change sequence number of the commit. */
  readonly csn: string;
  /** Lower-cased first names of the types that the request names, without options. */
  readonly requested: ReadonlySet<string>;
  readonly entryUuid: string;
  /** Undefined on add. */
  readonly before: Entry | undefined;
  /** On delete, the entry that goes; on add, until `apply`, a name without attributes. */
  readonly after: Entry;
  /** The normalised name of `after`, where the caller has it cheaper. @throws LdapError */
  readonly nameKey?: () => string;
  /** What the request asks, done to an entry. @throws LdapError */
  readonly apply: (entry: Entry) => Entry;
  /** The policy of an entry with this `pwdPolicySubentry`. */
  readonly passwordPolicy: (named: string | undefined) => PasswordPolicy;
  /** The next free matricule. */
  readonly allotMatricule: () => string;
  readonly events: readonly DomainEvent[];
}

export const personClass = 'personneAnnuaire';
/** The class of persons in lower case, as closures of classes have it. */
export const personKey = personClass.toLowerCase();

/** Whether an entry is a person of the directory; never in the general profile. */
export function isPerson(
  kernel: Pick<Kernel, 'schema' | 'catalogue'>,
  entry: Entry | undefined,
): boolean {
  if (!entry || !kernel.catalogue) return false;
  return classListOf(kernel.schema, entry).closure.has(personKey);
}

/** Whether the actor administers the region: its group, the root DN, or the process itself. */
export function isRegional({ actor, groups }: Pick<Change, 'actor' | 'groups'>): boolean {
  return actor.kind === 'root' || actor.kind === 'internal' || groups.has('administrateurs');
}

/** What the actor is to a service's requests. */
export function answererRole(change: Change, service: Service): AnswererRole {
  if (isRegional(change)) return 'regional';
  if (change.groups.has(service.referents.toLowerCase())) return 'referent';
  const alsoGrants = change.kernel.catalogue?.services.some(
    (other) =>
      other.alsoGrants.includes(service.code) && change.groups.has(other.referents.toLowerCase()),
  );
  return alsoGrants ? 'also-grants' : 'none';
}

/** Whether the write comes from the operator's own files, taken as they are. */
export function isRestore({ actor }: Pick<Change, 'actor'>): boolean {
  return actor.kind === 'internal' && actor.name === 'restore';
}

/**
 * The values of an entry as the domain reads them.
 *
 * @param wanted lower-cased names, where only some are read
 */
export function domainValues(entry: Entry, wanted?: Iterable<string>): Values {
  const values = new Map<string, readonly string[]>();
  for (const key of wanted ?? entry.attributes.keys()) {
    const attribute = entry.attributes.get(key);
    if (attribute)
      values.set(
        key,
        attribute.values.map((value) => value.toString('utf8')),
      );
  }
  return values;
}

/** The change with one attribute of its result set to texts; none removes it. */
export function setTexts(change: Change, attribute: string, texts: readonly string[]): Change {
  return setAllTexts(change, [[attribute, texts]]);
}

/** The change with several attributes of its result set to texts, in this order. */
export function setAllTexts(
  change: Change,
  texts: Iterable<readonly [attribute: string, texts: readonly string[]]>,
): Change {
  const { kernel, after } = change;
  const settings: Setting[] = [];
  for (const [attribute, its] of texts) {
    const setting = settingOf(kernel.schema, attribute, its);
    if (its.length > 0 || after.attributes.has(setting.key)) settings.push(setting);
  }
  return settings.length === 0 ? change : { ...change, after: withSettings(after, settings) };
}

function settingOf(schema: Schema, attribute: string, texts: readonly string[]): Setting {
  const { canonical, key } = schema.describe(attribute) ?? {
    canonical: attribute,
    key: attribute.toLowerCase(),
  };
  return { key, description: canonical, values: texts.map((text) => Buffer.from(text)) };
}
