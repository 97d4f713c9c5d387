import { expect } from 'chai';
import { until } from '../journey/until.js';
import {
  type Client,
  rootDn,
  rootPassword,
  suffix,
  WorkersUnderTest,
} from './workers-under-test.js';

/** A connection that adds accounts one after the other, until it breaks or is told to end. */
interface Load {
  readonly client: Client;
  readonly acknowledged: string[];
  readonly ended: Promise<string>;
}

describe('a worker that is killed', function () {
  this.timeout(120_000);
  const under = new WorkersUnderTest();
  let isOver = false;

  before(() => under.start({ ANNUAIRE_WORKERS: '3' }));
  after(() => under.stop());

  const load = (client: Client, number: number): Load => {
    const acknowledged: string[] = [];
    const run = async (): Promise<string> => {
      for (let count = 0; !isOver; count += 1) {
        const name = `charge-${String(number)}-${String(count)}`;
        const code = await client.add(`cn=${name},ou=comptes,${suffix}`, {
          objectClass: ['applicationProcess'],
        });
        if (code !== 'success') return code;
        acknowledged.push(name);
        // A whole answer, or none: half of one would be no LDAP.
        if (await client.find('(uid=pierre.barel)', 'uid').catch(() => undefined)) continue;
        return 'closed';
      }
      return 'over';
    };
    return { client, acknowledged, ended: run() };
  };

  it('takes its own connections with it and nothing else', async () => {
    const clients = await under.openMany(12);
    const workers = await Promise.all(clients.map((client) => under.workerOf(client)));
    const [victim] = workers;
    if (victim === undefined) throw new Error('a worker is expected');
    const loads = clients.map(load);
    await until('a load', () => loads.every(({ acknowledged }) => acknowledged.length > 20));
    process.kill(victim, 'SIGKILL');
    await until('another worker', () => under.started.length === 4);

    const fresh = await under.openMany(8);
    const serving = await Promise.all(fresh.map((client) => under.workerOf(client)));
    expect(serving).to.include(under.started.at(-1));
    expect(serving).not.to.include(victim);
    isOver = true;
    const ends = await Promise.all(loads.map(({ ended }) => ended));
    expect(ends).to.deep.equal(workers.map((worker) => (worker === victim ? 'closed' : 'over')));

    const [reader] = fresh;
    const found = new Set((await reader?.find('(cn=charge-*)', 'cn'))?.flat());
    const acknowledged = loads.flatMap((each) => each.acknowledged);
    expect(acknowledged.filter((name) => !found.has(name))).to.deep.equal([]);
    const ended = under.service.log.filter(({ event }) => event === 'worker-ended');
    expect(ended.map(({ worker, reason }) => [worker, reason])).to.deep.equal([
      [victim, 'SIGKILL'],
    ]);
  });

  it('gives the places of its connections back', async () => {
    const { http } = under.service.ports;
    const open = async (): Promise<number> => {
      const text = await (await fetch(`http://127.0.0.1:${String(http)}/metrics`)).text();
      return Number(/^annuaire_connections\{listener="ldap"\} (\d+)/m.exec(text)?.[1]);
    };
    const before = await open();
    const more = await under.openMany(6);
    expect(await open()).to.equal(before + 6);
    const killed = await Promise.all(more.map((client) => under.workerOf(client)));
    const [victim = 0] = killed;
    process.kill(victim, 'SIGKILL');
    await until('another worker', () => under.started.length === 5);
    expect(await open()).to.be.below(before + 6);
  });

  it('is replaced even when all go at once, and who connects meanwhile is served', async () => {
    const { started } = under;
    const gone = new Set(
      under.service.log.filter(({ event }) => event === 'worker-ended').map(({ worker }) => worker),
    );
    for (const worker of started.filter((each) => !gone.has(each))) process.kill(worker, 'SIGKILL');
    const clients = await Promise.all(
      Array.from({ length: 6 }, async () => {
        for (;;) {
          // A worker may take a connection in the moment in which it is killed.
          const client = await under.open();
          const code = await client.bind(rootDn, rootPassword);
          if (code !== 'closed') return code;
        }
      }),
    );
    expect(new Set(clients)).to.deep.equal(new Set(['success']));
    await until('all workers', () => under.started.length === started.length + 3);
  });
});
