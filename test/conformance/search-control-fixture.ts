import { run, type ToolResult } from '../journey/ldap-tools.js';
import { startOurs } from './ours.js';
import { rootDn, rootPassword, type ServerUnderComparison, suffix } from './servers.js';
import { hasSlapd, startSlapd } from './slapd.js';

/** The directory that the controls of searches are tried on, and OpenLDAP's tools to try them. */

export const people = `ou=People,${suffix}`;

const person = (uid: string, ...lines: readonly string[]): string => `dn: uid=${uid},${people}
objectClass: inetOrgPerson
objectClass: posixAccount
uid: ${uid}
gidNumber: 1
homeDirectory: /home/${uid}
${lines.join('\n')}
`;

const ldif = [
  `dn: ${suffix}
objectClass: organization
objectClass: dcObject
o: Example
dc: example
`,
  `dn: ${people}
objectClass: organizationalUnit
ou: People
`,
  person('delta', 'cn: Delta', 'cn: Zêta', 'sn: Martin', 'uidNumber: 7', 'mail: d@a.example'),
  person('alpha', 'cn: Alpha', 'sn: martin', 'uidNumber: 14', 'mail: a@b.example'),
  person('echo', 'cn: Echo', 'sn: Le Goff', 'uidNumber: 21', 'telephoneNumber: 1'),
  person('charlie', 'cn: Charlie', 'cn: Aubin', 'sn: Le  Goff', 'uidNumber: 100'),
  person('bravo', 'cn: Bravo', 'sn: Abel', 'sn: Zola', 'uidNumber: 9', 'mail: b@a.example'),
  `dn: uid=none,${people}
objectClass: inetOrgPerson
uid: none
cn: None
sn: Martin
`,
  `dn: cn=Zone,${suffix}
objectClass: subentry
cn: Zone
subtreeSpecification: { base "ou=People" }
`,
  `dn: cn=Autre zone,${people}
objectClass: subentry
cn: Autre zone
subtreeSpecification: {}
`,
  `dn: ou=Ailleurs,${suffix}
objectClass: referral
objectClass: extensibleObject
ou: Ailleurs
ref: ldap://ailleurs.example/ou=Ailleurs,dc=example,dc=org
`,
].join('\n');

const account = ['-x', '-D', rootDn, '-w', rootPassword];
const at = ({ port }: ServerUnderComparison): string[] => [
  '-H',
  `ldap://127.0.0.1:${String(port)}`,
];

/** Our server with that directory. */
export async function startOurSide(): Promise<ServerUnderComparison> {
  return filled(await startOurs());
}

/** OpenLDAP with the same, and its overlay for sorts and windows; undefined where it is missing. */
export async function startOtherSide(): Promise<ServerUnderComparison | undefined> {
  return hasSlapd() ? filled(await startSlapd({ overlays: ['sssvlv'] })) : undefined;
}

async function filled(server: ServerUnderComparison): Promise<ServerUnderComparison> {
  const { code, output } = await run('ldapadd', [...account, ...at(server), '-M'], ldif);
  if (code !== 0) throw new Error(`${server.name}: ${output}`);
  return server;
}

const busy = 51;

/** What `ldapsearch` prints, as root. */
export async function ldapsearch(
  server: ServerUnderComparison,
  ...args: readonly string[]
): Promise<ToolResult> {
  const whole = [...account, ...at(server), '-LLL', '-o', 'ldif-wrap=no', ...args];
  let answer = await run('ldapsearch', whole);
  // OpenLDAP's overlay is busy when the next page is asked for before it has put the last away.
  for (let again = 0; again < 20 && server.name === 'slapd' && answer.code === busy; again += 1) {
    answer = await run('ldapsearch', whole);
  }
  return answer;
}

/** The first values of the names found, in the order they came. */
export const namesIn = ({ output }: ToolResult): string[] =>
  [...output.matchAll(/^dn: [^=]*=([^,\n]*)/gm)].map(([, name = '']) => name);
