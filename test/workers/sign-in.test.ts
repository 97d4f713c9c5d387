import { expect } from 'chai';
import {
  encodePasswordModify,
  passwordModifyOid,
} from '../../src/protocol/extended/password-modify.js';
import { until } from '../journey/until.js';
import {
  type Client,
  personDn,
  rootDn,
  rootPassword,
  suffix,
  WorkersUnderTest,
} from './workers-under-test.js';

const pierre = personDn('pierre.barel');
const first = 'Menhir-Houle-22';

describe('signing in through workers', function () {
  this.timeout(120_000);
  const under = new WorkersUnderTest();
  let root: Client;
  /** One connection to each worker. */
  let pair: readonly [Client, Client];

  before(async () => {
    await under.start();
    root = await under.openAs(rootDn, rootPassword);
    const [one, other] = [await under.open(), await under.open()];
    expect(await under.workerOf(one)).not.to.equal(await under.workerOf(other));
    pair = [one, other];
  });
  after(() => under.stop());

  const stored = async (login: string, attribute: string): Promise<string[]> =>
    (await root.find(`(uid=${login})`, attribute)).flat();

  /** Lets a test begin with no failure counted: a new password forgives them. */
  const setPassword = async (dn: string, password: string): Promise<void> => {
    expect(await root.modify(dn, 'userPassword', password)).to.equal('success');
  };

  it('counts failures over all of them', async () => {
    const policy = `cn=essais,ou=politiques,${suffix}`;
    const added = await root.add(policy, {
      objectClass: ['device', 'pwdPolicy'],
      pwdAttribute: ['userPassword'],
      pwdLockout: ['TRUE'],
      pwdMaxFailure: ['4'],
    });
    expect(added).to.equal('success');
    expect(await root.modify(pierre, 'pwdPolicySubentry', policy)).to.equal('success');
    for (const attempt of [0, 1, 2, 3]) {
      expect(await pair[attempt % 2 === 0 ? 0 : 1].bind(pierre, 'faux')).to.equal(
        'invalidCredentials',
      );
    }
    expect(await stored('pierre.barel', 'pwdFailureTime')).to.have.length(4);
    for (const client of pair) {
      expect(await client.bind(pierre, first)).to.equal('invalidCredentials');
    }
    await setPassword(pierre, first);
    for (const client of pair) expect(await client.bind(pierre, first)).to.equal('success');
    expect(await root.modify(pierre, 'pwdPolicySubentry')).to.equal('success');
  });

  it('keeps strangers in one line, whichever worker they ask', async () => {
    // Nobody has ever signed in as this one: every attempt is a stranger's.
    const dn = personDn('nolwenn.inconnue');
    for (let count = 0; count < 9; count += 1) {
      expect(await pair[count % 2 === 0 ? 0 : 1].bind(dn, 'faux')).to.equal('invalidCredentials');
    }
    // From now on each waits four seconds more than the one before it: in half a minute there
    // are places for seven. Two lines would have twice as many.
    const clients = await Promise.all(Array.from({ length: 24 }, () => under.open()));
    let busy = 0;
    for (const client of clients) {
      void client.bind(dn, 'faux').then((code) => (busy += code === 'busy' ? 1 : 0));
    }
    await until('those for whom there is no place', () => busy >= 16);
    for (const client of clients) client.raw.close();
  });

  it('changes a password for both at once, and refuses the one before', async () => {
    const second = 'Hortensia-Bleu-47';
    const marie = personDn('marie.lebihan');
    const changing = await under.openAs(marie, 'Hermine-Lande-56');
    const value = encodePasswordModify({
      identity: undefined,
      oldPassword: Buffer.from('Hermine-Lande-56'),
      newPassword: Buffer.from(second),
    });
    const code = await changing.ask({ kind: 'extended', oid: passwordModifyOid, value });
    expect(code).to.equal('success');
    for (const client of pair) {
      expect(await client.bind(marie, second)).to.equal('success');
      expect(await client.bind(marie, 'Hermine-Lande-56')).to.equal('invalidCredentials');
    }
    const [hash] = await stored('marie.lebihan', 'userPassword');
    expect(hash).to.match(/^\{ARGON2\}\$argon2id/);
  });

  it('explains itself to who changes a password against its policy', async () => {
    const francois = personDn('francois.grangere');
    const changing = await under.openAs(francois, 'Ajonc-Granit-35');
    const change = (password: string): Promise<string> =>
      changing.ask({
        kind: 'modify',
        dn: francois,
        changes: [
          { kind: 'delete', attribute: 'userPassword', values: [Buffer.from('Ajonc-Granit-35')] },
          { kind: 'add', attribute: 'userPassword', values: [Buffer.from(password)] },
        ],
      });
    expect(await change('court')).to.equal('constraintViolation');
    expect(await change('Bruyere-Callune-83')).to.equal('success');
    for (const client of pair) {
      expect(await client.bind(francois, 'Bruyere-Callune-83')).to.equal('success');
    }
  });

  it('hashes an old password anew, once', async () => {
    // What `{SSHA}` holds is “Secret été”.
    const old = '{SSHA}A3hwQO6knXQOmQBsZCqIf8o5PcKQbrzp';
    const account = `cn=ancien,ou=comptes,${suffix}`;
    const added = await root.add(account, {
      objectClass: ['applicationProcess', 'simpleSecurityObject'],
      userPassword: [old],
    });
    expect(added).to.equal('success');
    for (const client of pair) expect(await client.bind(account, 'Secret été')).to.equal('success');
    const [hash] = (await root.find('(cn=ancien)', 'userPassword')).flat();
    expect(hash).to.match(/^\{ARGON2\}\$argon2id/);
  });

  it('never logs a password, whatever travels between processes', async () => {
    await until('the lines of both', () => under.service.log.length > 0);
    const text = JSON.stringify(under.service.log) + under.service.banner();
    const beyondBanner = text.slice(0, text.indexOf('Demonstration directory'));
    for (const secret of ['Hortensia-Bleu-47', 'Bruyere-Callune-83', 'Secret été', '$argon2id']) {
      expect(beyondBanner).not.to.include(secret);
    }
  });
});
