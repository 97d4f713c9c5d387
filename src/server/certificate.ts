import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { generate } from 'selfsigned';
import { CertificateFault, certificatesOf, checkPair } from './certificate-check.js';
import { secureContextOptions } from './tls-options.js';

/** What a server shows in its handshakes, PEM. */
export interface Certificate {
  /** The server's own first, then its issuers. */
  readonly cert: string;
  readonly key: string;
  /** Whose client certificates are accepted, with their revocation lists; undefined: nobody's. */
  readonly clientCa?: string | undefined;
}

/** Where it comes from. */
export interface CertificateSource {
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
  readonly clientCaFile?: string | undefined;
  /** Where a generated one is kept. */
  readonly directory: string;
}

const yearMs = 365 * 24 * 3600 * 1000;
/** A generated certificate is replaced this long before it ends. */
const renewalMs = 30 * 24 * 3600 * 1000;

/**
 * The server's certificate: from the operator's files, or one that the server signs itself, made
 * on first use and kept in `directory` (the key readable by its owner alone).
 *
 * @throws CertificateFault naming the file at fault; what the file system throws
 */
export async function loadCertificate(
  source: CertificateSource & { readonly now: Date },
): Promise<Certificate> {
  const { certFile, keyFile, clientCaFile, directory, now } = source;
  const clientCa = clientCaFile === undefined ? {} : { clientCa: authoritiesIn(clientCaFile) };
  if (certFile !== undefined && keyFile !== undefined) {
    const [cert, key] = [readFileSync(certFile, 'utf8'), readFileSync(keyFile, 'utf8')];
    checkPair({ file: certFile, text: cert }, { file: keyFile, text: key });
    return usable({ cert, key, ...clientCa }, certFile);
  }
  if (certFile !== undefined || keyFile !== undefined) {
    throw new CertificateFault('a TLS certificate needs its key, and a key its certificate');
  }
  const files = generatedFiles(directory);
  const made =
    keptCertificate(files, now) ?? keepCertificate(files, await selfSigned(now), directory);
  return usable({ ...made, ...clientCa }, clientCaFile ?? files.cert);
}

/** The files that a certificate is read from. */
export function filesOf({
  certFile,
  keyFile,
  clientCaFile,
  directory,
}: CertificateSource): string[] {
  const { cert, key } = generatedFiles(directory);
  const files = [certFile ?? cert, keyFile ?? key, clientCaFile];
  return files.filter((file) => file !== undefined);
}

/** Whether a certificate that the server made is to be made anew. */
export function isRenewalDue({ cert }: Certificate, now: Date): boolean {
  return Date.parse(new X509Certificate(cert).validTo) - now.getTime() < renewalMs;
}

/** @throws CertificateFault for what OpenSSL will not serve with, such as a key too short */
function usable(certificate: Certificate, file: string): Certificate {
  try {
    createSecureContext(secureContextOptions(certificate));
  } catch (error) {
    throw new CertificateFault(`${file}: ${error instanceof Error ? error.message : 'unusable'}`);
  }
  return certificate;
}

function authoritiesIn(file: string): string {
  const text = readFileSync(file, 'utf8');
  certificatesOf({ file, text });
  return text;
}

function generatedFiles(directory: string): Files {
  return { cert: join(directory, 'tls-cert.pem'), key: join(directory, 'tls-key.pem') };
}

interface Files {
  readonly cert: string;
  readonly key: string;
}

function keptCertificate(files: Files, now: Date): Certificate | undefined {
  if (!existsSync(files.cert) || !existsSync(files.key)) return undefined;
  const kept = { cert: readFileSync(files.cert, 'utf8'), key: readFileSync(files.key, 'utf8') };
  return isRenewalDue(kept, now) ? undefined : kept;
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
