import { expect } from 'chai';
import { startOurs } from './ours.js';
import { rootDn, rootPassword, type ServerUnderComparison, suffix } from './servers.js';
import { add, compare, modify, rename, search, Session, type Values } from './session.js';
import { hasSlapd, startSlapd } from './slapd.js';

/**
 * Static and dynamic groups, both ways, beside OpenLDAP's dynlist overlay. It computes `memberOf`
 * of both kinds as ours does, so that the answers are the same.
 */
const dynlist = {
  globals: 'include /etc/ldap/schema/dyngroup.schema',
  overlays: ['dynlist'],
  database: 'dynlist-attrset groupOfURLs memberURL member+memberOf@groupOfNames',
};

const people = `ou=people,${suffix}`;
const groups = `ou=groups,${suffix}`;
const person = (uid: string): string => `uid=${uid},${people}`;
const group = (cn: string): string => `cn=${cn},${groups}`;

const entries: readonly (readonly [dn: string, values: Values])[] = [
  [suffix, { objectClass: ['dcObject', 'organization'], dc: 'example', o: 'x' }],
  [people, { objectClass: 'organizationalUnit', ou: 'people' }],
  [groups, { objectClass: 'organizationalUnit', ou: 'groups' }],
  ...['anne', 'bob', 'carl'].map((uid, n): [string, Values] => [
    person(uid),
    { objectClass: 'inetOrgPerson', uid, cn: uid, sn: n < 2 ? 'Martin' : 'Le Goff' },
  ]),
  [group('static'), { objectClass: 'groupOfNames', cn: 'static', member: person('carl') }],
  ...Object.entries({
    martin: `ldap:///${people}??sub?(sn=martin)`,
    one: `ldap:///${people}??one?(objectClass=person)`,
    alone: `ldap:///${person('bob')}??base?(objectClass=*)`,
    nobody: `ldap:///${people}??sub?(sn=nobody)`,
  }).map(([cn, memberURL]): [string, Values] => [
    group(cn),
    { objectClass: 'groupOfURLs', cn, memberURL },
  ]),
];

const readings: readonly (readonly [
  name: string,
  filter: string,
  attributes: string[],
  entries: number,
])[] = [
  ['the members of each group', '(cn=*)', ['member'], 8],
  ['the groups of each person', '(uid=*)', ['memberOf'], 3],
  ['the groups of a member', `(member=${person('anne')})`, ['cn'], 2],
  ['the groups of a member but one', `(&(member=${person('bob')})(!(cn=one)))`, ['cn'], 2],
  ['members of a dynamic group', `(memberOf=${group('martin')})`, ['uid'], 2],
  ['members of a static group', `(memberOf=${group('static')})`, ['uid'], 1],
  ['members of both', `(|(memberOf=${group('static')})(memberOf=${group('alone')}))`, ['uid'], 2],
  ['members but one', `(&(memberOf=${group('one')})(!(uid=anne)))`, ['uid'], 2],
  ['nobody', `(memberOf=${group('nobody')})`, ['uid'], 0],
];

describe('dynamic groups over the wire', () => {
  const servers: { server: ServerUnderComparison; session: Session }[] = [];

  before(async function () {
    this.timeout(60_000);
    const started = [startOurs(), ...(hasSlapd() ? [startSlapd(dynlist)] : [])];
    for (const starting of started) {
      const server = await starting;
      const session = await Session.open(server.port, rootDn, rootPassword);
      servers.push({ server, session });
      for (const [dn, values] of entries) {
        const { result } = await session.ask(add(dn, values));
        expect(result.code, `${server.name} ${dn} ${result.message}`).to.equal('success');
      }
    }
  });

  after(async () => {
    for (const { server, session } of servers) {
      session.close();
      await server.close();
    }
  });

  const answers = async (filter: string, attributes: string[]): Promise<unknown[]> =>
    Promise.all(
      servers.map(async ({ session }) => {
        const found = await session.ask(search(suffix, { scope: 'sub', filter, attributes }));
        expect(found.result.code).to.equal('success');
        const plain = found.entries.map(({ dn, attributes: its }) => [
          dn,
          its.map((each) => [each.attribute, each.values.map(String).sort()]),
        ]);
        return plain.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
      }),
    );

  const agree = async (filter: string, attributes: string[]): Promise<unknown> => {
    const [ours, theirs = ours] = await answers(filter, attributes);
    expect(ours).to.deep.equal(theirs);
    return ours;
  };

  for (const [name, filter, attributes, count] of readings) {
    it(`answer ${name}${hasSlapd() ? ' as slapd’s dynlist does' : ''}`, async () => {
      expect(await agree(filter, attributes)).to.have.length(count);
    });
  }

  it('compare their members', async () => {
    for (const { session, server } of servers) {
      const ask = async (uid: string): Promise<string> =>
        (await session.ask(compare(group('martin'), 'member', person(uid)))).result.code;
      expect(await ask('anne'), server.name).to.equal('compareTrue');
      expect(await ask('carl'), server.name).to.equal('compareFalse');
    }
  });

  it('follow changes of the persons', async () => {
    for (const { session } of servers) {
      await session.ask(modify(person('carl'), ['replace', 'sn', 'Martin']));
      await session.ask(rename(person('bob'), 'uid=robert'));
    }
    for (const [, filter, attributes] of readings) await agree(filter, attributes);
  });
});
