import { type Dn, parseDn } from './dn.js';
import type { Filter } from './filter.js';
import { parseFilter } from './filter-text.js';
import type { SearchScope } from './request.js';
import { LdapError } from './result.js';

/** An LDAP URL (RFC 4516), its defaults filled in. */
export interface LdapUrl {
  /** Host and port as written; empty: this server. */
  readonly host: string;
  readonly dn: Dn;
  readonly attributes: readonly string[];
  readonly scope: SearchScope;
  readonly filter: Filter;
}

const lengthMax = 8_192;
const everything: Filter = { kind: 'present', attribute: 'objectClass' };
const scopes: Readonly<Record<string, SearchScope>> = {
  '': 'base',
  base: 'base',
  one: 'one',
  sub: 'sub',
};

/**
 * Reads an LDAP URL.
 *
 * @throws LdapError `invalidAttributeSyntax` naming what is wrong
 */
export function parseLdapUrl(text: string): LdapUrl {
  if (text.length > lengthMax) throw malformed('too long');
  const parts = /^ldaps?:\/\/([^/?#]*)(?:\/([^#]*))?$/i.exec(text);
  if (!parts) throw malformed('no ldap:// URL');
  const [, host = '', path = ''] = parts;
  const [dn = '', attributes = '', scope = '', filter = '', extensions = '', ...more] =
    path.split('?');
  if (more.length > 0) throw malformed('too many parts');
  const known = scopes[scope.toLowerCase()];
  if (!known) throw malformed(`no scope “${scope}”`);
  if (extensions.split(',').some((each) => each.startsWith('!'))) {
    throw malformed('a critical extension that is not known');
  }
  return {
    host,
    dn: parseDn(decoded(dn)),
    attributes: attributes === '' ? [] : attributes.split(',').map(decoded),
    scope: known,
    filter: filter === '' ? everything : parseFilter(decoded(filter)),
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw malformed('a percent sign that encodes nothing');
  }
}

const malformed = (why: string): LdapError =>
  new LdapError('invalidAttributeSyntax', `LDAP URL: ${why}`);
