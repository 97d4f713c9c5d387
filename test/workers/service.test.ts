import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect } from 'chai';
import { hasTool } from '../journey/ldap-tools.js';
import { dataDirectory, freePort } from '../journey/service-process.js';
import { until } from '../journey/until.js';
import { makeAuthority } from '../server/certificates.js';
import { RawClient } from '../server/raw-client.js';
import { startTls } from '../server/server-under-test.js';
import { Client, personDn, rootDn, rootPassword, WorkersUnderTest } from './workers-under-test.js';

/** Whether a process is there. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a service of several processes', function () {
  this.timeout(120_000);
  let under: WorkersUnderTest;
  beforeEach(() => {
    under = new WorkersUnderTest();
  });
  afterEach(() => under.stop());

  it('is ready once, when all of them serve', async () => {
    await under.start();
    const events = under.service.log.map(({ event }) => event);
    expect(events.filter((event) => event === 'ready')).to.have.length(1);
    const started = events.slice(0, events.indexOf('ready'));
    expect(started.filter((event) => event === 'worker-started')).to.have.length(2);
    const { http } = under.service.ports;
    const health = await fetch(`http://127.0.0.1:${String(http)}/health/ready`);
    expect([health.status, await health.json()]).to.deep.equal([200, { status: 'ready' }]);
  });

  it('says that it is not ready while no worker serves', async () => {
    await under.start();
    const { http } = under.service.ports;
    for (const worker of under.started) process.kill(worker, 'SIGKILL');
    await until('no worker', async () => {
      const health = await fetch(`http://127.0.0.1:${String(http)}/health/ready`);
      return health.status === 503;
    });
    await until('workers again', async () => {
      const health = await fetch(`http://127.0.0.1:${String(http)}/health/ready`);
      return health.status === 200;
    });
  });

  it('adds its measures up, and loses none with a worker', async () => {
    await under.start();
    const clients = await under.openMany(6);
    const { http } = under.service.ports;
    const binds = async (): Promise<number> => {
      const text = await (await fetch(`http://127.0.0.1:${String(http)}/metrics`)).text();
      const line = /operations_total\{operation="bind",door="ldap",code="success"\} (\d+)/;
      return Number(line.exec(text)?.[1]);
    };
    expect(await binds()).to.equal(6);
    const [first] = clients;
    if (!first) throw new Error('a connection is expected');
    process.kill(await under.workerOf(first), 'SIGKILL');
    await until('another worker', () => under.started.length === 3);
    expect(await binds()).to.equal(6);
  });

  it('ends what is asked, then itself, when it is told to', async () => {
    await under.start();
    const [one, other] = await under.openMany(2);
    if (!one || !other) throw new Error('two connections are expected');
    const pierre = personDn('pierre.barel');
    const asked = [one.modify(pierre, 'title', 'un'), other.modify(pierre, 'title', 'deux')];
    const status = under.service.kill('SIGTERM');
    const codes = await Promise.all(asked);
    expect(await status).to.equal(0);
    expect(codes.filter((code) => code !== 'success' && code !== 'closed')).to.deep.equal([]);
    expect(under.started.filter(isAlive)).to.deep.equal([]);
    expect(under.service.log.map(({ event }) => event)).not.to.include('worker-ended');
  });

  it('leaves no worker behind when the primary is killed, and starts again at once', async () => {
    await under.start();
    const [client] = await under.openMany(1);
    if (!client) throw new Error('a connection is expected');
    expect(await client.modify(personDn('pierre.barel'), 'title', 'gardé')).to.equal('success');
    const before = under.started;
    await under.service.kill('SIGKILL');
    await until('the end of the workers', () => before.every((worker) => !isAlive(worker)));
    expect(await client.ask(startTls)).to.equal('closed');
    await under.start();
    const [again] = await under.openMany(1);
    expect(await again?.find('(uid=pierre.barel)', 'title')).to.deep.equal([['gardé']]);
  });

  it('counts connections over all workers', async () => {
    await under.start({ ANNUAIRE_CONNECTIONS_PER_ADDRESS: '5' });
    const clients = await under.openMany(5);
    const sixth = await under.open();
    expect(await sixth.bind(rootDn, rootPassword)).to.equal('busy');
    for (const client of clients) client.raw.close();
    await until('places again', async () => {
      const client = await under.open();
      return (await client.bind(rootDn, rootPassword)) === 'success';
    });
  });

  it('counts the connections of an identity over all workers', async () => {
    await under.start();
    const francois = personDn('francois.grangere');
    const signIn = async (): Promise<string> =>
      (await under.open()).bind(francois, 'Ajonc-Granit-35');
    // As many as `limites` of the access rules let a professional have.
    for (let count = 0; count < 50; count += 1) expect(await signIn()).to.equal('success');
    // The workers tell each other of it within a moment; alone each would take 25 more. One that has
    // heard refuses while another may not have: both are known to have heard when none accepts.
    let more = 0;
    let refusedInTurn = 0;
    await until('refusals by all workers', async () => {
      if ((await signIn()) === 'busy') refusedInTurn += 1;
      else {
        more += 1;
        refusedInTurn = 0;
      }
      return refusedInTurn === 8;
    });
    expect(more).to.be.below(20);
  });

  (hasTool('openssl') ? describe : describe.skip)('over TLS', () => {
    const files = dataDirectory();
    after(() => {
      files.remove();
    });

    it('serves StartTLS and LDAPS, and shows a renewed certificate everywhere', async () => {
      const authority = makeAuthority(files.path, 'ca');
      const [one, two] = ['one', 'two'].map((name) =>
        authority.issue(name, `/CN=${name}`, { server: true }),
      );
      if (!one || !two) throw new Error('two certificates are expected');
      const used = join(files.path, 'used');
      mkdirSync(used);
      const [certFile, keyFile] = [join(used, 'cert.pem'), join(used, 'key.pem')];
      const use = (made: typeof one): void => {
        copyFileSync(made.certFile, certFile);
        copyFileSync(made.keyFile, keyFile);
      };
      use(one);
      const port = await freePort();
      await under.start({
        ANNUAIRE_LDAPS_PORT: String(port),
        ANNUAIRE_TLS_CERT: certFile,
        ANNUAIRE_TLS_KEY: keyFile,
      });
      const shown = (): Promise<string[]> =>
        Promise.all(Array.from({ length: 4 }, () => nameShown(port)));
      expect(new Set(await shown())).to.deep.equal(new Set(['one']));

      for (let count = 0; count < 4; count += 1) {
        const client = await under.open();
        expect(await client.ask(startTls)).to.equal('success');
        await client.raw.secure();
        expect(await client.bind(rootDn, rootPassword)).to.equal('success');
        expect(await client.find('(uid=pierre.barel)', 'uid')).to.deep.equal([['pierre.barel']]);
      }
      const secure = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
      const client = new Client(new RawClient(secure));
      expect(await client.bind(rootDn, rootPassword)).to.equal('success');

      use(two);
      under.service.hangUp();
      await until('the renewal', async () => (await shown()).every((name) => name === 'two'));
      const loaded = under.service.log.filter(({ event }) => event === 'certificate-loaded');
      expect(loaded).to.have.length(1);
      process.kill(under.started[0] ?? 0, 'SIGKILL');
      await until('another worker', () => under.started.length === 3);
      expect(new Set(await shown())).to.deep.equal(new Set(['two']));
    });
  });
});

/** The common name of the certificate that a new connection is shown. */
function nameShown(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.once('error', reject);
  });
}
