import { type Dn, formatDn, formatRdn, parseDn } from '../../model/dn.js';
import { LdapError } from '../../model/result.js';
import { canonicalDn } from '../../schema/canonical-name.js';
import type { DnKey } from '../../schema/definitions.js';
import type { Reader } from '../../store/reader.js';
import { noSuchObject, requireVisible } from '../access-of.js';
import type { Actor } from '../actor.js';
import type { Call, Kernel } from '../context.js';
import { dnKeyOf } from '../dn-text.js';
import { refuseReferral } from '../search/referrals.js';
import { specialEntries } from '../search/special-entries.js';

/** The name in a write request, which never follows an alias (RFC 4511 §4.6–§4.9). */
export interface WriteName {
  readonly dn: Dn;
  readonly key: DnKey;
  /** RFC 4514 string as this server formats it, and as the client wrote it. */
  readonly text: string;
  readonly written: string;
}

/** @throws LdapError `invalidDNSyntax` */
export function writeName(kernel: Kernel, text: string): WriteName {
  const dn = canonicalDn(kernel.schema, parseDn(text));
  return { dn, key: dnKeyOf(kernel, text), text: formatDn(dn), written: text };
}

/**
 * Refuses who is nobody: every write asks for an identity first, whatever the entry, as slapd
 * does (RFC 4511 Appendix A.2 `strongerAuthRequired`).
 */
export function requireIdentity(actor: Actor): void {
  if (actor.kind === 'anonymous') {
    throw new LdapError('strongerAuthRequired', 'modifications require authentication');
  }
}

/**
 * The entry that a write names.
 *
 * @throws LdapError `noSuchObject` with the deepest existing superior, `referral` at or below a
 * referral object, `unwillingToPerform` for the root DSE and the subschema
 */
export function existingTarget<R>(
  kernel: Kernel,
  reader: Reader,
  call: Call<R>,
  name: WriteName,
): number {
  refuseServerEntries(name.key);
  const id = reader.find(name.key);
  if (id === undefined) throw missingTarget(kernel, reader, call, name);
  refuseReferral(kernel, reader, call, name);
  return id;
}

/**
 * Below which entry a new one goes; 0 for the suffix entry itself.
 *
 * @throws LdapError as `existingTarget`; `aliasProblem` below an alias
 */
export function parentTarget<R>(
  kernel: Kernel,
  reader: Reader,
  call: Call<R>,
  name: WriteName,
): number {
  refuseServerEntries(name.key);
  if (name.key.text === kernel.suffixKey.text) return 0;
  const rdns = name.key.rdns.slice(1);
  const parent = reader.find({ rdns, text: rdns.join(',') });
  if (parent === undefined) throw missingTarget(kernel, reader, call, name);
  refuseReferral(kernel, reader, call, name);
  requireVisible(kernel, reader, call.actor, parent);
  refuseAlias(kernel, reader, parent);
  return parent;
}

/**
 * Entries do not go below an alias (RFC 4512 §2.6).
 *
 * @throws LdapError `aliasProblem`
 */
export function refuseAlias(kernel: Kernel, reader: Reader, parent: number): void {
  if (specialEntries(kernel, reader).aliases.has(parent)) {
    throw new LdapError('aliasProblem', 'the parent is an alias');
  }
}

/** The name of an entry below its parent, whose spelling is the one stored. */
export function nameBelow(
  reader: Reader,
  name: Pick<WriteName, 'dn' | 'text'>,
  parent: number,
): string {
  const [rdn] = name.dn;
  const parentDn = parent === 0 ? undefined : reader.dn(parent);
  return rdn === undefined || parentDn === undefined ? name.text : `${formatRdn(rdn)},${parentDn}`;
}

/** Whether a name is inside the one naming context that this server holds. */
export function isWithinSuffix(kernel: Kernel, key: DnKey): boolean {
  const { text } = kernel.suffixKey;
  return key.text === text || key.text.endsWith(`,${text}`);
}

function refuseServerEntries(key: DnKey): void {
  if (key.rdns.length === 0 || key.text === 'cn=subschema') {
    throw new LdapError('unwillingToPerform', 'the server itself keeps this entry');
  }
}

function missingTarget<R>(
  kernel: Kernel,
  reader: Reader,
  call: Call<R>,
  name: WriteName,
): LdapError {
  if (!isWithinSuffix(kernel, name.key)) {
    // No server to refer to: what slapd answers, "no global superior knowledge".
    return new LdapError('unwillingToPerform', 'the name is outside the naming context');
  }
  const nearest = reader.nearest(name.key);
  if (nearest !== undefined) refuseReferral(kernel, reader, call, name);
  return noSuchObject(kernel, reader, call.actor, nearest);
}
