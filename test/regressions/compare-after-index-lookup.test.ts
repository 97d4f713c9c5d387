import { expect } from 'chai';
import { fixture } from '../conformance/checklist-fixture.js';
import { startOurs } from '../conformance/ours.js';
import {
  rootDn,
  rootPassword,
  type ServerUnderComparison,
  suffix,
} from '../conformance/servers.js';
import { add, compare, Session } from '../conformance/session.js';

/** Compare once read the entry's bytes after an index look-up had taken their place. */
describe('compare of an attribute that a large index holds', () => {
  let server: ServerUnderComparison;
  let root: Session;

  before(async () => {
    server = await startOurs();
    root = await Session.open(server.port, rootDn, rootPassword);
    for (const request of fixture) await root.ask(request);
    for (let n = 0; n < 300; n += 1) {
      const values = { objectClass: 'organizationalUnit', description: `unité ${n}` };
      await root.ask(add(`ou=u${n},${suffix}`, values));
    }
  });
  after(async () => {
    root.close();
    await server.close();
  });

  it('answers from the entry', async () => {
    for (let n = 0; n < 300; n += 1) {
      for (const name of ['organizationalUnit', 'top', 'person']) {
        const { result } = await root.ask(compare(`ou=u${n},${suffix}`, 'objectClass', name));
        expect(result.code).to.equal(name === 'person' ? 'compareFalse' : 'compareTrue');
      }
    }
  });
});
