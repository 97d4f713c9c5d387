import { BlockList, isIP } from 'node:net';

/** Addresses of clients: which network one belongs to, and whether it is on an operator's list. */

/**
 * The network that counts as one client: an IPv4 address alone, an IPv6 address by its /64, since
 * one subscriber has 2^64 of them. What is no address is its own network.
 */
export function networkOf(address: string): string {
  const plain = unmapped(address);
  if (isIP(plain) !== 6) return plain;
  const [head = '', tail] = plain.replace(/%.*$/, '').split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Math.max(0, 8 - groups.length - after.length);
  const whole = [...groups, ...Array.from({ length: zeros }, () => '0'), ...after];
  return whole
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/** Whether an address is on a list of addresses and networks (`10.0.0.0/8`, `2001:db8::/32`). */
export function addressList(entries: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => {
    const plain = unmapped(address);
    const version = isIP(plain);
    return version !== 0 && list.check(plain, version === 6 ? 'ipv6' : 'ipv4');
  };
}

/** An IPv4 address as IPv4, also when a socket of both kinds reports it. */
const unmapped = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');
