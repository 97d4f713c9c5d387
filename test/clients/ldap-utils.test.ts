import { expect } from 'chai';
import { closing } from '../journey/closing.js';
import { ldapmodify, ldapsearch, suffix, valuesIn } from '../journey/ldap-tools.js';
import { type Demonstration, requireTools, root, startDemonstration } from './demonstration.js';
import { type Outcome, run } from './program.js';

const branch = `ou=essais,${suffix}`;
const entry = `cn=un,${branch}`;

describe('OpenLDAP’s tools, every one of them', () => {
  const opened = closing();
  let demonstration: Demonstration;

  before(async function () {
    requireTools(this, 'ldapsearch', 'ldapexop', 'ldapcompare');
    demonstration = await startDemonstration(opened);
  });
  after(() => opened.all());

  /** Signed in as root over StartTLS, which must succeed. */
  const tool = (name: string, args: readonly string[], input = ''): Promise<Outcome> => {
    const url = `ldap://127.0.0.1:${String(demonstration.port)}`;
    const account = ['-x', '-H', url, '-D', root.dn, '-w', root.password];
    return run(
      'env',
      [
        `LDAPTLS_CACERT=${demonstration.caFile}`,
        'LDAPTLS_REQCERT=demand',
        name,
        ...account,
        '-ZZ',
        ...args,
      ],
      input,
    );
  };
  const found = async (filter: string, attribute: string): Promise<string[]> => {
    const service = { ports: { ldap: demonstration.port, http: 0, demo: 0 } };
    return valuesIn(await ldapsearch(service, root, '-b', branch, filter, attribute), attribute);
  };
  const ldif = `dn: ${branch}
objectClass: organizationalUnit
ou: essais

dn: ${entry}
objectClass: person
objectClass: uidObject
cn: un
sn: Un
uid: un.essai
`;

  it('ldapadd adds, and says 68 the second time', async () => {
    expect((await tool('ldapadd', [], ldif)).code).to.equal(0);
    expect((await tool('ldapadd', [], ldif)).code).to.equal(68);
  });

  it('ldapcompare tells true from false', async () => {
    expect((await tool('ldapcompare', [entry, 'sn:UN'])).code).to.equal(6);
    expect((await tool('ldapcompare', [entry, 'sn:Deux'])).code).to.equal(5);
  });

  it('ldapmodify changes, and with -c goes on after a refusal', async () => {
    const changes = `dn: cn=absent,${branch}
changetype: modify
replace: sn
sn: X

dn: ${entry}
changetype: modify
replace: sn
sn: Une
`;
    expect((await tool('ldapmodify', [], changes)).code).to.equal(32);
    expect(await found('(cn=un)', 'sn')).to.deep.equal(['Un']);
    expect((await tool('ldapmodify', ['-c'], changes)).code).to.equal(32);
    expect(await found('(cn=un)', 'sn')).to.deep.equal(['Une']);
  });

  it('ldappasswd sets a password, and one that the server makes', async () => {
    expect((await tool('ldappasswd', ['-s', 'Cormoran-Brume-48', entry])).code).to.equal(0);
    const made = /New password: (\S+)/.exec((await tool('ldappasswd', [entry])).output)?.[1];
    const service = { ports: { ldap: demonstration.port, http: 0, demo: 0 } };
    const account = { dn: entry, password: made ?? '' };
    expect((await ldapmodify(service, account, '')).code).to.equal(0);
  });

  it('ldapwhoami and ldapexop say who one is', async () => {
    for (const [name, ...args] of [['ldapwhoami'], ['ldapexop', 'whoami']] as const) {
      expect((await tool(name, args)).output).to.contain(root.dn);
    }
  });

  it('ldapmodrdn renames and moves', async () => {
    const move = ['-r', '-s', branch, entry, 'cn=deux'];
    expect((await tool('ldapmodrdn', move)).code).to.equal(0);
    expect(await found('(objectClass=person)', 'cn')).to.deep.equal(['deux']);
  });

  it('ldapsearch reads pages, limits and names alone', async () => {
    const args = ['-LLL', '-b', suffix, '-E', 'pr=2/noprompt', '(objectClass=*)', '1.1'];
    const pages = (await tool('ldapsearch', args)).output.match(/^dn:/gm) ?? [];
    const whole = await tool('ldapsearch', ['-LLL', '-b', suffix, '(objectClass=*)', '1.1']);
    expect(pages.length).to.equal(whole.output.match(/^dn:/gm)?.length);
    const limited = await tool('ldapsearch', ['-z', '2', '-b', suffix, '(objectClass=*)', '1.1']);
    expect(limited.code).to.equal(4);
  });

  it('ldapdelete -r empties a branch, from the leaves up', async () => {
    expect((await tool('ldapdelete', [branch])).code).to.equal(66);
    expect((await tool('ldapdelete', ['-r', branch])).code).to.equal(0);
    const gone = await tool('ldapsearch', ['-b', branch, '-s', 'base']);
    expect(gone.code).to.equal(32);
  });
});
