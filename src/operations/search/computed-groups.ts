import { responseAttribute, type Service, type ServiceCatalogue } from '../../domain/catalogue.js';
import { escapeValue, parseDn } from '../../model/dn.js';
import type { EncodedEntry } from '../../model/encoded-entry.js';
import type { DnKey } from '../../schema/definitions.js';
import type { Schema } from '../../schema/schema.js';
import type { EntryIds, Reader } from '../../store/reader.js';
import { candidatesOf, intersection, type Plan } from '../filter/plan.js';
import { someValue, valuesIn } from '../filter/slice-values.js';

/**
 * The groups of `ou=acces`: one per service, whose members are the active persons with an
 * accepted access. Nothing of a membership is stored twice: both sides follow from the
 * person's two attributes.
 */

const accepted = Buffer.from('Acceptée');
const active = Buffer.from('Actif');

export interface ComputedGroup {
  readonly service: Service;
  /** Normalised name. */
  readonly text: string;
  readonly key: DnKey;
  /** What an entry must hold to be a member: canonical names and values. */
  readonly conditions: readonly { readonly attribute: string; readonly value: Buffer }[];
}

export interface ComputedGroups {
  readonly all: readonly ComputedGroup[];
  /** By normalised name. */
  named(text: string): ComputedGroup | undefined;
}

/** The groups of a catalogue; none in the general profile. */
export function computedGroups(options: {
  readonly schema: Schema;
  readonly suffix: string;
  readonly catalogue: ServiceCatalogue | undefined;
}): ComputedGroups {
  const { schema, suffix } = options;
  const all = (options.catalogue?.services ?? []).map((service): ComputedGroup => {
    const name = escapeValue(Buffer.from(service.code.toLowerCase()));
    const key = schema.dnKey(parseDn(`cn=${name},ou=acces,${suffix}`));
    return {
      service,
      key,
      text: key.text,
      conditions: [
        { attribute: canonical(schema, responseAttribute(service)), value: accepted },
        { attribute: canonical(schema, 'etat'), value: active },
      ],
    };
  });
  const byText = new Map(all.map((group) => [group.text, group]));
  return { all, named: (text) => byText.get(text) };
}

const canonical = (schema: Schema, name: string): string =>
  schema.attributeType(name)?.name ?? name;

/** Whether an entry holds what a group's members hold. */
export function isMember(schema: Schema, group: ComputedGroup, encoded: EncodedEntry): boolean {
  return group.conditions.every(({ attribute, value }) => {
    const values = valuesIn(encoded, attribute);
    const rule = schema.attributeType(attribute)?.equality;
    const key = rule?.prepareAssertion(value);
    if (!values || !rule || !key) return false;
    return someValue(values, (stored) => rule.prepareValue(stored)?.equals(key) === true);
  });
}

/** The members of a group, by the indexes; where they do not suffice every entry is looked at. */
export function memberIds(schema: Schema, reader: Reader, group: ComputedGroup): EntryIds {
  const plans = group.conditions.map(({ attribute, value }): Plan => {
    const type = schema.attributeType(attribute);
    const key = type?.equality?.prepareAssertion(value);
    if (!type || !key) return { kind: 'none', why: `no attribute ${attribute}` };
    const name = type.name.toLowerCase();
    const postings = reader.index.equality(name, key);
    return postings ? { kind: 'index', name, postings } : { kind: 'scan', why: name };
  });
  const { ids, exact } = candidatesOf(intersection(plans));
  if (ids && exact) return ids;
  const members: number[] = [];
  for (const id of ids ?? [...reader.allIds()]) {
    const encoded = reader.encoded(id);
    if (encoded && isMember(schema, group, encoded)) members.push(id);
  }
  return Uint32Array.from(members);
}
