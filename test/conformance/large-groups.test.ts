import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Client } from 'ldapts';
import { parseFilter } from '../../src/model/filter-text.js';
import {
  decodePagedResults,
  encodePagedResults,
  pagedResultsOid,
} from '../../src/protocol/controls/paged-results.js';
import { hasTool } from '../journey/ldap-tools.js';
import { bytesOf, RawClient, search as searchOf, simpleBind } from '../server/raw-client.js';
import { startOurs } from './ours.js';
import { rootDn, rootPassword, type ServerUnderComparison, suffix } from './servers.js';
import { add, compare, modify, search, Session } from './session.js';

/** A group of fifty thousand, by clients that are not ours and by connections that do not read. */
const count = 50_000;
const perRequest = 5_000;
const groupDn = `cn=tous,${suffix}`;
const member = (n: number): string => `uid=prenom.nom${String(n)},ou=people,${suffix}`;
const membersFrom = (from: number, many: number): string[] =>
  Array.from({ length: many }, (_, n) => member(from + n));

describe('a group of 50,000 over the wire', function () {
  this.timeout(120_000);
  let server: ServerUnderComparison;
  let session: Session;

  before(async () => {
    server = await startOurs();
    session = await Session.open(server.port, rootDn, rootPassword);
    const first = membersFrom(0, perRequest);
    await done(add(suffix, { objectClass: ['dcObject', 'organization'], dc: 'example', o: 'x' }));
    await done(add(`ou=people,${suffix}`, { objectClass: 'organizationalUnit', ou: 'people' }));
    await done(add(groupDn, { objectClass: 'groupOfNames', cn: 'tous', member: first }));
    for (let from = perRequest; from < count; from += perRequest) {
      await done(modify(groupDn, ['add', 'member', ...membersFrom(from, perRequest)]));
    }
    for (let n = 0; n < 30; n += 1) {
      const values = { objectClass: 'inetOrgPerson', cn: 'x', sn: 'x' };
      await done(add(member(n * 1_000), values));
    }
  });

  after(async () => {
    session.close();
    await server.close();
  });

  async function done(request: Parameters<Session['ask']>[0]): Promise<void> {
    const { result } = await session.ask(request);
    expect(result.code, result.message).to.equal('success');
  }

  const tool = (name: string, args: string[], input = ''): Promise<{ code: number; out: string }> =>
    new Promise((resolve) => {
      const url = `ldap://127.0.0.1:${String(server.port)}`;
      const all = ['-x', '-H', url, '-D', rootDn, '-w', rootPassword, ...args];
      const child = execFile(name, all, { maxBuffer: 64 << 20 }, (error, stdout) => {
        resolve({ code: error === null ? 0 : Number(error.code), out: stdout });
      });
      child.stdin?.end(input);
    });

  const whole = searchOf(groupDn, { attributes: ['member'] });

  describe('with OpenLDAP’s tools', function () {
    before(function () {
      if (!hasTool('ldapsearch')) this.skip();
    });

    const plain = ['-LLL', '-o', 'ldif-wrap=no', '-s', 'base', '-b', groupDn];

    it('is read whole, in part and without its members', async () => {
      const { code, out } = await tool('ldapsearch', [...plain, '(objectClass=*)', 'member']);
      expect(code).to.equal(0);
      const members = out.match(/^member: .*$/gm) ?? [];
      expect(new Set(members).size).to.equal(count);
      const part = await tool('ldapsearch', [...plain, '(objectClass=*)', 'member;range=49990-*']);
      expect(part.out.match(/^member;range=49990-\*: /gm)).to.have.length(10);
      const names = await tool('ldapsearch', [...plain, '-A', '(objectClass=*)', 'member', 'cn']);
      expect(names.out.trim().split('\n').sort()).to.deep.equal([
        'cn:',
        `dn: ${groupDn}`,
        'member:',
      ]);
      const other = await tool('ldapsearch', [...plain, '(objectClass=*)', 'cn']);
      expect(other.out.trim()).to.equal(`dn: ${groupDn}\ncn: tous`);
    });

    it('is compared, found by a member and changed by one', async () => {
      const compared = async (dn: string): Promise<number> =>
        (await tool('ldapcompare', [groupDn, `member:${dn}`])).code;
      expect(await compared(member(42).toUpperCase())).to.equal(6);
      expect(await compared(member(count))).to.equal(5);
      const byMember = [`(member=${member(42)})`, '1.1'];
      const found = await tool('ldapsearch', ['-LLL', '-b', suffix, ...byMember]);
      expect(found.out.trim()).to.equal(`dn: ${groupDn}`);
      const change = (kind: string): string =>
        `dn: ${groupDn}\nchangetype: modify\n${kind}: member\nmember: ${member(count)}\n`;
      expect((await tool('ldapmodify', [], change('add'))).code).to.equal(0);
      expect((await tool('ldapmodify', [], change('add'))).code).to.equal(20);
      expect(await compared(member(count))).to.equal(6);
      expect((await tool('ldapmodify', [], change('delete'))).code).to.equal(0);
      expect((await tool('ldapmodify', [], change('delete'))).code).to.equal(16);
      expect(await compared(member(count))).to.equal(5);
    });

    it('is paged by memberOf', async () => {
      const paging = ['-E', 'pr=7/noprompt', '-LLL', '-b', suffix, `(memberOf=${groupDn})`, '1.1'];
      const { code, out } = await tool('ldapsearch', paging);
      expect(code).to.equal(0);
      expect(new Set(out.match(/^dn: .*$/gm)).size).to.equal(30);
    });
  });

  it('is read and searched with ldapts', async () => {
    const client = new Client({ url: `ldap://127.0.0.1:${String(server.port)}` });
    try {
      await client.bind(rootDn, rootPassword);
      const { searchEntries } = await client.search(groupDn, { scope: 'base' });
      expect(searchEntries[0]?.['member']).to.have.length(count);
      expect(await client.compare(groupDn, 'member', member(7))).to.equal(true);
      const filter = `(memberOf=${groupDn})`;
      const paged = await client.search(suffix, { filter, paged: { pageSize: 4 } });
      expect(paged.searchEntries).to.have.length(30);
    } finally {
      await client.unbind();
    }
  });

  it('is read by ranges until the last', async () => {
    const members = new Set<string>();
    for (let from = 0, more = true; more; from = members.size) {
      const item = `member;range=${String(from)}-*`;
      const { entries } = await session.ask(search(groupDn, { scope: 'base', attributes: [item] }));
      const [part] = entries[0]?.attributes ?? [];
      part?.values.forEach((value) => members.add(value.toString()));
      more = part?.attribute.endsWith('-*') === false;
    }
    expect(members.size).to.equal(count);
    const root = await session.ask(search('', { scope: 'base', attributes: ['supportedControl'] }));
    const controls = root.entries[0]?.attributes[0]?.values.map(String);
    expect(controls).to.include('1.2.840.113556.1.4.802');
    const control = { oid: '1.2.840.113556.1.4.802', critical: true, value: undefined };
    const asked = search(groupDn, { scope: 'base', attributes: ['member;range=0-1'] });
    expect((await session.ask(asked, [control])).result.code).to.equal('success');
  });

  it('keeps the order of its pages while it changes', async () => {
    const filter = parseFilter(`(memberOf=${groupDn})`);
    const asked = searchOf(suffix, { scope: 'sub', filter, attributes: ['1.1'] });
    const names: string[] = [];
    let cookie: Buffer = Buffer.alloc(0);
    do {
      const value = encodePagedResults({ size: 5, cookie });
      const page = await session.ask(asked, [{ oid: pagedResultsOid, critical: true, value }]);
      names.push(...page.entries.map(({ dn }) => dn));
      const answered = page.result.controls.find(({ oid }) => oid === pagedResultsOid);
      ({ cookie } = decodePagedResults(answered?.value));
      const other = member(count + names.length);
      await done(modify(groupDn, ['add', 'member', other]));
      await done(modify(groupDn, ['delete', 'member', other]));
    } while (cookie.length > 0);
    expect(names).to.have.length(30);
    expect(new Set(names).size).to.equal(30);
  });

  it('lets what is asked meanwhile follow it on the same connection', async () => {
    const client = await RawClient.open(server.port);
    client.send(bytesOf(1, simpleBind(rootDn, rootPassword)));
    expect(await client.next()).to.deep.include({ id: 1 });
    client.socket.pause();
    client.send(
      Buffer.concat([
        bytesOf(2, whole),
        bytesOf(3, compare(groupDn, 'member', member(3))),
        bytesOf(4, searchOf(groupDn, { attributes: ['cn'] })),
        bytesOf(5, whole),
        bytesOf(6, searchOf(`ou=people,${suffix}`, { scope: 'sub' })),
      ]),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    client.socket.resume();
    const results = new Map<number, string>();
    const entries = new Map<number, number>();
    while (results.size < 5) {
      const message = await client.next();
      if (!message) throw new Error('the server closed the connection');
      const { response, id } = message;
      if (response.kind === 'result') results.set(id, response.result.code);
      if (response.kind === 'entry') {
        const values = response.attributes.find(({ attribute }) => attribute === 'member')?.values;
        entries.set(id, (entries.get(id) ?? 0) + (values?.length ?? 1));
      }
    }
    expect(Object.fromEntries(results)).to.deep.equal({
      2: 'success',
      3: 'compareTrue',
      4: 'success',
      5: 'success',
      6: 'success',
    });
    expect(Object.fromEntries(entries)).to.deep.equal({ 2: count, 4: 1, 5: count, 6: 31 });
    client.close();
  });

  it('is not held in memory for those who ask for it and do not read', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const held = (): number => {
      collectGarbage();
      const { arrayBuffers, external } = process.memoryUsage();
      return arrayBuffers + external;
    };
    const clients: RawClient[] = [];
    const before = held();
    for (let n = 0; n < 12; n += 1) {
      const client = await RawClient.open(server.port);
      client.send(bytesOf(1, simpleBind(rootDn, rootPassword)));
      await client.next();
      client.socket.pause();
      client.send(bytesOf(2, whole));
      clients.push(client);
    }
    // One who reads is served meanwhile, and shows that the others have been too.
    await done(whole);
    const each = (held() - before) / clients.length;
    // A whole answer is 2.7 MiB, once for the server's buffer and once for the socket's.
    expect(each).to.be.lessThan(1024 * 1024);
    for (const client of clients) client.socket.destroy();
    await done(modify(groupDn, ['replace', 'description', 'still there']));
  });

  it('ends with a client that leaves in the middle, and with no other', async () => {
    for (let n = 0; n < 5; n += 1) {
      const client = await RawClient.open(server.port);
      client.send(bytesOf(1, simpleBind(rootDn, rootPassword)));
      await client.next();
      client.send(bytesOf(2, whole));
      await new Promise((resolve) => client.socket.once('data', resolve));
      client.socket.destroy();
    }
    await done(compare(groupDn, 'member', member(1))).catch(() => undefined);
    const { result } = await session.ask(compare(groupDn, 'member', member(1)));
    expect(result.code).to.equal('compareTrue');
  });

  it('comes whole by one request, and leaves by one', async () => {
    const other = `cn=autres,${suffix}`;
    const members = membersFrom(0, 6_000);
    await done(add(other, { objectClass: 'groupOfNames', cn: 'autres', member: members }));
    const { result } = await session.ask(compare(other, 'member', member(5_999)));
    expect(result.code).to.equal('compareTrue');
    await done({ kind: 'delete', dn: other });
  });
});
