import { BlockList, isIP } from 'node:net';

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
  const proxies = new BlockList();
  for (const proxy of trustedProxies) addTo(proxies, proxy);
  const isTrusted = (address: string): boolean => {
    const version = isIP(address);
    return version !== 0 && proxies.check(address, version === 6 ? 'ipv6' : 'ipv4');
  };
  return ({ peer = '', encrypted, forwardedFor, forwardedProto }) => {
    const own = peer.replace(/^::ffff:/, '');
    if (!isTrusted(own)) return { address: own, https: encrypted };
    const chain = forwardedFor.split(',').map((each) => each.trim());
    const address = chain.findLast((each) => isIP(each) !== 0 && !isTrusted(each)) ?? own;
    const proto = forwardedProto.split(',').at(-1)?.trim();
    return { address, https: proto === undefined || proto === '' ? encrypted : proto === 'https' };
  };
}

function addTo(list: BlockList, proxy: string): void {
  const [address = '', bits] = proxy.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (bits === undefined) list.addAddress(address, family);
  else list.addSubnet(address, Number(bits), family);
}
