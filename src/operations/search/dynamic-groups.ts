import type { Filter } from '../../model/filter.js';
import { type LdapUrl, parseLdapUrl } from '../../model/ldap-url.js';
import type { SearchScope } from '../../model/request.js';
import { formatDn } from '../../model/dn.js';
import { type Entry, textsOf } from '../../model/entry.js';
import { LdapError } from '../../model/result.js';
import type { DnKey } from '../../schema/definitions.js';
import type { Reader } from '../../store/reader.js';
import type { Kernel } from '../context.js';
import type { Condition } from '../filter/condition.js';
import { dnKeyOf } from '../dn-text.js';
import type { MemberSource } from './group-members.js';
import { idsOfClass } from './special-entries.js';

/**
 * Dynamic groups: entries of the class groupOfURLs, whose members are what the LDAP URLs of
 * their `memberURL` find, with the server's own rights. A group that stores members as well is
 * what it stores. URLs of other servers, and what is in them beyond base, scope and filter, find
 * nothing; inside a filter `memberOf` and `member` know of no dynamic group, so that none hangs
 * on another.
 */
export interface DynamicGroup {
  readonly id: number;
  readonly urls: readonly MemberUrl[];
}

/** What of a URL decides. */
export interface MemberUrl {
  readonly base: DnKey;
  readonly scope: SearchScope;
  readonly filter: Filter;
}

/** How the directory answers for dynamic groups; made where filters can be compiled. */
export interface DynamicGroups {
  /** Those of a reader's view, in the order of their ids. */
  all(reader: Reader): readonly DynamicGroup[];
  /** TRUE of the members, for who may search `as`. */
  condition(reader: Reader, group: DynamicGroup, as: string): Condition;
  /** The groups that hold an entry. */
  holding(reader: Reader, id: number): readonly number[];
  members(reader: Reader, group: DynamicGroup): MemberSource;
}

/** Groups beyond these, and URLs of one group, have no members: each costs every `memberOf`. */
const groupsMax = 256;
const urlsMax = 16;

/** The dynamic groups of a view. */
export function readDynamicGroups(kernel: Kernel, reader: Reader): readonly DynamicGroup[] {
  return kernel.memory.dynamic.read(reader, () =>
    [...idsOfClass(kernel, reader, 'groupOfURLs')]
      .slice(0, groupsMax)
      .flatMap((id) => groupOf(kernel, reader, id) ?? []),
  );
}

function groupOf(kernel: Kernel, reader: Reader, id: number): DynamicGroup | undefined {
  const entry = reader.entry(id);
  if (!entry || entry.attributes.has('member')) return undefined;
  const urls = memberUrls(entry)
    .slice(0, urlsMax)
    .flatMap((url) => memberUrlOf(kernel, url) ?? []);
  return { id, urls };
}

/** The URLs of a group without their labels (RFC 2079). */
export function memberUrls(entry: Entry): string[] {
  return textsOf(entry, 'memberURL').map((text) => text.trim().split(/\s/, 1)[0] ?? '');
}

/** Undefined for what was stored before it was checked, and for other servers. */
function memberUrlOf(kernel: Kernel, text: string): MemberUrl | undefined {
  const url = urlOrNone(text);
  if (!url || url.host !== '') return undefined;
  try {
    return { base: dnKeyOf(kernel, formatDn(url.dn)), scope: url.scope, filter: url.filter };
  } catch (error) {
    if (error instanceof LdapError) return undefined;
    throw error;
  }
}

function urlOrNone(text: string): LdapUrl | undefined {
  try {
    return parseLdapUrl(text);
  } catch (error) {
    if (error instanceof LdapError) return undefined;
    throw error;
  }
}
