import { statSync } from 'node:fs';
import {
  type Certificate,
  type CertificateSource,
  filesOf,
  isRenewalDue,
  loadCertificate,
} from './certificate.js';

/** A certificate that follows its files. */
export interface CertificateWatch {
  /** Loads it again at once, whether or not its files look changed. */
  reload(): Promise<void>;
  close(): void;
}

interface WatchOptions {
  readonly source: CertificateSource;
  /** The one in use. */
  readonly loaded: Certificate;
  readonly clock: () => Date;
  /** How often to look at the files. */
  readonly everyMs?: number;
  readonly use: (certificate: Certificate) => void;
  /** Told of a certificate taken into use, or of why there is none and the one before stays. */
  readonly report: (
    event: 'certificate-loaded' | 'certificate-refused',
    facts: Readonly<Record<string, string>>,
  ) => void;
}

const minuteMs = 60_000;

/**
 * Looks at the files of a certificate now and then, and loads it when they have changed: another
 * file of the same name, or another time of change. A certificate of the server's own making is
 * made anew before it ends. What cannot be loaded is told once, and loaded when it has changed.
 */
export function watchCertificate(options: WatchOptions): CertificateWatch {
  const { source, clock, use, report } = options;
  const isGenerated = source.certFile === undefined;
  let current = options.loaded;
  let seen = stateOf(source);
  let isLoading = false;

  const load = async (): Promise<void> => {
    if (isLoading) return;
    isLoading = true;
    seen = stateOf(source);
    try {
      const loaded = await loadCertificate({ ...source, now: clock() });
      use(loaded);
      current = loaded;
      // One just made has changed its own files.
      if (isGenerated) seen = stateOf(source);
      report('certificate-loaded', { files: filesOf(source).join(' ') });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      report('certificate-refused', { reason });
    } finally {
      isLoading = false;
    }
  };
  const timer = setInterval(() => {
    const isDue = isGenerated && isRenewalDue(current, clock());
    if (isDue || stateOf(source) !== seen) void load();
  }, options.everyMs ?? minuteMs).unref();

  return {
    reload: load,
    close: () => {
      clearInterval(timer);
    },
  };
}

/** What tells a file from the one that was there before. */
function stateOf(source: CertificateSource): string {
  return filesOf(source)
    .map((file) => {
      try {
        const { ino, mtimeMs, size } = statSync(file);
        return `${String(ino)}.${String(mtimeMs)}.${String(size)}`;
      } catch {
        return '-';
      }
    })
    .join(' ');
}
