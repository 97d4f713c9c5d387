import { expect } from 'chai';
import { startOurs } from '../conformance/ours.js';
import {
  rootDn,
  rootPassword,
  suffix,
  type ServerUnderComparison,
} from '../conformance/servers.js';
import { add, modify, Session } from '../conformance/session.js';

/** Found by comparing with OpenLDAP at random: only the final entry was looked at. */
describe('A name of an unknown attribute type, among changes that take it away again', () => {
  let server: ServerUnderComparison;

  before(async () => {
    server = await startOurs();
  });
  after(() => server.close());

  it('is refused for its syntax, as it is alone', async () => {
    const root = await Session.open(server.port, rootDn, rootPassword);
    await root.ask(
      add(suffix, { objectClass: ['organization', 'dcObject'], o: 'x', dc: 'example' }),
    );
    for (const then of [[], [['delete', 'seeAlso'] as const]]) {
      const request = modify(suffix, ['replace', 'seeAlso', 'nope=1,o=x'], ...then);
      expect((await root.ask(request)).result.code).to.equal('invalidAttributeSyntax');
    }
    root.close();
  });
});
