import {
  annuaireUserSchema,
  coreUserSchema,
  type DesiredUser,
  type ExtensionValue,
  type WorkValue,
} from './scim-user.js';

/** A resource as the target gave it: anything. */
export type RemoteUser = Readonly<Record<string, unknown>>;

/** One operation of a PATCH (RFC 7644 §3.5.2): one attribute, whole. */
export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

/**
 * What to change at the target so that it holds `desired`; empty when it already does. Only
 * what the directory owns is compared; elements of other types (a private e-mail that webDCR
 * holds) are carried over. Attributes are set whole, because a filtered path fails where the
 * element is missing.
 */
export function differences(desired: DesiredUser, remote: RemoteUser): PatchOperation[] {
  const { userName, externalId, active, elements } = desired;
  return [
    ...single('userName', userName, remote['userName']),
    ...single('externalId', externalId, remote['externalId']),
    ...single('active', active, remote['active']),
    ...Object.entries(desired.single).flatMap(([path, value]) => single(path, value, remote[path])),
    ...nameDifference(desired.name, remote['name']),
    ...Object.entries(elements).flatMap(([path, element]) =>
      elementDifference(path, element, remote[path]),
    ),
    ...extensionDifference(desired.extension, remote[annuaireUserSchema]),
  ];
}

/** The whole resource for a PUT: the target's, with ours over it; what the target owns stays. */
export function mergedUser(remote: RemoteUser, operations: readonly PatchOperation[]): RemoteUser {
  const merged: Record<string, unknown> = { ...remote };
  const extension: Record<string, unknown> = { ...recordOf(remote[annuaireUserSchema]) };
  const prefix = `${annuaireUserSchema}:`;
  for (const { op, path, value } of operations) {
    const inExtension = path.startsWith(prefix);
    const holder = inExtension ? extension : merged;
    const member = inExtension ? path.slice(prefix.length) : path;
    if (op === 'remove') Reflect.deleteProperty(holder, member);
    else holder[member] = value;
  }
  merged[annuaireUserSchema] = extension;
  // RFC 7644 §3.5.1: meta is the target's to write.
  Reflect.deleteProperty(merged, 'meta');
  const schemas = Array.isArray(remote['schemas']) ? (remote['schemas'] as unknown[]) : [];
  merged['schemas'] = [...new Set([...schemas, coreUserSchema, annuaireUserSchema])];
  return merged;
}

function single(
  path: string,
  wanted: ExtensionValue | boolean | undefined,
  held: unknown,
): PatchOperation[] {
  if (wanted === undefined) return isAbsent(held) ? [] : [{ op: 'remove', path }];
  return sameValue(wanted, held) ? [] : [{ op: 'replace', path, value: wanted }];
}

function nameDifference(wanted: DesiredUser['name'], held: unknown): PatchOperation[] {
  const remote = recordOf(held);
  const members = Object.entries(wanted);
  const same = members.every(([key, value]) => sameText(value, remote[key]));
  if (same) return [];
  // `formatted` would contradict the new parts; what else the target keeps in it stays.
  const replaced = new Set(['formatted', ...members.map(([key]) => key)]);
  const value = Object.fromEntries([
    ...Object.entries(remote).filter(([key]) => !replaced.has(key)),
    ...members.filter(([, part]) => part !== undefined),
  ]);
  return [{ op: 'replace', path: 'name', value }];
}

function elementDifference(
  path: string,
  { parts, value: wanted }: DesiredUser['elements'][string],
  held: unknown,
): PatchOperation[] {
  const elements = Array.isArray(held) ? (held as unknown[]).map(recordOf) : [];
  const ours = elements.filter((each) => each['type'] === 'work');
  const others = elements.filter((each) => each['type'] !== 'work');
  if (wanted === undefined) {
    if (ours.length === 0) return [];
    return others.length > 0 ? [{ op: 'replace', path, value: others }] : [{ op: 'remove', path }];
  }
  const [only] = ours;
  if (ours.length === 1 && only && sameElement(parts, wanted, only)) return [];
  return [{ op: 'replace', path, value: [wanted, ...others] }];
}

/** Of the members that the directory sets: one that we no longer have must go. */
function sameElement(parts: readonly string[], wanted: WorkValue, held: RemoteUser): boolean {
  return parts.every((part) => sameText(wanted[part], held[part]));
}

function extensionDifference(wanted: DesiredUser['extension'], held: unknown): PatchOperation[] {
  const remote = recordOf(held);
  return Object.entries(wanted).flatMap(([key, value]) =>
    single(`${annuaireUserSchema}:${key}`, value, remote[key]),
  );
}

/** A list is a set: a target may give it in any order. */
function sameValue(wanted: ExtensionValue | boolean, held: unknown): boolean {
  if (typeof wanted !== 'object') return wanted === held;
  if (!Array.isArray(held) || held.length !== wanted.length) return false;
  const known = new Set(held as readonly unknown[]);
  return wanted.every((value) => known.has(value));
}

function sameText(wanted: string | undefined, held: unknown): boolean {
  return wanted === undefined ? isAbsent(held) : wanted === held;
}

/** RFC 7643 §2.5: unassigned, null and an empty array are one. */
function isAbsent(held: unknown): boolean {
  if (Array.isArray(held)) return held.length === 0;
  return held === undefined || held === null || held === '';
}

function recordOf(value: unknown): RemoteUser {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as RemoteUser)
    : {};
}
