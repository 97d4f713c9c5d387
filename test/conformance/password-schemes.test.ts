import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { hashPassword, verifyPassword } from '../../src/password/hash.js';
import { startOurs } from './ours.js';
import { rootDn, rootPassword, type ServerUnderComparison, suffix } from './servers.js';
import { add, modify, Session, simpleBind } from './session.js';
import { hasSlapd, startSlapd } from './slapd.js';

/** Hashes made for slapd sign in to us, and ours to slapd where it has the scheme. */

const password = 'Secret été';
const user = `cn=hash,${suffix}`;
const modules = ['argon2', 'pw-sha2', 'pw-pbkdf2'] as const;

/** What slappasswd is told to make each form. */
const made: Readonly<Record<string, readonly string[]>> = {
  '{SHA}': ['-h', '{SHA}'],
  '{SSHA}': ['-h', '{SSHA}'],
  '{SHA256}': ['-h', '{SHA256}'],
  '{SSHA256}': ['-h', '{SSHA256}'],
  '{SHA384}': ['-h', '{SHA384}'],
  '{SSHA384}': ['-h', '{SSHA384}'],
  '{SHA512}': ['-h', '{SHA512}'],
  '{SSHA512}': ['-h', '{SSHA512}'],
  '{ARGON2}': ['-h', '{ARGON2}'],
  '{PBKDF2}': ['-h', '{PBKDF2}'],
  '{PBKDF2-SHA1}': ['-h', '{PBKDF2-SHA1}'],
  '{PBKDF2-SHA256}': ['-h', '{PBKDF2-SHA256}'],
  '{PBKDF2-SHA512}': ['-h', '{PBKDF2-SHA512}'],
  '{CRYPT} $5$': ['-h', '{CRYPT}', '-c', '$5$%.16s'],
  '{CRYPT} $6$': ['-h', '{CRYPT}', '-c', '$6$%.16s'],
  '{CRYPT} $6$ of 6,000 rounds': ['-h', '{CRYPT}', '-c', '$6$rounds=6000$%.8s'],
};

const hasTool = existsSync('/usr/sbin/slappasswd') || process.env['CI'] === 'true';

/** It loads one module: the last that it is told to. */
function slappasswd(options: readonly string[]): string {
  const scheme = options[1] ?? '';
  const [argon, sha2, pbkdf2] = modules;
  const load = scheme === '{ARGON2}' ? argon : scheme.includes('PBKDF2') ? pbkdf2 : sha2;
  const loads = ['-o', 'module-path=/usr/lib/ldap', '-o', `module-load=${load}`];
  const given = [...loads, ...options, '-s', password];
  return execFileSync('/usr/sbin/slappasswd', given, { encoding: 'utf8' }).trim();
}

describe('stored passwords of OpenLDAP', function () {
  this.timeout(60_000);
  let ours: ServerUnderComparison | undefined;
  let root: Session;

  before(async function () {
    if (!hasTool) this.skip();
    ours = await startOurs();
    root = await Session.open(ours.port, rootDn, rootPassword);
    await root.ask(suffixEntry);
    await root.ask(userEntry);
  });
  after(async () => {
    if (!ours) return;
    root.close();
    await ours.close();
  });

  for (const [name, options] of Object.entries(made)) {
    it(`${name}, as slappasswd makes it, signs in to us`, async () => {
      const stored = slappasswd(options);
      await root.ask(modify(user, ['replace', 'userPassword', stored]));
      const session = await Session.open(ours?.port ?? 0);
      expect((await session.ask(simpleBind(user, password))).result.code).equal('success');
      const wrong = await session.ask(simpleBind(user, 'Secret ete'));
      expect(wrong.result.code).equal('invalidCredentials');
      session.close();
    });
  }
});

describe('passwords that slapd verifies', function () {
  this.timeout(60_000);
  let slapd: ServerUnderComparison | undefined;

  before(async function () {
    if (!hasSlapd()) this.skip();
    slapd = await startSlapd({ globals: modules.map((name) => `moduleload ${name}`).join('\n') });
    const root = await Session.open(slapd.port, rootDn, rootPassword);
    await root.ask(suffixEntry);
    await root.ask(userEntry);
    root.close();
  });
  after(() => slapd?.close());

  const forms: Readonly<Record<string, () => Promise<string> | string>> = {
    'argon2id, as we store it': () => hashPassword(Buffer.from(password)),
    argon2i: () =>
      '{ARGON2}$argon2i$v=19$m=4096,t=3,p=1$pv5telgRRmZ2iGdbbng7lQ$OUWOAfxN' +
      '4ktYtrKv/0QnaUOaW883SOijINsU892NC6A',
    argon2d: () =>
      '{ARGON2}$argon2d$v=19$m=4096,t=3,p=1$gWiYSQUlDfmxQgNChpTiVg$p3pdhmcL' +
      'XEjJOaabeucZSfYaGkQJ+ogFeyrqDwygfyk',
  };

  for (const [name, make] of Object.entries(forms)) {
    it(`${name}: by both servers`, async () => {
      const stored = await make();
      expect(await verifyPassword(Buffer.from(password), Buffer.from(stored))).equal(true);
      const root = await Session.open(slapd?.port ?? 0, rootDn, rootPassword);
      await root.ask(modify(user, ['replace', 'userPassword', stored]));
      root.close();
      const session = await Session.open(slapd?.port ?? 0);
      expect((await session.ask(simpleBind(user, password))).result.code).equal('success');
      session.close();
    });
  }
});

const suffixEntry = add(suffix, {
  objectClass: ['dcObject', 'organization'],
  dc: 'example',
  o: 'Example',
});
const userEntry = add(user, { objectClass: 'person', cn: 'hash', sn: 'hash' });
