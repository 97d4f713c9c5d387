import { execFile } from 'node:child_process';
import { expect } from 'chai';
import { hasTool } from '../journey/ldap-tools.js';
import { certificate, plainCertificate } from '../schema/certificate.js';
import { startOurs } from './ours.js';
import { rootDn, rootPassword, suffix, type ServerUnderComparison } from './servers.js';
import { hasSlapd, startSlapd } from './slapd.js';

const people = `ou=People,${suffix}`;

/** An entry of the class that takes the attributes of people and of accounts. */
const person = (uid: string, cn: string, sn: string, ...more: readonly string[]): string =>
  [
    `dn: uid=${uid},${people}`,
    'objectClass: inetOrgPerson',
    'objectClass: extensibleObject',
    `uid: ${uid}`,
    `cn:: ${Buffer.from(cn).toString('base64')}`,
    `sn:: ${Buffer.from(sn).toString('base64')}`,
    ...more,
  ].join('\n');

const ldif = [
  `dn: ${suffix}\nobjectClass: organization\nobjectClass: dcObject\no: Example\ndc: example`,
  `dn: ${people}\nobjectClass: organizationalUnit\nou: People`,
  person('p1', 'Hélène Le Goff', 'Le Goff', 'uidNumber: 514', 'x121Address: 12 34'),
  person('p2', "Katell L'HÉNORET", "L'HÉNORET", 'uidNumber: 2', `manager: uid=p1,${people}`),
  person('p3', 'Jean Pierre', 'Dupont', 'uidNumber: 4', 'telephoneNumber: +33 2 98-00 11'),
  person('p6', 'Z', 'Z', `userCertificate;binary:: ${plainCertificate.toString('base64')}`),
  person('p5', 'Z', 'Z', `userCertificate;binary:: ${certificate.toString('base64')}`),
  person('p4', 'Anne Legoff', 'LEGOFF', 'title: Chef de clinique', `seeAlso: ${suffix}`),
].join('\n\n');

const byIssuer = (serial: number, issuer: string): string =>
  `(userCertificate={ serialNumber ${String(serial)}, issuer rdnSequence:"${issuer}" })`;

const octetsOf = (value: Buffer): string =>
  value.toString('hex').replace(/../g, (octet) => `\\${octet}`);

interface Row {
  readonly filter: string;
  readonly found: readonly string[];
  /** Why OpenLDAP answers something else. */
  readonly slapdDeparts?: string;
}

const row = (filter: string, ...found: readonly string[]): Row => ({ filter, found });
const ours = (slapdDeparts: string, filter: string, ...found: readonly string[]): Row => ({
  filter,
  found,
  slapdDeparts,
});

/** RFC 4515 has an asterisk escaped in the value of an extensible match, and libldap insists. */
const noCollation = 'it has no collation';
const noParts = 'it takes no substring rule in an extensible filter';
const noWords = 'it has neither wordMatch nor keywordMatch';

const netscape = '2.16.840.1.113730.3.3.2.18.1';
const sun = '1.3.6.1.4.1.42.2.27.9.4.76.1';

