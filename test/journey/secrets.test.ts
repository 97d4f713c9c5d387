import { expect } from 'chai';
import type { Request } from '../../src/model/request.js';
import { asserted, critical, preRead } from '../conformance/client/controls.js';
import { passwordModify, startTls } from '../conformance/client/extended.js';
import { messageOctets } from '../conformance/client/message.js';
import { scramClient, scramVerifier } from '../conformance/client/scram.js';
import {
  add,
  compare,
  extended,
  modify,
  saslBind,
  search,
  Session,
  simpleBind,
} from '../conformance/session.js';
import { closing } from './closing.js';
import { dataDirectory, type ServiceProcess, startServiceProcess } from './service-process.js';

const suffix = 'dc=example,dc=org';
const rootDn = `cn=admin,${suffix}`;
const rootPassword = 'Racine-7f3a91c2';
const secret = 'Secret-5d8e40b7';
const other = 'Secret-c90a17e4';
const person = `uid=p,${suffix}`;
const octets = Buffer.from(secret);

/** Every place of a request where a client says a secret; refused ones too. */
const requests: readonly Request[] = [
  add(suffix, { objectClass: ['organization', 'dcObject'], o: 'E' }),
  add(person, { objectClass: 'inetOrgPerson', cn: 'p', sn: 'p', userPassword: secret }),
  add(`uid=q,${suffix}`, { objectClass: 'inetOrgPerson', cn: 'q', userPassword: secret }),
  modify(person, ['replace', 'userPassword', secret, other]),
  modify(person, ['delete', 'userPassword', secret], ['add', 'userPassword', other]),
  modify(person, ['add', 'authPassword', scramVerifier(secret)]),
  compare(person, 'userPassword', secret),
  search(suffix, { scope: 'sub', filter: `(userPassword=${secret})` }),
  search(suffix, { scope: 'sub', filter: `(&(uid=p)(!(userPassword=${secret}*)))` }),
  passwordModify({ of: person, old: other, fresh: secret }),
  passwordModify({ of: `uid=zz,${suffix}`, old: secret, fresh: other }),
  extended('1.2.3.4', octets),
  simpleBind(person, secret),
  simpleBind(person, other),
  simpleBind(person, secret, 2),
  simpleBind(`uid=zz,${suffix}`, secret),
  saslBind('PLAIN', `\0p\0${secret}`),
  saslBind('NOPE', secret),
  saslBind('SCRAM-SHA-256', scramClient('p', secret).first),
];

const controls = [
  [search(person), asserted(`(userPassword=${secret})`)],
  [modify(person, ['replace', 'userPassword', secret]), preRead('userPassword')],
  [search(person), critical('1.2.3.4', octets)],
] as const;

/** A message cut short behind the secret, and one that is none. */
const broken = [
  messageOctets(9, simpleBind(person, secret)).fill(0x7f, 1, 2),
  Buffer.concat([Buffer.from([0x30, octets.length]), octets]),
];

const forms = (text: string): string[] => [
  text,
  Buffer.from(text).toString('base64').replaceAll('=', ''),
  Buffer.from(text).toString('hex'),
];

describe('a server that is told secrets in every manner', function () {
  this.timeout(60_000);
  const opened = closing();
  let running: ServiceProcess;

  before(async () => {
    const data = opened.after(dataDirectory(), ({ remove }) => {
      remove();
    });
    running = opened.after(
      await startServiceProcess(data.path, {
        ANNUAIRE_PROFILE: 'general',
        ANNUAIRE_SUFFIX: suffix,
        ANNUAIRE_ROOT_DN: rootDn,
        ANNUAIRE_ROOT_PASSWORD: rootPassword,
        ANNUAIRE_LOG_LEVEL: 'debug',
      }),
      (each) => each.kill('SIGTERM'),
    );
  });
  after(() => opened.all());

  it('writes none of them to its log', async () => {
    const session = await Session.open(running.ports.ldap, rootDn, rootPassword);
    for (const request of requests) {
      await session.ask(request);
      if (request.kind === 'bind') await session.ask(simpleBind(rootDn, rootPassword));
    }
    for (const [request, control] of controls) await session.ask(request, [control]);
    await session.ask(startTls);
    await session.connection.secure();
    await session.ask(saslBind('PLAIN', `\0p\0${secret}`));
    session.close();
    for (const bytes of broken) {
      const stranger = await Session.open(running.ports.ldap);
      stranger.connection.send(bytes);
      await new Promise((resolve) => setTimeout(resolve, 100));
      stranger.close();
    }
    await running.kill('SIGTERM');
    const written = JSON.stringify(running.log) + running.banner();
    expect(running.log.length, 'lines').to.be.above(requests.length);
    for (const form of [secret, other, rootPassword].flatMap(forms)) {
      expect(written.includes(form), form).to.equal(false);
    }
  });
});
