import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { existsSync } from 'node:fs';
import { expect } from 'chai';
import ldapjs from 'ldapjs';
import { Attribute, Change, Client, InvalidCredentialsError, NoSuchObjectError } from 'ldapts';
import { type LdapServer, startLdapServer } from '../../src/server/ldap-server.js';
import { loadCertificate } from '../../src/server/certificate.js';
import { openFixture, type Opened, personDn, suffix } from '../operations/fixture.js';
import { ServerUnderTest } from './server-under-test.js';

const run = promisify(execFile);
const rootDn = `cn=admin,${suffix}`;

describe('the server, to clients that are not ours', () => {
  const under = new ServerUnderTest();
  let opened: Opened;
  let server: LdapServer;
  let url: string;

  before(async () => {
    opened = await openFixture();
    const certificate = await loadCertificate({
      certFile: undefined,
      keyFile: undefined,
      directory: under.scratch,
      now: new Date(),
    });
    server = await startLdapServer({
      directory: opened.directory,
      host: '127.0.0.1',
      port: 0,
      tls: { port: 0, ...certificate },
      socketPath: `${under.scratch}/annuaire.sock`,
    });
    url = `ldap://127.0.0.1:${server.port ?? 0}`;
  });
  after(async () => {
    await server.close(0);
    await opened.close();
    under.remove();
  });

  describe('ldapts', () => {
    let client: Client;
    beforeEach(() => {
      client = new Client({ url });
    });
    afterEach(() => client.unbind());

    it('binds, searches with pages, modifies, compares, renames and deletes', async () => {
      await client.bind(rootDn, 'secret');
      const { searchEntries } = await client.search(`ou=personnes,${suffix}`, {
        filter: '(&(objectClass=person)(!(etat=Inactif)))',
        attributes: ['uid'],
        paged: { pageSize: 2 },
      });
      expect(searchEntries.map((entry) => entry['uid'])).to.have.members([
        'francois.grangere',
        'yann.martin',
        'anne.martin',
        'soazig.riou',
      ]);
      const dn = `cn=essai,ou=groupes,${suffix}`;
      await client.add(dn, {
        objectClass: 'groupOfNames',
        cn: 'essai',
        member: personDn('anne.martin'),
      });
      const modification = new Attribute({ type: 'description', values: ['é'] });
      await client.modify(dn, new Change({ operation: 'add', modification }));
      expect(await client.compare(dn, 'description', 'É')).to.equal(true);
      await client.modifyDN(dn, 'cn=essai2');
      await client.del(`cn=essai2,ou=groupes,${suffix}`);
      const failure = await client
        .del(`cn=essai2,ou=groupes,${suffix}`)
        .catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(NoSuchObjectError);
    });

    it('is told that credentials are wrong', async () => {
      const failure = await client.bind(rootDn, 'wrong').catch((error: unknown) => error);
      expect(failure).to.be.instanceOf(InvalidCredentialsError);
    });

    it('starts TLS, then binds', async () => {
      await client.startTLS({ rejectUnauthorized: false });
      await client.bind(rootDn, 'secret');
      const { value } = await client.exop('1.3.6.1.4.1.4203.1.11.3');
      expect(value).to.match(/^dn:/);
    });

    it('speaks LDAPS', async () => {
      const secure = new Client({
        url: `ldaps://127.0.0.1:${server.tlsPort ?? 0}`,
        tlsOptions: { rejectUnauthorized: false },
      });
      await secure.bind(rootDn, 'secret');
      await secure.unbind();
    });
  });

  it('ldapjs searches by a filter it encodes itself', async () => {
    const client = ldapjs.createClient({ url: [url] });
    const names = await new Promise<string[]>((resolve, reject) => {
      const found: string[] = [];
      client.bind(rootDn, 'secret', (error) => {
        if (error) reject(new Error(error.message));
        client.search(suffix, { scope: 'sub', filter: '(cn=*grang*)' }, (failure, answer) => {
          if (failure) reject(new Error(failure.message));
          answer.on('searchEntry', (entry) => found.push(String(entry.objectName)));
          answer.on('error', reject);
          answer.on('end', () => {
            resolve(found);
          });
        });
      });
    });
    client.unbind();
    expect(names).to.deep.equal([personDn('francois.grangere')]);
  });

  describe('ldapsearch', () => {
    before(function () {
      if (existsSync('/usr/bin/ldapsearch')) return;
      if (process.env['CI'] === 'true') throw new Error('ldapsearch is not installed');
      this.skip();
    });

    const query = ['-LLL', '-o', 'ldif-wrap=no', '-b', suffix, '(uid=anne.martin)', 'mail'];
    const expected = `dn: ${personDn('anne.martin')}\nmail: anne.martin@example.org\n\n`;

    it('prints LDIF over LDAP', async () => {
      const { stdout } = await run('ldapsearch', [
        '-x',
        '-H',
        url,
        '-D',
        rootDn,
        '-w',
        'secret',
        ...query,
      ]);
      expect(stdout).to.equal(expected);
    });

    it('starts TLS', async () => {
      const env = { ...process.env, LDAPTLS_REQCERT: 'never' };
      const options = ['-x', '-ZZ', '-H', url, '-D', rootDn, '-w', 'secret'];
      const { stdout } = await run('ldapsearch', [...options, ...query], { env });
      expect(stdout).to.equal(expected);
    });

    it('is root by EXTERNAL over the local socket', async () => {
      const socket = `ldapi://${encodeURIComponent(`${under.scratch}/annuaire.sock`)}`;
      const { stdout } = await run('ldapsearch', ['-Y', 'EXTERNAL', '-Q', '-H', socket, ...query]);
      expect(stdout).to.equal(expected);
    });

    it('refuses to go on when a critical control is unknown', async () => {
      const options = ['-x', '-H', url, '-E', '!1.2.3.4'];
      const failure = await run('ldapsearch', [...options, '-b', '', '-s', 'base']).catch(
        (error: unknown) => error,
      );
      expect(failure).to.have.property('code', 12);
    });
  });
});
