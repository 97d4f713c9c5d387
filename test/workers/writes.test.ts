import { Duplex, PassThrough } from 'node:stream';
import { expect } from 'chai';
import type { PolicyErrorName } from '../../src/model/password-policy.js';
import { LdapError, success } from '../../src/model/result.js';
import { noControls } from '../../src/operations/request-controls.js';
import type { Writes } from '../../src/operations/writes.js';
import { PolicyRefusal } from '../../src/password/policy-refusal.js';
import { forwardedWrites } from '../../src/workers/forwarded-writes.js';
import { answerWrites, forwardOver } from '../../src/workers/write-stream.js';

/** Two ends of a stream. */
function pair(): [Duplex, Duplex] {
  const [there, back] = [new PassThrough(), new PassThrough()];
  return [
    Duplex.from({ readable: back, writable: there }),
    Duplex.from({ readable: there, writable: back }),
  ];
}

/** The writes of a worker whose primary has these. */
function forwarded(primary: Partial<Writes>, arrived: () => void = () => undefined): Writes {
  const [worker, other] = pair();
  answerWrites(other, primary as Writes);
  return forwardedWrites(forwardOver(worker, arrived));
}

const call = {
  request: { kind: 'delete', dn: 'uid=a' } as const,
  actor: { kind: 'root', door: 'ldap', secure: true } as const,
  controls: noControls,
};

async function thrown(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('writes that another process does', () => {
  it('are answered in whatever order they end', async () => {
    const waits: (() => void)[] = [];
    const writes = forwarded({
      takePlace: ({ now }) =>
        new Promise((resolve) =>
          waits.push(() => {
            resolve(now);
          }),
        ),
    });
    const attempt = { key: 'k', network: 'n', isTrusted: false, isSpared: false };
    const asked = [1, 2, 3].map((now) => writes.takePlace({ attempt, now }));
    while (waits.length < 3) await new Promise((resolve) => setImmediate(resolve));
    for (const answer of waits.reverse()) answer();
    expect(await Promise.all(asked)).to.deep.equal([1, 2, 3]);
  });

  it('are seen to be committed before they are answered', async () => {
    const order: string[] = [];
    const writes = forwarded({ keepSecret: (made) => Promise.resolve(made) }, () => {
      order.push('caught up');
    });
    const kept = await writes.keepSecret(Buffer.from('s'));
    order.push('answered');
    expect(kept).to.deep.equal(Buffer.from('s'));
    expect(order).to.deep.equal(['caught up', 'answered']);
  });

  it('travel without what only their own process can use', async () => {
    let received: unknown;
    const writes = forwarded({
      delete: (asked) => {
        received = asked;
        return Promise.resolve(success);
      },
    });
    const context = {
      controls: [{ oid: '1.2.3', critical: false, value: undefined }],
      signal: new AbortController().signal,
      begin: () => undefined,
      address: '192.0.2.1',
      reason: 'départ',
    };
    expect(await writes.delete({ ...call, context })).to.deep.equal(success);
    const carried = { controls: [], address: '192.0.2.1', reason: 'départ' };
    expect(received).to.deep.equal({ ...call, context: carried });
  });

  it('begin before they leave, or do not leave at all', async () => {
    let isAsked = false;
    const writes = forwarded({
      delete: () => {
        isAsked = true;
        return Promise.resolve(success);
      },
    });
    const begin = (): void => {
      throw new LdapError('canceled', '');
    };
    const error = await thrown(writes.delete({ ...call, context: { controls: [], begin } }));
    expect(error).to.be.instanceOf(LdapError).with.property('code', 'canceled');
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(isAsked).to.equal(false);
  });

  it('are refused as they would be here', async () => {
    const refusal = new LdapError('referral', 'ailleurs', {
      matchedDn: 'dc=org',
      referrals: ['ldap://ailleurs.example'],
    });
    const writes = forwarded({ delete: () => Promise.reject(refusal) });
    const error = await thrown(writes.delete({ ...call, context: { controls: [] } }));
    expect(error).to.be.instanceOf(LdapError);
    const { code, message, matchedDn, referrals } = error as LdapError;
    expect({ code, message, matchedDn, referrals }).to.deep.equal({
      code: 'referral',
      message: 'ailleurs',
      matchedDn: 'dc=org',
      referrals: ['ldap://ailleurs.example'],
    });
  });

  const policyErrors: readonly PolicyErrorName[] = ['passwordExpired', 'passwordInHistory'];
  for (const policyError of policyErrors) {
    it(`keep what the password policy says: ${policyError}`, async () => {
      const refusal = new PolicyRefusal(policyError);
      const writes = forwarded({ delete: () => Promise.reject(refusal) });
      const error = await thrown(writes.delete({ ...call, context: { controls: [] } }));
      expect(error).to.be.instanceOf(PolicyRefusal).with.property('policyError', policyError);
      expect(error).to.have.property('message', refusal.message);
    });
  }

  it('show the stack of a defect, which is no refusal', async () => {
    const writes = forwarded({ delete: () => Promise.reject(new TypeError('un défaut')) });
    const error = await thrown(writes.delete({ ...call, context: { controls: [] } }));
    expect(error).to.be.instanceOf(Error).and.not.instanceOf(LdapError);
    expect((error as Error).stack).to.match(/TypeError: un défaut\n.*writes\.test/);
  });

  it('are not gathered without bound', async () => {
    const writes = forwarded({ keepSecret: () => new Promise<Buffer>(() => undefined) });
    const asked = Array.from({ length: 4_097 }, () => thrown(writes.keepSecret(Buffer.alloc(1))));
    expect(await Promise.race(asked)).to.have.property('code', 'busy');
  });
});
