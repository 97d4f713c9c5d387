import { expect } from 'chai';
import { clientReader } from '../../src/panel/client-address.js';

describe('client address', () => {
  const trusted = ['10.0.0.0/8', '::1'];
  type Row = readonly [name: string, peer: string, forwarded: string, expected: string];
  const rows: readonly Row[] = [
    ['an unknown peer is the client', '192.0.2.7', '203.0.113.9', '192.0.2.7'],
    ['a trusted proxy names the client', '10.1.2.3', '203.0.113.9', '203.0.113.9'],
    ['what the client put before is ignored', '10.1.2.3', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
    ['proxies of ours are skipped', '10.1.2.3', '203.0.113.9, 10.9.9.9', '203.0.113.9'],
    ['a mapped address is an IPv4 address', '::ffff:10.1.2.3', '203.0.113.9', '203.0.113.9'],
    ['nonsense leaves the proxy', '10.1.2.3', 'unknown', '10.1.2.3'],
    ['an IPv6 proxy is trusted too', '::1', '2001:db8::9', '2001:db8::9'],
  ];
  for (const [name, peer, forwardedFor, expected] of rows) {
    it(name, () => {
      const read = clientReader(trusted);
      const client = read({ peer, encrypted: false, forwardedFor, forwardedProto: '' });
      expect(client.address).to.equal(expected);
    });
  }

  it('believes X-Forwarded-Proto of a trusted proxy alone', () => {
    const read = clientReader(trusted);
    const from = { encrypted: false, forwardedFor: '', forwardedProto: 'https' };
    expect(read({ ...from, peer: '10.1.2.3' }).https).to.equal(true);
    expect(read({ ...from, peer: '192.0.2.7' }).https).to.equal(false);
  });
});
