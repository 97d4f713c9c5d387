import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

/** A certificate and its key, PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const yearMs = 365 * 24 * 3600 * 1000;
/** A generated certificate is replaced this long before it ends. */
const renewalMs = 30 * 24 * 3600 * 1000;

/**
 * The server's certificate: from the operator's files, or one that the server signs itself, made
 * on first use and kept in `directory` (the key readable by its owner alone).
 *
 * @throws Error when only one of the files is given, or one cannot be read
 */
export async function loadCertificate(options: {
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
  readonly directory: string;
  readonly now: Date;
}): Promise<Certificate> {
  const { certFile, keyFile, directory, now } = options;
  if (certFile !== undefined && keyFile !== undefined) {
    return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
  }
  if (certFile !== undefined || keyFile !== undefined) {
    throw new Error('a TLS certificate needs its key, and a key its certificate');
  }
  const files = { cert: join(directory, 'tls-cert.pem'), key: join(directory, 'tls-key.pem') };
  return keptCertificate(files, now) ?? keepCertificate(files, await selfSigned(now), directory);
}

interface Files {
  readonly cert: string;
  readonly key: string;
}

function keptCertificate(files: Files, now: Date): Certificate | undefined {
  if (!existsSync(files.cert) || !existsSync(files.key)) return undefined;
  const cert = readFileSync(files.cert, 'utf8');
  const endsAt = Date.parse(new X509Certificate(cert).validTo);
  if (endsAt - now.getTime() < renewalMs) return undefined;
  return { cert, key: readFileSync(files.key, 'utf8') };
}

function keepCertificate(files: Files, made: Certificate, directory: string): Certificate {
  mkdirSync(directory, { recursive: true });
  writeFileSync(files.key, made.key, { mode: 0o600 });
  // The mode above is for a new file only.
  chmodSync(files.key, 0o600);
  writeFileSync(files.cert, made.cert, { mode: 0o644 });
  return made;
}

async function selfSigned(now: Date): Promise<Certificate> {
  const name = hostname();
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(now.getTime() - 24 * 3600 * 1000),
    notAfterDate: new Date(now.getTime() + yearMs),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          ...(name === 'localhost' ? [] : [{ type: 2 as const, value: name }]),
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}
