import { formatRdn, parseDn } from '../model/dn.js';

const needsParsing = /[\\";]|\s,|,\s|\s$|^\s/;

/** The first RDN of an RFC 4514 name, as written where that is already canonical. */
export function firstRdn(dn: string): string {
  if (needsParsing.test(dn)) {
    const [rdn] = parseDn(dn);
    return rdn === undefined ? '' : formatRdn(rdn);
  }
  const comma = dn.indexOf(',');
  return comma < 0 ? dn : dn.slice(0, comma);
}
