import { expect } from 'chai';
import { openFixture, type Opened, plain, root, search } from '../operations/fixture.js';

/** Clients refresh their copy of the schema by these times (RFC 4512 §4.2); once there were none. */
describe('the times of the subschema', () => {
  let opened: Opened;
  before(async () => {
    opened = await openFixture({ with: { clock: () => new Date('2024-05-06T07:08:09Z') } });
  });
  after(() => opened.close());

  it('are those of the start, for the schema changes with a restart only', async () => {
    const { entries } = await search(opened.directory, root, {
      base: 'cn=Subschema',
      scope: 'base',
      attributes: ['createTimestamp', 'modifyTimestamp'],
    });
    expect(plain(entries[0])).to.deep.equal({
      createTimestamp: ['20240506070809Z'],
      modifyTimestamp: ['20240506070809Z'],
    });
  });
});
