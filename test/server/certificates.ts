import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate that `openssl` made, and where it lies. */
export interface MadeCertificate {
  readonly certFile: string;
  readonly keyFile: string;
  readonly cert: string;
  readonly key: string;
  readonly der: Buffer;
}

/** An authority of the tests. */
export interface TestAuthority extends MadeCertificate {
  /** Issues a certificate; `days` negative: one that has ended. */
  issue(name: string, subject: string, options?: IssueOptions): MadeCertificate;
  /** A revocation list of the certificates given. */
  revocationList(revoked: readonly MadeCertificate[]): string;
}

interface IssueOptions {
  readonly days?: number;
  readonly server?: boolean;
  readonly encrypted?: boolean;
}

const openssl = (...args: readonly string[]): Buffer =>
  execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });

const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];

/** Makes an authority in a directory of its own below `directory`. */
export function makeAuthority(directory: string, name: string): TestAuthority {
  const home = join(directory, name);
  mkdirSync(home, { recursive: true });
  const at = (file: string): string => join(home, file);
  const [certFile, keyFile] = [at('ca.pem'), at('ca.key')];
  openssl(
    ...['req', '-x509', ...curve, '-noenc', '-days', '30', '-subj', `/CN=${name}`],
    ...['-keyout', keyFile, '-out', certFile],
  );
  return {
    ...made(certFile, keyFile),
    issue: (leaf, subject, options = {}) => {
      const files = { cert: at(`${leaf}.pem`), key: at(`${leaf}.key`), request: at(`${leaf}.csr`) };
      const cipher = options.encrypted ? ['-passout', 'pass:secret'] : ['-noenc'];
      openssl(
        ...['req', '-new', ...curve, ...cipher, '-subj', subject, '-multivalue-rdn', '-utf8'],
        ...['-keyout', files.key, '-out', files.request],
      );
      const extensions = at(`${leaf}.ext`);
      const uses = options.server ? 'serverAuth' : 'clientAuth';
      const names = options.server ? '\nsubjectAltName=DNS:localhost,IP:127.0.0.1' : '';
      writeFileSync(extensions, `extendedKeyUsage=${uses}${names}\n`);
      openssl(
        ...['x509', '-req', '-in', files.request, '-CA', certFile, '-CAkey', keyFile],
        ...['-CAcreateserial', '-days', String(options.days ?? 10), '-extfile', extensions],
        ...['-out', files.cert],
      );
      return made(files.cert, files.key);
    },
    revocationList: (revoked) => revocationList(home, { certFile, keyFile }, revoked),
  };
}

function made(certFile: string, keyFile: string): MadeCertificate {
  const cert = readFileSync(certFile, 'utf8');
  const der = new X509Certificate(cert).raw;
  return { certFile, keyFile, cert, key: readFileSync(keyFile, 'utf8'), der };
}

function revocationList(
  home: string,
  { certFile, keyFile }: { readonly certFile: string; readonly keyFile: string },
  revoked: readonly MadeCertificate[],
): string {
  const configuration = join(home, 'ca.cnf');
  const index = join(home, 'index.txt');
  writeFileSync(index, '');
  writeFileSync(
    configuration,
    `[ca]\ndefault_ca=own\n[own]\ndatabase=${index}\ndefault_md=sha256\ndefault_crl_days=10\n`,
  );
  const own = ['ca', '-config', configuration, '-cert', certFile, '-keyfile', keyFile];
  for (const certificate of revoked) openssl(...own, '-revoke', certificate.certFile);
  const list = join(home, 'crl.pem');
  openssl(...own, '-gencrl', '-out', list);
  return readFileSync(list, 'utf8');
}
