import { expect } from 'chai';
import { addressList, networkOf } from '../../src/model/network-address.js';

describe('model/network addresses', () => {
  const counted: Readonly<Record<string, string>> = {
    '192.0.2.7': '192.0.2.7',
    '::ffff:192.0.2.7': '192.0.2.7',
    '2001:db8:1:2:3:4:5:6': '2001:db8:1:2',
    '2001:0db8:1:2::6': '2001:db8:1:2',
    '2001:db8::1': '2001:db8:0:0',
    '2001:db8::ffff:1': '2001:db8:0:0',
    'fe80::1%eth0': 'fe80:0:0:0',
    '::1': '0:0:0:0',
    local: 'local',
    'not:an:address': 'not:an:address',
  };
  for (const [address, network] of Object.entries(counted)) {
    it(`counts ${address} as ${network}`, () => {
      expect(networkOf(address)).to.equal(network);
    });
  }

  const within: readonly (readonly [network: string, address: string, is: boolean])[] = [
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '::ffff:192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['192.0.2.0/24', '192.0.2.255', true],
    ['192.0.2.0/24', '192.0.3.0', false],
    ['192.0.2.0/23', '192.0.3.0', true],
    ['192.0.2.128/25', '192.0.2.127', false],
    ['0.0.0.0/0', '198.51.100.1', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/33', '2001:db8:8000::1', false],
    ['::1', '::1', true],
    ['192.0.2.7', 'local', false],
  ];
  for (const [network, address, is] of within) {
    it(`finds ${address} ${is ? 'within' : 'outside'} ${network}`, () => {
      expect(addressList(['203.0.113.9', network])(address)).to.equal(is);
    });
  }

  it('finds nothing in no network', () => {
    expect(addressList([])('192.0.2.7')).to.equal(false);
  });
});
