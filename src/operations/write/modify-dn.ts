import { formatRdn, parseDn, parseRdn, type Rdn } from '../../model/dn.js';
import type { Entry } from '../../model/entry.js';
import type { ModifyDnRequest } from '../../model/request.js';
import { LdapError, type Result } from '../../model/result.js';
import { canonicalRdn } from '../../schema/canonical-name.js';
import type { DnKey } from '../../schema/definitions.js';
import type { Schema } from '../../schema/schema.js';
import type { Reader } from '../../store/reader.js';
import { noSuchObject, requireVisible, targetOf, viewOf } from '../access-of.js';
import type { Actor } from '../actor.js';
import { describe } from './apply-modifications.js';
import { requireAssertion } from '../search/assertion.js';
import { referralAbove } from '../search/referrals.js';
import type { Call, Kernel } from '../context.js';
import { DraftAttribute } from './draft-attribute.js';
import { storedEntry } from './modify.js';
import { followReferences, renamedSubtree } from './references.js';
import { uuidOf, writeEntry } from './write.js';
import {
  existingTarget,
  isWithinSuffix,
  refuseAlias,
  requireIdentity,
  type WriteName,
  writeName,
} from './write-target.js';

/** Where the entry goes: its new parent, name and key. */
interface Destination {
  readonly parent: number;
  readonly dn: string;
  readonly key: DnKey;
}

const nothing: ReadonlySet<string> = new Set();

/** Modify DN (RFC 4511 §4.9): renames an entry, moves its subtree, or both. */
export async function renameEntry(kernel: Kernel, call: Call<ModifyDnRequest>): Promise<Result> {
  namesOf(kernel, call.request);
  requireIdentity(call.actor);
  return kernel.writes.modifyDn(call);
}

interface RenameNames {
  readonly name: WriteName;
  readonly rdn: Rdn;
  readonly rdnKey: string;
  readonly superior: WriteName | undefined;
}

/** The names in a request. @throws LdapError `invalidDNSyntax` and as `requireNaming` */
function namesOf(kernel: Kernel, request: ModifyDnRequest): RenameNames {
  const name = writeName(kernel, request.dn);
  const rdn = canonicalRdn(kernel.schema, parseRdn(request.newRdn));
  const rdnKey = kernel.schema.rdnKey(rdn);
  requireNaming(kernel.schema, rdn);
  const { newSuperior } = request;
  return {
    name,
    rdn,
    rdnKey,
    superior: newSuperior === undefined ? undefined : writeName(kernel, newSuperior),
  };
}

/** The transaction of a modify DN. */
export function writeNewName(kernel: Kernel, call: Call<ModifyDnRequest>): Promise<Result> {
  const { request, actor } = call;
  const { name, rdn, rdnKey, superior } = namesOf(kernel, request);
  return writeEntry(kernel, call, (transaction) => {
    const id = existingTarget(kernel, transaction, call, name);
    const access = requireVisible(kernel, transaction, actor, id);
    requireAssertion(kernel, transaction, call, id);
    // What stands in its way elsewhere is no affair of who may not rename it.
    if (!access.rename) throw new LdapError('insufficientAccessRights', 'no right to rename it');
    const before = storedEntry(transaction, id);
    const to = destination(kernel, transaction, call, { id, rdn, rdnKey, superior });
    return {
      facts: {
        operation: 'modifyDn',
        access,
        requested: nothing,
        entryUuid: uuidOf(before),
        before,
        after: before,
        apply: (entry) => renamed(kernel.schema, entry, { to: to.dn, rdn, ...request }),
      },
      id,
      commit: (change) => {
        const names = renamedSubtree(kernel, transaction, id, change);
        transaction.move(id, change.after, to.parent);
        followReferences(kernel, change, { transaction, names });
      },
    };
  });
}

/** @throws LdapError `namingViolation`, `constraintViolation` */
function requireNaming(schema: Schema, rdn: Rdn): void {
  for (const { type } of rdn) {
    const { type: naming } = describe(schema, type);
    if (!naming.equality) throw new LdapError('namingViolation', `${type} cannot name an entry`);
    if (naming.noUserModification) {
      throw new LdapError('constraintViolation', `${type}: no user modification allowed`);
    }
  }
}

interface Move {
  readonly id: number;
  readonly rdn: Rdn;
  readonly rdnKey: string;
  readonly superior: WriteName | undefined;
}

