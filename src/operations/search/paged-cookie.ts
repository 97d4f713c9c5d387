import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SearchRequest } from '../../model/request.js';
import { LdapError, type ResponseControl } from '../../model/result.js';
import { encodePagedResults, pagedResultsOid } from '../../protocol/controls/paged-results.js';
import type { SortPlace } from '../sort/sort-values.js';
import { actorName } from '../door.js';
import type { Call, Kernel } from '../context.js';

/**
 * Cookies of paged results (RFC 2696). A cookie is a position and a seal; nothing is kept
 * between pages:
 *
 *     u32  entries delivered so far            HMAC over all that, the actor
 *     u32  id of the last of them         │    and the search (16 octets)
 *     of each sort key, when sorted:      │
 *     u16  octets of its value, ffff: none
 *          the value
 *
 * Entries come in the order of their ids, which never change, or in that of a sort with the ids
 * last: writes between two pages neither repeat nor skip what stays as it is.
 */

const sealBytes = 16;
const headBytes = 8;
const noValue = 0xffff;

/** Where the next page goes on: after an entry. */
export interface PagePosition extends SortPlace {
  readonly delivered: number;
}

/** That of every search that does not go on. */
export const firstPage: PagePosition = { delivered: 0, id: 0, values: [] };

/** The position of a cookie. @throws LdapError `unwillingToPerform` */
export function positionOf(
  kernel: Kernel,
  call: Call<SearchRequest>,
  cookie: Buffer,
): PagePosition {
  if (cookie.length === 0) return firstPage;
  const content = cookie.subarray(0, -sealBytes);
  if (content.length < headBytes) throw refused();
  const seal = cookie.subarray(-sealBytes);
  if (!timingSafeEqual(sealOf(kernel, call, content), seal)) throw refused();
  return {
    delivered: content.readUInt32BE(0),
    id: content.readUInt32BE(4),
    values: [...sealedValues(content)],
  };
}

/** Only what this server has sealed is read. */
function* sealedValues(content: Buffer): Generator<Buffer | undefined> {
  for (let at = headBytes; at < content.length;) {
    const length = content.readUInt16BE(at);
    at += 2;
    if (length === noValue) yield undefined;
    else yield content.subarray(at, (at += length));
  }
}

/** The response control of a page; without a position, of the last. */
export function pageControl(
  kernel: Kernel,
  call: Call<SearchRequest>,
  position: PagePosition | undefined,
): ResponseControl {
  const cookie = position ? cookieAt(kernel, call, position) : Buffer.alloc(0);
  return { oid: pagedResultsOid, value: encodePagedResults({ size: 0, cookie }) };
}

function cookieAt(kernel: Kernel, call: Call<SearchRequest>, position: PagePosition): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE(position.delivered);
  head.writeUInt32BE(position.id, 4);
  const values = position.values.flatMap((value) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(value?.length ?? noValue);
    return value ? [length, value] : [length];
  });
  const content = Buffer.concat([head, ...values]);
  return Buffer.concat([content, sealOf(kernel, call, content)]);
}

function sealOf(kernel: Kernel, call: Call<SearchRequest>, content: Buffer): Buffer {
  const { base, scope, deref, filter } = call.request;
  const { manageDsaIt, sort, subentries } = call.controls;
  const facts = JSON.stringify([
    actorName(call.actor),
    manageDsaIt,
    sort?.keys,
    subentries,
    base,
    scope,
    deref,
    filter,
  ]);
  const hmac = createHmac('sha256', kernel.cookieKey).update(facts).update('\0').update(content);
  return hmac.digest().subarray(0, sealBytes);
}

const refused = (): LdapError =>
  new LdapError('unwillingToPerform', 'the paged results cookie is not of this search');
