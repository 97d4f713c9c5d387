import type { Suite } from './suite.js';
import { rootDn, rootPassword, suffix } from './servers.js';

export interface SlapdOptions {
  /** Further lines of the configuration, before the database's. */
  readonly globals?: string;
  /** Over the database, each a module of its own. */
  readonly overlays?: readonly string[];
  /** Further lines of the database's. */
  readonly database?: string;
}

/** OpenLDAP over an empty back-mdb: the same suffix, root and rights as ours. */
export const plainConfiguration = (
  directory: string,
  { globals = '', overlays = [], database = '' }: SlapdOptions = {},
): string => `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include /etc/ldap/schema/nis.schema
modulepath /usr/lib/ldap
moduleload back_mdb
${overlays.map((name) => `moduleload ${name}`).join('\n')}
pidfile ${directory}/slapd.pid
sizelimit unlimited
timelimit unlimited
sasl-secprops none
${globals}
${backMdb(directory)}
${overlays.map((name) => `overlay ${name}`).join('\n')}
${database}
`;

/** All that Debian's package can do and the checklist asks for. */
export const completeConfiguration = (
  directory: string,
  { schema = '', slapdSchema = '', slapdGlobals = '', slapd = '' }: Suite = {},
): string => `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include /etc/ldap/schema/nis.schema
include /etc/ldap/schema/dyngroup.schema
${schema}
${slapdSchema}
modulepath /usr/lib/ldap
${modules.map((name) => `moduleload ${name}`).join('\n')}
pidfile ${directory}/slapd.pid
sizelimit unlimited
timelimit unlimited
TLSCertificateFile ${directory}/tls-cert.pem
TLSCertificateKeyFile ${directory}/tls-key.pem
TLSCACertificateFile ${directory}/tls-cert.pem
TLSCipherSuite NORMAL:-VERS-TLS1.0:-VERS-TLS1.1
TLSVerifyClient allow
sasl-secprops noanonymous,noplain
sasl-auxprops slapd
${slapdGlobals}
authz-policy to
authz-regexp uid=([^,]+),cn=[^,]+,cn=auth uid=$1,ou=People,${suffix}
${backMdb(directory, '=x')}
${slapd}
overlay sssvlv
sssvlv-max 1000
sssvlv-maxperconn 1000
overlay memberof
overlay refint
refint_attributes member manager seeAlso
overlay dynlist
dynlist-attrset groupOfURLs memberURL
overlay ppolicy
`;

const modules = [
  'back_mdb',
  'sssvlv',
  'memberof',
  'refint',
  'dynlist',
  'ppolicy',
  'argon2',
  'pw-sha2',
  'pw-pbkdf2',
];

/** `=x` lets nobody sign in and learn nothing else; `auth` discloses what exists. */
const backMdb = (directory: string, nobody = 'auth'): string => `
database mdb
suffix "${suffix}"
rootdn "${rootDn}"
rootpw ${rootPassword}
directory ${directory}/db
maxsize 268435456
dbnosync
index objectClass,entryUUID eq
index cn,sn,uid,mail,givenName eq,pres,sub
index member,uidNumber eq
access to attrs=userPassword by self write by anonymous ${nobody} by * none
access to * by users read by anonymous ${nobody} by * none
`;
