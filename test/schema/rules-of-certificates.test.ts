import { expect } from 'chai';
import fc from 'fast-check';
import { certificateIdentity } from '../../src/schema/certificate-issuer.js';
import { certificate, certificateIssuer, certificateSerial } from './certificate.js';
import { shipped } from './shipped.js';

const rule = shipped.matchingRule('certificateExactMatch');
const asserted = (text: string | Buffer): string | undefined =>
  rule?.prepareAssertion(Buffer.from(text))?.toString('hex');
const stored = rule?.prepareValue(certificate)?.toString('hex');

describe('certificateExactMatch (RFC 4523 §2.5)', () => {
  it('reads serial number and issuer, leaf first', () => {
    const { serialNumber, issuer } = certificateIdentity(certificate) ?? {};
    expect(serialNumber).to.equal(certificateSerial);
    expect(issuer?.map((rdn) => rdn.map(({ type, value }) => `${type}=${value.toString()}`)))
      .to //
      .deep.equal([['2.5.4.3=Autorité'], ['2.5.4.10=Télésanté Bretagne'], ['2.5.4.6=FR']]);
  });

  const equal = [
    `{ serialNumber ${certificateSerial}, issuer rdnSequence:"${certificateIssuer}" }`,
    `{serialNumber ${certificateSerial},issuer rdnSequence:"${certificateIssuer}"}`,
    `{ serialNumber '8001'H, issuer rdnSequence:"${certificateIssuer}" }`,
    `{ issuer rdnSequence:"${certificateIssuer}", serialNumber ${certificateSerial} }`,
    `${certificateSerial}$${certificateIssuer}`,
    `0${certificateSerial} $ cn = AUTORITÉ, o=télésanté  bretagne,2.5.4.6=fr`,
    certificate,
  ];
  for (const assertion of equal) {
    const title = typeof assertion === 'string' ? assertion : 'itself';
    it(`finds a certificate by ${title}`, () => {
      expect(asserted(assertion)).to.equal(stored);
    });
  }

  it('tells other serial numbers and other issuers apart', () => {
    for (const other of [`1$${certificateIssuer}`, `${certificateSerial}$CN=Autorité,C=FR`]) {
      expect(asserted(other), other).to.be.a('string').and.not.equal(stored);
    }
    expect(asserted('1$cn=a\\"b')).to.equal(
      asserted('{ serialNumber 1, issuer rdnSequence:"cn=a\\""b" }'),
    );
  });

  it('makes what is no assertion Undefined', () => {
    const none = [
      '',
      '12',
      'x$cn=a',
      '12$nope=a',
      '{ serialNumber 1 }',
      '{ serialNumber 1, issuer rdnSequence:"cn=a" ',
      '{ issuer rdnSequence:"cn=a" }',
      '{ serialNumber 1, issuer rdnSequence:"cn=a", serialNumber 1 }',
      `${'9'.repeat(65)}$cn=a`,
    ];
    for (const text of none) expect(asserted(text), text).to.equal(undefined);
  });

  it('has a key for any octets, and one of their own for what is no certificate', () => {
    const octets = Buffer.from([0x30, 0x00]);
    expect(rule?.prepareValue(octets)).to.deep.equal(octets);
    fc.assert(
      fc.property(fc.nat(certificate.length - 1), fc.nat(255), (at, octet) => {
        const mutant = Buffer.from(certificate);
        mutant[at] = octet;
        expect(rule?.prepareValue(mutant)).to.be.instanceOf(Buffer);
        const cut = certificate.subarray(0, at);
        expect(rule?.prepareValue(cut)).to.deep.equal(cut);
      }),
    );
  });
});
