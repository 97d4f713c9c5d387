import { isIP } from 'node:net';
import { addressList } from '../model/network-address.js';

export interface Client {
  readonly address: string;
  readonly https: boolean;
}

export interface ForwardedRequest {
  readonly peer: string | undefined;
  readonly encrypted: boolean;
  readonly forwardedFor: string;
  readonly forwardedProto: string;
}

/**
 * Reads who the client is. `X-Forwarded-*` counts only when the peer is a trusted proxy, and
 * then the right-most address that is no proxy of ours: what stands left of it is the client's say.
 */
export function clientReader(
  trustedProxies: readonly string[],
): (from: ForwardedRequest) => Client {
  const isTrusted = addressList(trustedProxies);
  return ({ peer = '', encrypted, forwardedFor, forwardedProto }) => {
    const own = peer.replace(/^::ffff:/, '');
    if (!isTrusted(own)) return { address: own, https: encrypted };
    const chain = forwardedFor.split(',').map((each) => each.trim());
    const address = chain.findLast((each) => isIP(each) !== 0 && !isTrusted(each)) ?? own;
    const proto = forwardedProto.split(',').at(-1)?.trim();
    return { address, https: proto === undefined || proto === '' ? encrypted : proto === 'https' };
  };
}
