import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

/** A certificate, key or list of authorities that cannot be served with. */
export class CertificateFault extends Error {
  override readonly name = 'CertificateFault';
  readonly code = 'ECERTIFICATE';
}

/** A text and the file it comes from, which the fault names. */
interface Pem {
  readonly file: string;
  readonly text: string;
}

const block = /-----BEGIN CERTIFICATE-----[^]+?-----END CERTIFICATE-----/g;

/**
 * Sees that a chain and a key are a pair that clients can verify: the server's certificate first,
 * then each the issuer of the one before (RFC 5246 §7.4.2).
 *
 * @throws CertificateFault
 */
export function checkPair(chain: Pem, key: Pem): void {
  const [leaf, ...issuers] = certificatesOf(chain);
  if (!leaf?.checkPrivateKey(privateKeyOf(key))) {
    throw new CertificateFault(`${key.file} is not the key of the certificate in ${chain.file}`);
  }
  issuers.reduce((issued, issuer, index) => {
    if (!issued.checkIssued(issuer) || !issued.verify(issuer.publicKey)) {
      const [first, second] = [String(index + 1), String(index + 2)];
      const why = `certificate ${second} did not issue certificate ${first}`;
      throw new CertificateFault(`${chain.file}: the chain is broken: ${why}`);
    }
    return issuer;
  }, leaf);
}

/**
 * The certificates of a PEM text; at least one.
 *
 * @throws CertificateFault
 */
export function certificatesOf({ file, text }: Pem): X509Certificate[] {
  const blocks = text.match(block) ?? [];
  if (blocks.length === 0) throw new CertificateFault(`${file} holds no PEM certificate`);
  try {
    return blocks.map((each) => new X509Certificate(each));
  } catch {
    throw new CertificateFault(`${file} holds a certificate that is malformed`);
  }
}

function privateKeyOf({ file, text }: Pem): KeyObject {
  if (/^-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(text)) {
    throw new CertificateFault(
      `${file} is encrypted, and nobody is there to give a passphrase: store it decrypted, ` +
        'readable by the user of the service alone',
    );
  }
  try {
    return createPrivateKey(text);
  } catch {
    throw new CertificateFault(`${file} holds no PEM private key`);
  }
}
