import { textsOf } from '../../model/entry.js';
import type { SearchScope } from '../../model/request.js';
import { LdapError } from '../../model/result.js';
import type { DnKey } from '../../schema/definitions.js';
import type { Reader } from '../../store/reader.js';
import type { Call, Kernel } from '../context.js';
import { isFollowable, specialEntries } from './special-entries.js';

type Asking = Pick<Call<unknown>, 'actor' | 'controls'>;

/**
 * The referral object that a name is at or below, of which the actor may know; the topmost where
 * there are several. None where ManageDsaIT makes plain entries of them (RFC 3296 §3).
 */
export function referralAbove(
  kernel: Kernel,
  reader: Reader,
  { actor, controls }: Asking,
  key: DnKey,
): number | undefined {
  const { referrals } = specialEntries(kernel, reader);
  if (referrals.size === 0 || controls.manageDsaIt) return undefined;
  const isShown = (id: number): boolean =>
    isFollowable(kernel, reader, actor, { id, attribute: 'ref' });
  let found: number | undefined;
  let at = reader.nearest(key);
  while (at !== undefined && at !== 0) {
    if (referrals.has(at) && isShown(at)) found = at;
    at = reader.position(at)?.parentId;
  }
  return found;
}

/**
 * Refuses an operation on a name at or below a referral object with `referral` (RFC 3296 §5).
 *
 * @param name.scope of a search; other operations have none
 * @throws LdapError `referral`
 */
export function refuseReferral(
  kernel: Kernel,
  reader: Reader,
  asking: Asking,
  name: { readonly written: string; readonly key: DnKey; readonly scope?: SearchScope },
): void {
  const at = referralAbove(kernel, reader, asking, name.key);
  if (at !== undefined) throw referralTo(kernel, reader, { at, name, scope: name.scope });
}

function referralTo(
  kernel: Kernel,
  reader: Reader,
  {
    at,
    name,
    scope,
  }: {
    readonly at: number;
    readonly name: { readonly written: string; readonly key: DnKey };
    readonly scope: SearchScope | undefined;
  },
): LdapError {
  const object = reader.entry(at);
  const dn = object?.dn ?? '';
  const depth = name.key.rdns.length - suffixAbove(kernel) - depthOf(reader, at);
  const below = leadingRdns(name.written, depth);
  const referrals = (object ? textsOf(object, 'ref') : []).map((uri) =>
    rewritten(uri, { dn, below, scope }),
  );
  return new LdapError('referral', '', { matchedDn: dn, referrals });
}

/** RDNs of the suffix beyond its own entry. */
const suffixAbove = (kernel: Kernel): number => kernel.suffixKey.rdns.length - 1;

/** Entries from the suffix entry down to this one, both counted. */
function depthOf(reader: Reader, id: number): number {
  let depth = 0;
  for (let at: number | undefined = id; at !== undefined && at !== 0; depth += 1) {
    at = reader.position(at)?.parentId;
  }
  return depth;
}

/** The first RDNs of a written name, as written. */
function leadingRdns(written: string, count: number): string {
  if (count <= 0) return '';
  let found = 0;
  for (let at = 0; at < written.length; at += 1) {
    if (written[at] === '\\') at += 1;
    else if (written[at] === ',' && ++found === count) return written.slice(0, at);
  }
  return written;
}

/** The URIs of a reference met inside a search (RFC 4511 §4.5.3): base scope below one level. */
export function continuationUris(reader: Reader, id: number, scope: SearchScope): string[] {
  const object = reader.entry(id);
  if (!object) return [];
  const narrowed = scope === 'one' ? 'base' : 'sub';
  return textsOf(object, 'ref').map((uri) =>
    rewritten(uri, { dn: object.dn, below: '', scope: narrowed }),
  );
}

/**
 * The URI with a name and, for a search, a scope: the URI's own DN in place of the referral
 * object's, the object's where the URI has none (RFC 3296 §5.2). Attributes and filter go, what
 * extensions there are stay. Other than LDAP URIs are left.
 */
function rewritten(
  uri: string,
  target: { readonly dn: string; readonly below: string; readonly scope: SearchScope | undefined },
): string {
  const [written = ''] = uri.split(/\s/, 1);
  const parts = /^(ldaps?|ldapi):\/\/([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/i.exec(written);
  if (!parts) return written;
  const [, scheme = '', host = '', path = '', query = ''] = parts;
  const own = path === '' ? encodeName(target.dn) : path;
  const name = target.below === '' ? own : `${encodeName(target.below)},${own}`;
  const extensions = query.split('?').slice(3).join('?');
  const scope = target.scope ?? '';
  const tail = extensions === '' ? scope : `${scope}??${extensions}`;
  return `${scheme}://${host}/${name}${tail === '' ? '' : `??${tail}`}`;
}

/** Percent-encoding of what a URI cannot hold (RFC 4516 §2.1). */
const encodeName = (name: string): string => encodeURI(name).replace(/[?#]/g, encodeURIComponent);
