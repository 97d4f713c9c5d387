import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Writes } from '../../src/operations/writes.js';
import { Admission } from '../../src/server/admission.js';
import { serverLimits } from '../../src/server/limits.js';
import { WorkerPool } from '../../src/workers/pool.js';

const program = fileURLToPath(new URL('silent-worker.ts', import.meta.url));

describe('workers that cannot start', function () {
  this.timeout(60_000);
  const told: string[] = [];

  const pool = (): WorkerPool =>
    new WorkerPool({
      count: 2,
      program,
      start: () => ({}),
      writes: {} as Writes,
      admission: new Admission({
        limits: serverLimits,
        isTrustedAddress: () => false,
        connections: {
          opened: () => undefined,
          closed: () => undefined,
          ended: () => undefined,
        },
      }),
      lost: () => undefined,
      observe: (event, { reason }) => told.push(`${event} ${String(reason)}`),
    });

  beforeEach(() => {
    told.length = 0;
  });
  afterEach(() => {
    delete process.env['SILENT_WORKER_REASON'];
  });

  const failure = async (): Promise<string> => {
    const opened = pool();
    const message = await opened.open().then(
      () => 'opened',
      (error: unknown) => (error as Error).message,
    );
    await opened.close(0);
    expect(opened.serving).to.equal(0);
    return message;
  };

  it('stop the start of the service, with what they said', async () => {
    process.env['SILENT_WORKER_REASON'] = 'no store there';
    expect(await failure()).to.equal('a worker could not start: no store there');
    expect(told).to.include('worker-ended no store there');
  });

  it('stop it with their status when they said nothing', async () => {
    expect(await failure()).to.equal('a worker could not start: status 3');
  });
});
