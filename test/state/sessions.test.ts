import { expect } from 'chai';
import { openSessions, type Sessions } from '../../src/state/sessions.js';
import type { Json } from '../../src/store/state-database.js';
import type { Store } from '../../src/store/store.js';

const minuteMs = 60_000;

describe('sessions', () => {
  const rows = new Map<string, Json>();
  let now = 0;
  let drawn = 0;
  let writes = 0;
  let sessions: Sessions;

  const state = {
    get: (_database: string, key: string) => rows.get(key),
    list: () => [...rows].map(([key, value]) => ({ key, value })),
    put: (_database: string, key: string, value: Json) => void rows.set(key, value),
    remove: (_database: string, key: string) => void rows.delete(key),
  };
  const store: Pick<Store, 'state' | 'write'> = {
    state,
    write: (operation) => {
      writes += 1;
      return Promise.resolve(operation({ state } as never));
    },
  };

  beforeEach(() => {
    rows.clear();
    now = Date.parse('2026-11-23T08:00:00Z');
    writes = 0;
    sessions = openSessions({
      store,
      clock: () => new Date(now),
      random: (bytes) => Buffer.alloc(bytes, (drawn += 1)),
    });
  });

  const open = (entryUuid = 'one'): Promise<string> =>
    sessions.open({ dn: 'uid=x', entryUuid, services: ['ORIS'] });

  it('keeps what the pages need and never the token itself', async () => {
    const token = await open();
    const session = await sessions.use(token);
    expect(session).to.include({ dn: 'uid=x', entryUuid: 'one' });
    expect(session?.services).to.deep.equal(['ORIS']);
    expect(JSON.stringify([...rows])).to.not.contain(token);
  });

  it('lives half an hour after its last use, and eight hours in all', async () => {
    const token = await open();
    for (let used = 0; used < 16; used += 1) {
      now += 29 * minuteMs;
      expect(await sessions.use(token), String(used)).to.not.equal(undefined);
    }
    now += 16 * minuteMs;
    expect(await sessions.use(token)).to.equal(undefined);
    const idle = await open();
    now += 30 * minuteMs;
    expect(await sessions.use(idle)).to.equal(undefined);
  });

  it('writes its use once a minute at most', async () => {
    const token = await open();
    writes = 0;
    for (let views = 0; views < 10; views += 1) await sessions.use(token);
    expect(writes).to.equal(0);
    now += minuteMs;
    await sessions.use(token);
    expect(writes).to.equal(1);
  });

  it('opens nothing for what is not one of its tokens', async () => {
    await open();
    for (const token of ['', 'x', 'x'.repeat(43), '../../etc', 'é'.repeat(43)]) {
      expect(await sessions.use(token)).to.equal(undefined);
    }
  });

  it('is closed alone, with all of its person, or when it has ended', async () => {
    const [one, other] = [await open('one'), await open('two')];
    await sessions.close(one);
    expect(await sessions.use(one)).to.equal(undefined);
    expect(await sessions.closeAllOf('two')).to.equal(1);
    expect(await sessions.use(other)).to.equal(undefined);
    await open();
    expect(await sessions.purge()).to.equal(0);
    now += 9 * 60 * minuteMs;
    expect(await sessions.purge()).to.equal(1);
    expect(rows.size).to.equal(0);
  });
});
