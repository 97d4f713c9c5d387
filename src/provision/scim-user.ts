import { createHash } from 'node:crypto';

import { type Entry, textOf, textsOf } from '../model/entry.js';
import type { MappedAttribute, ScimMapping } from './scim-mapping.js';

export const coreUserSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const annuaireUserSchema = 'urn:ietf:params:scim:schemas:extension:annuaire:2.0:User';

/** An element of a multi-valued attribute; ours is the one of type `work`. */
export interface WorkValue {
  readonly type: 'work';
  readonly [part: string]: string;
}

export type ExtensionValue = string | readonly string[];

/** Values by name; one that is undefined is to be absent at the target too. */
export type Owned<Value> = Readonly<Record<string, Value | undefined>>;

/**
 * What webDCR must hold of a person: only what the directory owns. CPS, profiles and
 * habilitations are webDCR's and never appear here.
 */
export interface DesiredUser {
  readonly userName: string;
  readonly externalId: string;
  readonly active: boolean;
  readonly single: Owned<string>;
  readonly name: Owned<string>;
  /** Our element of `emails`, `addresses`, `phoneNumbers`, with the parts that we own. */
  readonly elements: Readonly<
    Record<string, { readonly parts: readonly string[]; readonly value: WorkValue | undefined }>
  >;
  readonly extension: Owned<ExtensionValue>;
}

/** A person as it is sent. */
export interface ProvisionedPerson {
  readonly entry: Entry;
  /** Empty unless the mapping reads them. */
  readonly activities: readonly Entry[];
}

/**
 * The account of a person, from effective values (DESIGN §2). Active: the response is `Acceptée`
 * and the person is `Actif`; a person without `etat` counts as active.
 *
 * @param response attribute that opens the service: `reponseAccesCancerologie`.
 */
export function desiredUser(
  person: ProvisionedPerson,
  response: string,
  mapping: ScimMapping,
): DesiredUser | undefined {
  const { entry } = person;
  const login = textOf(entry, 'uid');
  if (login === undefined) return undefined;
  const { attributes } = mapping;
  const core = attributes.filter(({ isExtension }) => !isExtension);
  const isElement = ({ name, part }: MappedAttribute): boolean =>
    part !== undefined && name !== 'name';
  const names = new Set(core.filter(isElement).map(({ name }) => name));
  return {
    userName: login,
    externalId: login,
    active: textOf(entry, response) === 'Acceptée' && textOf(entry, 'etat') !== 'Inactif',
    single: textsBy(
      core.filter(({ part }) => part === undefined),
      entry,
    ),
    name: textsBy(
      core.filter(({ name }) => name === 'name'),
      entry,
    ),
    elements: Object.fromEntries(
      [...names].map((name) => {
        const parts = core.filter((each) => each.name === name);
        const value = workValue(textsBy(parts, entry));
        return [name, { parts: parts.map(({ part = 'value' }) => part), value }];
      }),
    ),
    extension: Object.fromEntries(
      attributes
        .filter(({ isExtension }) => isExtension)
        .map((each) => [each.name, extensionValue(each, person)]),
    ),
  };
}

/** The resource of a POST. */
export function userResource(user: DesiredUser): Readonly<Record<string, unknown>> {
  const { userName, externalId, active, single, name, elements, extension } = user;
  return present<unknown>({
    schemas: [coreUserSchema, annuaireUserSchema],
    userName,
    externalId,
    active,
    ...single,
    name: present(name),
    ...Object.fromEntries(
      Object.entries(elements).map(([key, { value }]) => [key, value && [value]]),
    ),
    [annuaireUserSchema]: present(extension),
  });
}

/** SCIM paths that hold something, `active` among them when it is true. */
export function filledPaths(user: DesiredUser): readonly string[] {
  const { active, single, name, elements, extension } = user;
  const filled = { ...single, ...name, ...extension };
  return [
    ...(active ? ['active'] : []),
    ...Object.keys(present<unknown>(filled)),
    ...Object.keys(elements).filter((key) => elements[key]?.value !== undefined),
  ];
}

/** Tells whether content has changed since it was last acknowledged. */
export function userHash(user: DesiredUser): string {
  return createHash('sha256')
    .update(JSON.stringify(userResource(user)))
    .digest('hex');
}

function textsBy(attributes: readonly MappedAttribute[], entry: Entry): Owned<string> {
  return Object.fromEntries(
    attributes.map((each) => [each.part ?? each.name, textFrom(each, entry)]),
  );
}

function textFrom({ from, orElse }: MappedAttribute, entry: Entry): string | undefined {
  const own = textOf(entry, from);
  if (own !== undefined) return own;
  const others = orElse.map((name) => textOf(entry, name)).filter((text) => text !== undefined);
  return others.length > 0 ? others.join(' ') : undefined;
}

function extensionValue(
  attribute: MappedAttribute,
  { entry, activities }: ProvisionedPerson,
): ExtensionValue | undefined {
  if (!attribute.isOfActivities) return textFrom(attribute, entry);
  const values = new Set(activities.flatMap((each) => textsOf(each, attribute.from)));
  return values.size > 0 ? [...values].sort() : undefined;
}

function workValue(parts: Owned<string>): WorkValue | undefined {
  const given = present(parts);
  return Object.keys(given).length > 0 ? { type: 'work', ...given } : undefined;
}

function present<T>(members: Owned<T>): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries(members).filter((each): each is [string, T] => each[1] !== undefined),
  );
}
