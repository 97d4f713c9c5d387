import { expect } from 'chai';
import type { Actor } from '../../src/operations/actor.js';
import { IdentityShares } from '../../src/workers/identity-shares.js';
import { SharedIdentityCount } from '../../src/workers/shared-identity-count.js';

const who = (entryUuid: string): Actor => ({
  kind: 'entry',
  door: 'ldap',
  secure: true,
  dn: `uid=${entryUuid}`,
  entryUuid,
});

describe('connections of an identity over several workers', () => {
  let workers: Map<string, SharedIdentityCount>;
  let shares: IdentityShares<string>;

  const worker = (name: string): SharedIdentityCount => {
    const found = workers.get(name);
    if (!found) throw new Error(name);
    return found;
  };
  const join = (name: string): void => {
    workers.set(name, new SharedIdentityCount());
    shares.join(name);
  };
  /** What each worker tells now and then. */
  const tell = (): void => {
    for (const [name, count] of workers) shares.report(name, count.changes());
  };

  beforeEach(() => {
    workers = new Map();
    shares = new IdentityShares((name, counts) => {
      worker(name).learn(counts);
    });
    for (const name of ['one', 'two', 'three']) join(name);
  });

  it('are counted together', () => {
    worker('one').add(who('a'));
    worker('one').add(who('a'));
    worker('two').add(who('a'));
    worker('two').add(who('b'));
    tell();
    expect(worker('three').add(who('a'))).to.equal(4);
    expect(worker('one').add(who('b'))).to.equal(2);
  });

  it('are no more once they have ended', () => {
    worker('one').add(who('a'));
    tell();
    worker('one').remove(who('a'));
    tell();
    expect(worker('two').add(who('a'))).to.equal(1);
  });

  it('are no more once their worker has ended', () => {
    worker('one').add(who('a'));
    worker('two').add(who('a'));
    tell();
    workers.delete('one');
    shares.leave('one');
    expect(worker('three').add(who('a'))).to.equal(2);
  });

  it('are known to a worker that begins', () => {
    worker('one').add(who('a'));
    worker('two').add(who('a'));
    tell();
    join('four');
    expect(worker('four').add(who('a'))).to.equal(3);
  });

  it('are told of once, when they have changed', () => {
    worker('one').add(who('a'));
    expect(worker('one').changes()).to.deep.equal([['a', 1]]);
    expect(worker('one').changes()).to.deep.equal([]);
    worker('one').remove(who('a'));
    worker('one').add(who('a'));
    expect(worker('one').changes()).to.deep.equal([]);
  });

  it('are not those of strangers and of the root DN', () => {
    const root: Actor = { kind: 'root', door: 'ldap', secure: true };
    expect(worker('one').add(root)).to.equal(0);
    expect(worker('one').changes()).to.deep.equal([]);
  });
});
