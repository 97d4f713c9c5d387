import { expect } from 'chai';
import { Session, add, compare, search } from '../conformance/session.js';
import { startOurs } from '../conformance/ours.js';
import {
  rootDn,
  rootPassword,
  type ServerUnderComparison,
  suffix,
} from '../conformance/servers.js';

const named = `uidNumber=7,${suffix}`;
const below = `cn=a,${named}`;
const group = `cn=g,${suffix}`;
const whoAmI = { kind: 'extended', oid: '1.3.6.1.4.1.4203.1.11.3', value: undefined } as const;

/**
 * A value's equality key need not be a value of its syntax: a name once lost its entry where its
 * key was read as a name.
 */
describe('an entry named by a number', () => {
  let server: ServerUnderComparison;
  let root: Session;
  before(async () => {
    server = await startOurs();
    root = await Session.open(server.port, rootDn, rootPassword);
    const person = { sn: 'b', cn: 'a', userPassword: 'Xy7!kLm9?pQr' };
    const numbered = { ...person, objectClass: ['person', 'extensibleObject'], uidNumber: '7' };
    await root.ask(add(suffix, { objectClass: 'domain', dc: 'example' }));
    await root.ask(add(named, numbered));
    await root.ask(add(below, { ...person, objectClass: 'inetOrgPerson' }));
    const memberURL = `ldap:///${named}??sub?(objectClass=person)`;
    await root.ask(add(group, { objectClass: 'groupOfURLs', cn: 'g', memberURL }));
  });
  after(async () => {
    root.close();
    await server.close();
  });

  for (const dn of [named, below]) {
    it(`signs in and knows its name: ${dn}`, async () => {
      const session = await Session.open(server.port, dn, 'Xy7!kLm9?pQr');
      const { result, value } = await session.ask(whoAmI);
      session.close();
      expect([result.code, value?.toString()]).to.deep.equal(['success', `dn:${dn}`]);
    });

    it(`is a member of what finds it: ${dn}`, async () => {
      expect((await root.ask(compare(group, 'member', dn))).result.code).to.equal('compareTrue');
      const filter = `(member=${dn})`;
      const { entries } = await root.ask(search(suffix, { scope: 'sub', filter }));
      expect(entries.map((each) => each.dn)).to.deep.equal([group]);
    });
  }
});
