import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SearchRequest } from '../../model/request.js';
import { LdapError, type ResponseControl } from '../../model/result.js';
import { actorName } from '../door.js';
import { type Call, type Kernel } from '../context.js';
import { encodePagedResults, pagedResultsOid } from '../../protocol/controls/paged-results.js';

/**
 * Cookies of paged results (RFC 2696). A cookie is a position and a seal; nothing is kept
 * between pages:
 *
 *     id of the last entry delivered (4 octets) │ HMAC over it, the actor and the search (16)
 *
 * Entries come in the order of their ids, which never change: writes between two pages neither
 * repeat nor skip what stays.
 */

const positionBytes = 4;
const sealBytes = 16;

/** The position of a cookie; 0 of the empty one. @throws LdapError `unwillingToPerform` */
export function positionOf(kernel: Kernel, call: Call<SearchRequest>, cookie: Buffer): number {
  if (cookie.length === 0) return 0;
  if (cookie.length !== positionBytes + sealBytes) throw refused();
  const position = cookie.readUInt32BE(0);
  const seal = sealOf(kernel, call, position);
  if (!timingSafeEqual(seal, cookie.subarray(positionBytes))) throw refused();
  return position;
}

/** The response control of a page; `last`: the position to go on from, none at the end. */
export function pageControl(
  kernel: Kernel,
  call: Call<SearchRequest>,
  last: number | undefined,
): ResponseControl {
  const cookie = last === undefined ? Buffer.alloc(0) : cookieAt(kernel, call, last);
  return { oid: pagedResultsOid, value: encodePagedResults({ size: 0, cookie }) };
}

function cookieAt(kernel: Kernel, call: Call<SearchRequest>, position: number): Buffer {
  const octets = Buffer.alloc(positionBytes);
  octets.writeUInt32BE(position);
  return Buffer.concat([octets, sealOf(kernel, call, position)]);
}

function sealOf(kernel: Kernel, call: Call<SearchRequest>, position: number): Buffer {
  const { base, scope, deref, filter } = call.request;
  const facts = JSON.stringify([
    position,
    actorName(call.actor),
    call.controls.manageDsaIt,
    base,
    scope,
    deref,
    filter,
  ]);
  return createHmac('sha256', kernel.cookieKey).update(facts).digest().subarray(0, sealBytes);
}

const refused = (): LdapError =>
  new LdapError('unwillingToPerform', 'the paged results cookie is not of this search');
