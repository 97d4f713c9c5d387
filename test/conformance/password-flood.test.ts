import { expect } from 'chai';
import { startOurs } from './ours.js';
import { rootDn, rootPassword, type ServerUnderComparison, suffix } from './servers.js';
import { add, search, Session, simpleBind } from './session.js';

/**
 * Key derivations wait in line and leave the event loop free: shown by the order of the answers,
 * never by a clock.
 */

const password = 'Hello world!';
const user = `cn=flood,${suffix}`;
const slow = `cn=slow,${suffix}`;
/** The digest is that of other rounds: nobody signs in with it, and finding out takes them all. */
const manyRounds =
  '{CRYPT}$6$rounds=400000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0' +
  'Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.';

describe('a flood of binds', function () {
  this.timeout(120_000);
  let server: ServerUnderComparison;
  let order: string[];

  before(async () => {
    server = await startOurs();
    const root = await Session.open(server.port, rootDn, rootPassword);
    const entries = [
      add(suffix, { objectClass: ['dcObject', 'organization'], dc: 'example', o: 'x' }),
      add(user, { objectClass: 'person', cn: 'flood', sn: 'x', userPassword: password }),
      add(slow, { objectClass: 'person', cn: 'slow', sn: 'x', userPassword: manyRounds }),
    ];
    for (const entry of entries) expect((await root.ask(entry)).result.code).equal('success');
    root.close();
  });
  after(() => server.close());
  beforeEach(() => (order = []));

  async function binds(dn: string, count: number): Promise<() => Promise<void>> {
    const sessions = await Promise.all(
      Array.from({ length: count }, () => Session.open(server.port)),
    );
    const answers = sessions.map(async (session) => {
      const { result } = await session.ask(simpleBind(dn, password));
      order.push(`bind ${result.code}`);
    });
    return async () => {
      await Promise.all(answers);
      for (const session of sessions) session.close();
    };
  }

  async function searches(count: number): Promise<void> {
    const session = await Session.open(server.port);
    for (let done = 0; done < count; done += 1) {
      const { result } = await session.ask(search('', { scope: 'base' }));
      order.push(`search ${result.code}`);
    }
    session.close();
  }

  const bindsBeforeLastSearch = (): number =>
    order.slice(0, order.lastIndexOf('search success')).filter((each) => each.startsWith('bind'))
      .length;

  it('with argon2id leaves searches to be answered before its line is through', async () => {
    const finished = await binds(user, 64);
    await searches(20);
    expect(bindsBeforeLastSearch()).below(48);
    await finished();
    expect(order.filter((each) => each === 'bind success')).length(64);
  });

  it('with sha-crypt of many rounds lets every search go first', async () => {
    const finished = await binds(slow, 2);
    await searches(20);
    expect(bindsBeforeLastSearch()).equal(0);
    await finished();
    expect(order.filter((each) => each === 'bind invalidCredentials')).length(2);
  });
});
