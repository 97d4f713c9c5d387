import { expect } from 'chai';

import { scimClient } from '../../src/provision/client.js';
import { fixedToken } from '../../src/provision/credentials.js';
import { type ScimTarget, scimTarget } from '../../src/provision/scim-target.js';
import { barel, userOf } from './person.js';
import { startStrictReceiver, type StrictReceiver } from './strict-receiver.js';

const clock = () => new Date();

describe('one question for an account by login or entryUUID', () => {
  let receiver: StrictReceiver;
  let target: ScimTarget;
  let asked: string[];

  beforeEach(async () => {
    receiver = await startStrictReceiver();
    asked = [];
    receiver.manners.fault = ({ method, query }) => {
      asked.push(query.has('filter') ? 'look-up' : method);
      return undefined;
    };
    const client = scimClient({ url: receiver.url, credentials: fixedToken('jeton'), clock });
    target = scimTarget(client, clock);
  });
  afterEach(() => receiver.close());

  const push = (number: number, values: Readonly<Record<string, string>> = {}) => {
    const login = `personne${String(number)}`;
    const user = userOf({ ...barel, uid: login, entryUUID: login, ...values });
    return target.push({ person: login, user, remoteId: undefined, mayCreate: true });
  };

  it('takes the place of two once the target has answered it rightly', async () => {
    await push(1);
    asked.length = 0;
    expect(await push(2)).to.include({ did: 'created' });
    expect(asked).to.deep.equal(['look-up', 'POST']);
    expect(await push(2)).to.include({ did: 'nothing' });
    expect(await push(2, { uid: 'renommee' }), 'found by its entryUUID').to.include({
      did: 'updated',
    });
    expect(receiver.users.size).to.equal(2);
  });

  it('is not put again to a target that matched nothing with it', async () => {
    receiver.manners.knowsOr = false;
    await push(1);
    asked.length = 0;
    await push(2);
    expect(asked).to.deep.equal(['look-up', 'look-up', 'POST']);
    expect(await push(1, { uid: 'renommee' })).to.include({ did: 'updated' });
    expect(receiver.users.size).to.equal(2);
  });
});
