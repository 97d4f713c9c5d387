import { expect } from 'chai';
import { parseDn } from '../../src/model/dn.js';
import { LdapError, type ResultCodeName } from '../../src/model/result.js';
import type { Kernel } from '../../src/operations/context.js';
import { newSearchMemory } from '../../src/operations/search/search-memory.js';
import {
  type Attempt,
  attemptOn,
  namelessKey,
  noteFailure,
  noteSuccess,
  waitMsOf,
} from '../../src/operations/session/guessing.js';
import { builtInPolicy } from '../../src/password/policy.js';
import { loginKey } from '../../src/state/logins.js';
import { anonymous, type Opened, openFixture, personDn, suffix } from './fixture.js';
import { change, modify, read } from './writing.js';

const [home, attacker, elsewhere] = ['192.0.2.1', '203.0.113.66', '198.51.100.9'];
const sso = '10.1.2.3';
const policy = builtInPolicy({ regional: true });

describe('the delay of whoever guesses', function () {
  this.timeout(60_000);
  let opened: Opened;
  let kernel: Kernel;
  let now: number;
  let referent: string;

  before(async () => {
    opened = await openFixture();
    referent = loginKey(read(opened.directory, personDn('yann.martin'))['entryUUID']?.[0] ?? '');
  });
  after(() => opened.close());

  beforeEach(async () => {
    now = Date.parse('2026-06-15T08:00:00Z');
    const { store, schema } = opened;
    kernel = {
      store,
      schema,
      suffix,
      writes: opened.directory.writes,
      memory: newSearchMemory(),
      clock: () => new Date(now),
      isTrustedAddress: (address: string) => address === sso,
    } as unknown as Kernel;
    await store.write(({ state }) => {
      const keys = [...state.list('logins')].map(({ key }) => key);
      for (const key of keys) state.remove('logins', key);
    });
  });

  const from = (address: string | undefined, key = referent, name = 'uid=yann.martin'): Attempt =>
    attemptOn(
      kernel,
      { key, name },
      address === undefined ? { controls: [] } : { controls: [], address },
    );

  async function fail(attempt: Attempt, times: number): Promise<void> {
    for (let count = 0; count < times; count += 1) await noteFailure(kernel, attempt, policy);
  }

  const busy = async (attempt: Attempt): Promise<ResultCodeName | number> =>
    Promise.resolve(waitMsOf(kernel, attempt)).catch((error: unknown) => {
      if (error instanceof LdapError) return error.code;
      throw error;
    });

  it('is none for a referent who comes from where it has signed in, after 1,000 failures', async () => {
    await noteSuccess(kernel, from(home));
    await fail(from(attacker), 1_000);
    expect(await waitMsOf(kernel, from(home))).equal(0);
    expect(await busy(from(attacker))).equal(30_000);
    expect(await busy(from(attacker))).equal('busy');
  });

  it('is four seconds at most for a referent who comes from anywhere else', async () => {
    await fail(from(attacker), 1_000);
    for (let count = 0; count < 20; count += 1) {
      expect(await waitMsOf(kernel, from(elsewhere))).equal(4_000);
    }
  });

  it('is four seconds at most where the referent’s own neighbours guess', async () => {
    await noteSuccess(kernel, from(home));
    await fail(from(home), 1_000);
    for (let count = 0; count < 20; count += 1) {
      expect(await waitMsOf(kernel, from(home))).equal(4_000);
    }
  });

  it('is four seconds at most behind the SSO, for whoever guesses there', async () => {
    await fail(from(sso), 1_000);
    expect(await waitMsOf(kernel, from(sso))).equal(4_000);
    expect(await waitMsOf(kernel, from(sso, 'entry:another'))).equal(0);
    expect(await waitMsOf(kernel, from(undefined))).equal(0);
  });

  it('puts a stranger’s attempts in line, one after the other', async () => {
    await fail(from(attacker), 8);
    expect([await busy(from(attacker)), await busy(from(attacker))]).deep.equal([2_000, 4_000]);
    now += 4_000;
    expect(await busy(from(attacker))).equal(2_000);
  });

  it('is forgiven by a success, for the account and for where it came from', async () => {
    await fail(from(elsewhere), 50);
    await noteSuccess(kernel, from(elsewhere));
    expect(await waitMsOf(kernel, from(elsewhere))).equal(0);
    expect(await waitMsOf(kernel, from(home))).equal(0);
  });

  it('is forgotten a quarter of an hour later', async () => {
    await fail(from(attacker), 1_000);
    now += 15 * 60_000 + 1;
    expect(await waitMsOf(kernel, from(attacker))).equal(0);
  });

  it('follows an address from account to account, but spares service accounts', async () => {
    for (let count = 0; count < 150; count += 1) {
      await noteFailure(kernel, from(attacker, namelessKey(`uid=n${count}`)), policy);
    }
    expect(await waitMsOf(kernel, from(attacker))).equal(750);
    const portal = `cn=portail,ou=comptes,${suffix}`;
    const key = kernel.schema.dnKey(parseDn(portal)).text;
    expect(await waitMsOf(kernel, from(attacker, 'entry:portail', key))).equal(0);
  });

  it('keeps a bounded number of records, whatever names and addresses are invented', async () => {
    for (let count = 0; count < 60; count += 1) {
      const address = `2001:db8:${count.toString(16)}::1`;
      await noteSuccess(kernel, from(address));
    }
    // Nothing was to be forgiven: the last of them is still being written.
    await opened.store.write(() => undefined);
    const [record] = [...opened.store.state.list('logins', { prefix: referent })];
    expect((record?.value as { networks: unknown[] }).networks).length(8);
    expect(JSON.stringify(record?.value)).not.include('2001');
  });
});

describe('a flood of guesses', function () {
  this.timeout(120_000);

  it('does not keep the owner waiting behind it', async () => {
    const opened = await openFixture();
    const { directory } = opened;
    const dn = personDn('yann.martin');
    const password = 'Zt5!vNw8?gHs';
    await modify(directory, dn, [change('replace', 'userPassword', password)]);
    const order: string[] = [];
    const bind = async (who: string, secret: string, address: string): Promise<ResultCodeName> => {
      const authentication = { kind: 'simple', password: Buffer.from(secret) } as const;
      const { result } = await directory.bind(
        { kind: 'bind', version: 3, dn, authentication },
        anonymous,
        { controls: [], address },
      );
      order.push(`${who} ${result.code}`);
      return result.code;
    };
    expect(await bind('owner', password, home)).equal('success');
    order.length = 0;
    const guesses = Array.from({ length: 1_000 }, (_, n) => bind('guess', `faux${n}`, attacker));
    expect(await bind('owner', password, home)).equal('success');
    // Those refused at once waited for nothing; of those that were looked at, few came before.
    const before = order.slice(0, order.indexOf('owner success'));
    expect(before.filter((each) => each === 'guess invalidCredentials').length).below(10);
    const codes = await Promise.all(guesses);
    expect(codes.filter((code) => code === 'busy').length).at.least(500);
    expect(codes).not.include('success');
    await opened.close();
  });
});