/** @throws LdapError as RFC 4511 §4.9 says of names that are taken, missing or elsewhere */
function destination(
  kernel: Kernel,
  reader: Reader,
  call: Call<ModifyDnRequest>,
  { id, rdn, rdnKey, superior }: Move,
): Destination {
  const oldParent = reader.position(id)?.parentId ?? 0;
  if (oldParent === 0 && rdnKey !== kernel.suffixKey.rdns[0]) {
    throw new LdapError('unwillingToPerform', 'the naming context itself is not renamed');
  }
  const parent = superior ? newParent(kernel, reader, call, { id, superior }) : oldParent;
  const parentKey = superior?.key ?? parentKeyOf(kernel, reader, id);
  const rdns = [rdnKey, ...parentKey.rdns];
  const key = { rdns, text: rdns.join(',') };
  if (parent !== oldParent) requireMayAdd(kernel, reader, call.actor, { id, key });
  const taken = reader.find(key);
  if (taken !== undefined && taken !== id) {
    refuseOtherServers(kernel, reader, call, key);
    throw new LdapError('entryAlreadyExists', '');
  }
  const parentDn = parent === 0 ? undefined : reader.dn(parent);
  const [, ...suffixParents] = kernel.suffix.split(/(?<!\\),/);
  const below = parentDn ?? suffixParents.join(',');
  return { parent, key, dn: below === '' ? formatRdn(rdn) : `${formatRdn(rdn)},${below}` };
}

function newParent(
  kernel: Kernel,
  reader: Reader,
  call: Call<ModifyDnRequest>,
  { id, superior }: { readonly id: number; readonly superior: WriteName },
): number {
  if (!isWithinSuffix(kernel, superior.key)) {
    throw new LdapError('affectsMultipleDSAs', 'the new superior is in another naming context');
  }
  refuseOtherServers(kernel, reader, call, superior.key);
  const nearest = reader.nearest(superior.key);
  if (nearest !== undefined && reader.isWithin(nearest, id)) {
    throw new LdapError('unwillingToPerform', 'the new superior is the entry or below it');
  }
  const parent = reader.find(superior.key);
  if (parent === undefined) throw noSuchObject(kernel, reader, call.actor, nearest);
  requireVisible(kernel, reader, call.actor, parent);
  refuseAlias(kernel, reader, parent);
  return parent;
}

/** A destination at or below a referral object is another server's (RFC 3296 §5.6.2). */
function refuseOtherServers(
  kernel: Kernel,
  reader: Reader,
  call: Call<ModifyDnRequest>,
  key: DnKey,
): void {
  if (referralAbove(kernel, reader, call, key) === undefined) return;
  throw new LdapError('affectsMultipleDSAs', 'the destination is on another server');
}

function parentKeyOf(kernel: Kernel, reader: Reader, id: number): DnKey {
  const name = writeName(kernel, reader.dn(id) ?? '');
  const rdns = name.key.rdns.slice(1);
  return { rdns, text: rdns.join(',') };
}

/** A move asks for the right to add where the entry arrives. */
function requireMayAdd(
  kernel: Kernel,
  reader: Reader,
  actor: Actor,
  { id, key }: { readonly id: number; readonly key: DnKey },
): void {
  const encoded = reader.encoded(id);
  if (!encoded) return;
  const here = targetOf(kernel, reader, id, encoded);
  const there = viewOf(kernel, reader, actor).on({
    dn: key.text,
    is: here.is,
    classes: here.classes,
    inGroup: () => here.inGroup(),
  });
  if (!there.add) throw new LdapError('insufficientAccessRights', 'no right to move it there');
}

/**
 * The entry under its new name: those values of the old RDN leave, if asked, and those of the new
 * one come that are not there (RFC 4511 §4.9). A value that only changes case changes it here too.
 */
function renamed(
  schema: Schema,
  entry: Entry,
  {
    to,
    rdn,
    deleteOldRdn,
  }: {
    readonly to: string;
    readonly rdn: Rdn;
    readonly deleteOldRdn: boolean;
  },
): Entry {
  const drafts = new Map<string, DraftAttribute>();
  const draftOf = (attribute: string): DraftAttribute => {
    const { key, canonical, type } = describe(schema, attribute);
    const stored = entry.attributes.get(key);
    const draft = drafts.get(key) ?? new DraftAttribute(canonical, type, stored);
    drafts.set(key, draft);
    return draft;
  };
  if (deleteOldRdn) {
    for (const { type, value } of parseDn(entry.dn)[0] ?? []) draftOf(type).discard(value);
  }
  for (const { type, value } of rdn) {
    const draft = draftOf(type);
    if (!draft.has(value)) draft.add(value);
  }
  const attributes = new Map(entry.attributes);
  for (const [key, draft] of drafts) {
    if (draft.empty) attributes.delete(key);
    else attributes.set(key, draft.attribute);
  }
  return { dn: to, attributes };
}
