/**
 * A stored `userPassword` value (RFC 2307 §5.3): `{SCHEME}body`. Whatever has no scheme is a
 * password in clear, which is never stored by this server but may come with an old LDIF file.
 */
export interface StoredPassword {
  /** In capitals; undefined for a value without scheme. */
  readonly scheme: string | undefined;
  readonly body: string;
}

const form = /^\{([A-Za-z0-9][A-Za-z0-9./_-]{0,31})\}([\s\S]*)$/;

/** Splits a stored value into its scheme and what follows. */
export function readStoredPassword(stored: Buffer): StoredPassword {
  const match = form.exec(stored.toString('latin1'));
  if (!match) return { scheme: undefined, body: stored.toString('latin1') };
  return { scheme: (match[1] ?? '').toUpperCase(), body: match[2] ?? '' };
}

/** Whether a value claims to be hashed already. */
export function isHashed(value: Buffer): boolean {
  return readStoredPassword(value).scheme !== undefined;
}

/** The scheme of a value as a report may show it: of crypt(3) with its kind, never the hash. */
export function schemeText(stored: Buffer): string {
  const { scheme = '', body } = readStoredPassword(stored);
  const kind = scheme === 'CRYPT' ? (/^\$[a-z0-9]{1,4}\$/.exec(body)?.[0] ?? '') : '';
  return `{${scheme}}${kind}`;
}