const rows: readonly Row[] = [
  row('(uidNumber:integerBitAndMatch:=2)', 'p1', 'p2'),
  row('(uidNumber:1.2.840.113556.1.4.803:=514)', 'p1'),
  row('(uidNumber:1.2.840.113556.1.4.804:=6)', 'p1', 'p2', 'p3'),
  row('(!(uidNumber:integerBitAndMatch:=x))'),
  row('(!(sn:integerBitAndMatch:=2))'),
  row(`(entryDN:dnSubtreeMatch:=${people})`, 'p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'People'),
  row(`(entryDN:dnOneLevelMatch:=${people})`, 'p1', 'p2', 'p3', 'p4', 'p5', 'p6'),
  row(`(entryDN:dnSubordinateMatch:=${people})`, 'p1', 'p2', 'p3', 'p4', 'p5', 'p6'),
  row(`(entryDN:dnSuperiorMatch:=uid=p1,${people})`, 'example', 'People'),
  row(`(entryDN:1.3.6.1.4.1.4203.666.4.9:=uid=p1,${people})`, 'p1'),
  row(`(manager:dnOneLevelMatch:=${people})`, 'p2'),
  row(`(!(sn:dnSubtreeMatch:=${people}))`),
  row('(sn:caseExactMatch:=LEGOFF)', 'p4'),
  row('(sn:2.5.13.5:=legoff)'),
  row('(telephoneNumber:telephoneNumberMatch:=+332980011)', 'p3'),
  row('(x121Address:numericStringMatch:=1234)', 'p1'),
  row('(sn:caseIgnoreMatch:=le goff)', 'p1'),
  row('(sn=LE  GOFF)', 'p1'),
  row('(sn=le gôff)'),
  row(byIssuer(18, 'CN=TEST ca,O=Example,C=FR'), 'p6'),
  row(byIssuer(19, 'CN=Test CA,O=Example,C=FR')),
  row('(userCertificate=18$cn=test ca, o=example, c=fr)', 'p6'),
  ours(
    'it reads no accented issuer',
    byIssuer(32769, 'cn=AUTORITÉ,o=Télésanté Bretagne,c=FR'),
    'p5',
  ),
  row('(!(userCertificate=32769))'),
  ours(
    'it takes no certificate for itself',
    `(userCertificate;binary=${octetsOf(certificate)})`,
    'p5',
  ),
  row('(sn:nopeMatch:=x)'),
  row('(!(sn:nopeMatch:=x))'),
  row('(!(sn:1.2.3.4:=x))'),
  row('(&(objectClass=person)(ou:dn:=people))', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6'),
  ours('it has phonetic codes', '(sn~=legoff)', 'p1', 'p4'),
  ours('it drops what is not ASCII', '(sn~=lhenoret)', 'p2'),
  ours('it drops what is not ASCII', '(cn~=helene legoff)', 'p1'),
  ours(noCollation, '(sn:fr:=legoff)', 'p1', 'p4'),
  ours(noCollation, '(sn:caseIgnoreMatch-fr:=lhenoret)', 'p2'),
  ours(noCollation, `(cn:${netscape}.3:=helene le goff)`, 'p1'),
  ours(noCollation, `(cn:${sun}.3:=helene le goff)`, 'p1'),
  ours(noCollation, `(sn:${netscape}:=<= dupont)`, 'p3'),
  ours(noCollation, `(sn:${netscape}.1:=le goff)`, 'p3'),
  ours(noCollation, `(sn:${sun}.2:=le goff)`, 'p1', 'p3', 'p4'),
  ours(noCollation, `(sn:${netscape}.4:=lh)`, 'p2', 'p5', 'p6'),
  ours(noCollation, `(sn:${sun}.5:=le goff)`, 'p2', 'p5', 'p6'),
  ours(noCollation, `(cn:${netscape}.6:=\\2alene\\2agoff)`, 'p1'),
  ours(noCollation, `(sn:${sun}.6:=lh\\2a)`, 'p2'),
  ours(noCollation, '(cn:caseIgnoreSubstringMatch-fr:=\\2alegoff\\2a)', 'p1', 'p4'),
  ours(noCollation, `(:${sun}.3:=chef de clinique)`, 'p4'),
  ours(
    noCollation,
    `(&(objectClass=person)(ou:dn:${netscape}.3:=PÉOPLE))`,
    'p1',
    'p2',
    'p3',
    'p4',
    'p5',
    'p6',
  ),
  ours(noParts, '(cn:caseIgnoreSubstringsMatch:=jean \\2a)', 'p3'),
  ours(noParts, '(telephoneNumber:2.5.13.21:=\\2a98-00\\2a)', 'p3'),
  ours(noWords, '(cn:wordMatch:=PIERRE)', 'p3'),
  ours(noWords, '(cn:2.5.13.33:=henoret)', 'p2'),
];

interface Ran {
  readonly code: number;
  readonly output: string;
}

function run(tool: string, args: readonly string[], input = ''): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = execFile(tool, [...args], { maxBuffer: 16 << 20 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, output: stdout + stderr });
      else reject(error ?? new Error(tool));
    });
    // A tool that reads nothing may be gone by now.
    child.stdin?.on('error', () => undefined).end(input);
  });
}

const session = (port: number): string[] => [
  '-x',
  '-H',
  `ldap://127.0.0.1:${String(port)}`,
  '-D',
  rootDn,
  '-w',
  rootPassword,
];

type Verdict = (names: readonly string[], row: Row) => void;

const finds: Verdict = (names, { found }) => {
  expect(names).to.have.members([...found]);
};

/** A departure that has gone is to be struck from the table. */
const departsOr: Verdict = (names, row) => {
  if (row.slapdDeparts === undefined) finds(names, row);
  else expect([...names].sort(), row.slapdDeparts).not.to.deep.equal([...row.found].sort());
};

function against(
  title: string,
  start: () => Promise<ServerUnderComparison>,
  verify: Verdict,
): void {
  describe(`matching rules over the wire: ${title}`, () => {
    let server: ServerUnderComparison;

    before(async () => {
      server = await start();
      const { code, output } = await run('ldapadd', session(server.port), `${ldif}\n`);
      expect(code, output).to.equal(0);
    });
    after(() => server.close());

    for (const row of rows) {
      const departs = verify === departsOr && row.slapdDeparts;
      const outcome = departs ? `departs: ${departs}` : `finds ${row.found.join(' ') || 'nobody'}`;
      it(`${row.filter} ${outcome}`, async () => {
        const options = ['-LLL', '-o', 'ldif-wrap=no', '-b', suffix, row.filter, '1.1'];
        const { code, output } = await run('ldapsearch', [...session(server.port), ...options]);
        expect(code, output).to.equal(0);
        const names = [...output.matchAll(/^dn: [^=]*=([^,]*)/gm)].map(([, name]) => name ?? '');
        verify(names, row);
      });
    }
  });
}

if (hasTool('ldapsearch')) {
  against('our server', startOurs, finds);
  if (hasSlapd()) against('OpenLDAP', startSlapd, departsOr);
  else it.skip('matching rules over the wire: OpenLDAP (slapd is not installed)');
} else it.skip('matching rules over the wire (ldapsearch is not installed)');
