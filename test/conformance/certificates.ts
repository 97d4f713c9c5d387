import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { suffix } from './servers.js';

/** The subject of the client's certificate, which is the name of an entry. */
export const certified = `cn=certifie,ou=People,${suffix}`;

/** The same, as an X.509 name has it: the top first. */
const subject = [
  { shortName: 'DC', value: 'org' },
  { shortName: 'DC', value: 'example' },
  { shortName: 'OU', value: 'People' },
  { shortName: 'CN', value: 'certifie' },
];

/** PEM. */
export interface Certificates {
  /** The server's own, which signs the client's too. */
  readonly cert: string;
  readonly key: string;
  readonly clientCert: string;
  readonly clientKey: string;
}

let made: Promise<Certificates> | undefined;

/** One pair for all servers of a run, and a client's. */
export const certificates = (): Promise<Certificates> => (made ??= make());

const options = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;

async function make(): Promise<Certificates> {
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...options,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  const { cert, private: key } = server;
  const client = await generate(subject, { ...options, ca: { cert, key } });
  return { cert, key, clientCert: client.cert, clientKey: client.private };
}

/** Writes the server's pair where a server looks for it. */
export async function keepCertificate(directory: string): Promise<void> {
  const { cert, key } = await certificates();
  writeFileSync(join(directory, 'tls-cert.pem'), cert);
  writeFileSync(join(directory, 'tls-key.pem'), key, { mode: 0o600 });
}
