import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { openLocal } from '../../src/cli/local-directory.js';
import { readConfiguration } from '../../src/config/read-configuration.js';
import { annuaire } from '../journey/command.js';
import { dataDirectory } from '../journey/service-process.js';
import { suffix, type ToolResult } from '../journey/ldap-tools.js';
import { ldifEntry } from '../region/ldif-text.js';
import { regionLdif } from '../region/region.js';

const personLdif = (uid: string, ...more: (readonly [string, string])[]): string =>
  ldifEntry(`uid=${uid},ou=personnes,${suffix}`, [
    ['objectClass', 'inetOrgPerson'],
    ['uid', uid],
    ['cn', uid],
    ['sn', uid],
    ...more,
  ]);

describe('the command line', function () {
  this.timeout(60_000);
  let data: ReturnType<typeof dataDirectory>;
  const run = (args: string[], input?: string): Promise<ToolResult> =>
    annuaire(data.path, args, input);
  const file = (name: string, text: string): string => {
    const path = join(data.path, name);
    mkdirSync(data.path, { recursive: true });
    writeFileSync(path, text);
    return path;
  };

  beforeEach(() => {
    data = dataDirectory();
  });
  afterEach(() => {
    data.remove();
  });

  const misuses: readonly (readonly [string, string[], number, RegExp])[] = [
    ['no such command', ['frobnicate'], 64, /usage: annuaire COMMAND/],
    ['an unknown option', ['verify', '--frob'], 64, /--frob/],
    ['too few arguments', ['group', 'add', 'x'], 64, /usage: annuaire group add GROUP LOGIN/],
    ['a store that is not there', ['verify'], 1, /no store/],
    ['a file that is not there', ['import', 'ldif', '/nowhere.ldif'], 1, /ENOENT/],
  ];
  for (const [title, args, code, message] of misuses) {
    it(`answers ${String(code)} and one sentence to ${title}`, async () => {
      const result = await run(args);
      expect(result.code).to.equal(code);
      expect(result.output).to.match(message);
      expect(result.output).not.to.match(/\n +at /);
    });
  }

  it('makes a default password policy, and names passwords that match nothing', async () => {
    await run(['init']);
    const policy = await run(['export', '--filter', '(objectClass=pwdPolicy)']);
    expect(policy.output)
      .to.include('dn: cn=default,ou=politiques,')
      .and.include('pwdLockout: FALSE')
      .and.include('pwdCheckQuality: 2');
    const md5 = '{CRYPT}$1$abcdefgh$qVW0rhEHcdeM8mB3IkLqS/';
    const people = [
      personLdif('ancien', ['userPassword', md5]),
      personLdif('moderne', ['userPassword', '{SHA}ZvlA2aEbDboYPacbKQnHlRCsh0w=']),
    ];
    expect((await run(['import', 'ldif', file('p.ldif', people.join(''))])).code).to.equal(0);
    const verify = await run(['verify']);
    expect(verify.code, verify.output).to.equal(0);
    expect(verify.output)
      .to.match(/uid=ancien.*\{CRYPT\}\$1\$\n/)
      .and.not.include('moderne');
    expect(verify.output).not.to.include('qVW0rhEHcdeM8mB3IkLqS');
  });

  it('makes a skeleton with an administrator, once', async () => {
    const first = await run(['init', '--admin', 'ada.regionale'], 'Goeland-Lande-Phare-35\n');
    expect(first.code, first.output).to.equal(0);
    const second = await run(['init']);
    expect(second.output).to.include('0 entries made');
    const group = await run(['export', '--filter', '(cn=administrateurs)']);
    expect(group.output).to.include('member: uid=ada.regionale,ou=personnes');
    const removed = await run(['group', 'remove', 'administrateurs', 'ada.regionale']);
    expect(removed.code, removed.output).to.equal(0);
    const passwd = await run(['passwd', 'ada.regionale'], 'Un-Autre-Mot-De-Passe-29\n');
    expect(passwd.code, passwd.output).to.equal(0);
    const scram = await run(['passwd', 'ada.regionale', '--scram'], 'Encore-Un-Mot-De-Passe-29\n');
    expect(scram.code, scram.output).to.equal(0);
    const person = (await run(['export', '--filter', '(uid=ada.regionale)'])).output;
    expect(person).to.match(/^authPassword: SCRAM-SHA-256\$60000:/m);
    expect((await run(['verify'])).output).to.include('sound');
  });

  it('loads nothing of a file with one bad line, and names the line', async () => {
    await run(['init']);
    const path = file(
      'bad.ldif',
      `${personLdif('a')}${personLdif('b', ['frob', 'x'])}${personLdif('c')}`,
    );
    const result = await run(['import', 'ldif', path]);
    expect(result.code).to.equal(1);
    expect(result.output).to.match(/line 7: uid=b,.*frob/);
    expect((await run(['export', '--filter', '(sn=*)'])).output).not.to.include('uid=a,');
  });

  it('loads the others with --continue, and lists the rejected', async () => {
    await run(['init']);
    const path = file(
      'bad.ldif',
      `${personLdif('a')}${personLdif('b', ['frob', 'x'])}${personLdif('a')}dn: broken\n\n${personLdif('c')}`,
    );
    const result = await run(['import', 'ldif', path, '--continue', '--json']);
    expect(result.code).to.equal(2);
    const report = JSON.parse(result.output) as {
      added: number;
      rejected: { line: number; code?: string }[];
    };
    expect(report.added).to.equal(2);
    expect(report.rejected.map(({ line }) => line)).to.deep.equal([7, 14, 20]);
    expect(report.rejected[1]?.code).to.equal('entryAlreadyExists');
    expect((await run(['verify'])).output).to.include('sound');
  });

  it('changes nothing when the same file is imported twice with --update', async () => {
    const path = file('region.ldif', [...regionLdif({ persons: 30, suffix })].join(''));
    const first = await run(['import', 'ldif', path]);
    expect(first.code, first.output).to.equal(0);
    const second = await run(['import', 'ldif', path, '--update', '--json']);
    const report = JSON.parse(second.output) as Record<string, unknown>;
    expect(report).to.include({ added: 0, modified: 0 });
    expect(report['rejected']).to.deep.equal([]);
    expect(report['unchanged']).to.be.greaterThan(60);
  });

  it('exports what an import reads back without a difference', async () => {
    const path = file('region.ldif', [...regionLdif({ persons: 30, suffix })].join(''));
    await run(['import', 'ldif', path]);
    const exported = await run(['export']);
    const other = dataDirectory();
    try {
      const copy = file('copy.ldif', exported.output);
      const loaded = await annuaire(other.path, ['import', 'ldif', copy]);
      expect(loaded.code, loaded.output).to.equal(0);
      expect((await annuaire(other.path, ['export'])).output).to.equal(exported.output);
    } finally {
      other.remove();
    }
  });

  it('restores a backup, and refuses to overwrite unless told', async () => {
    await run(['init']);
    const target = join(data.path, 'copy');
    expect((await run(['backup', target])).code).to.equal(0);
    await run(['import', 'ldif', file('a.ldif', personLdif('a'))]);
    const refused = await run(['restore', target]);
    expect(refused.code).to.equal(1);
    expect((await run(['restore', target, '--overwrite'])).code).to.equal(0);
    expect((await run(['export', '--filter', '(uid=a)'])).output).not.to.include('uid=a');
    expect((await run(['verify'])).output).to.include('sound');
  });

  it('explains a filter and exports a journal whose chain holds', async () => {
    await run(['init']);
    expect((await run(['explain', '(uid=a)'])).output).to.include('index uid');
    expect((await run(['explain', '(cn:fr.sub:=*elene*)'])).output).to.include('index cn');
    expect((await run(['journal', 'verify'])).output).to.include('the chain holds');
    const rows = (await run(['journal', 'export'])).output.trim().split('\n');
    expect((JSON.parse(rows[0] ?? '') as Record<string, unknown>)['sequence']).to.equal(1);
  });

  it('exports from the journal both who acted and for whom', async () => {
    await run(['init', '--admin', 'ada.regionale'], 'Goeland-Lande-Phare-35\n');
    const ada = `uid=ada.regionale,ou=personnes,${suffix}`;
    const configuration = readConfiguration({ ANNUAIRE_DATA: data.path }, (path) =>
      readFileSync(path, 'utf8'),
    );
    const local = openLocal({ configuration, clock: () => new Date() });
    const proxied = { oid: '2.16.840.1.113730.3.4.18', value: Buffer.from('u:ada.regionale') };
    const { code } = await local.directory
      .as({ kind: 'root', door: 'ldap', secure: true })
      .delete(
        { kind: 'delete', dn: `cn=referents-ORIS,ou=groupes,${suffix}` },
        { controls: [{ ...proxied, critical: true }] },
      );
    await local.close();
    expect(code).to.equal('success');
    const lines = (await run(['journal', 'export'])).output.trim().split('\n');
    const rows = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows.find(({ operation }) => operation === 'delete')).to.include({
      actor: `cn=admin,${suffix}`,
      onBehalfOf: ada,
    });
    expect((await run(['journal', 'verify'])).output).to.include('the chain holds');
  });

  it('documents every command in the README', async () => {
    const readme = readFileSync('README.md', 'utf8');
    const usage = (await run(['help'])).output;
    const names = [...usage.matchAll(/^ {2}([a-z]+(?: [a-z]+)?)/gm)].map(([, name = '']) =>
      name.trim(),
    );
    expect(names.length).to.be.greaterThan(10);
    expect(names.filter((name) => !readme.includes(name))).to.deep.equal([]);
  });
});
