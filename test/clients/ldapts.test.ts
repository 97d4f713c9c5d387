import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import {
  AndFilter,
  Attribute,
  Change,
  Client,
  EqualityFilter,
  InvalidCredentialsError,
  NoSuchObjectError,
  SubstringFilter,
} from 'ldapts';
import { closing } from '../journey/closing.js';
import { suffix } from '../journey/ldap-tools.js';
import { type Demonstration, root, somebody, startDemonstration } from './demonstration.js';

const people = `ou=personnes,${suffix}`;
const entry = `cn=ldapts,${suffix}`;

describe('ldapts', () => {
  const opened = closing();
  let demonstration: Demonstration;
  let client: Client;

  before(async () => {
    demonstration = await startDemonstration(opened);
    client = new Client({ url: `ldap://127.0.0.1:${String(demonstration.port)}` });
    opened.after(client, (each) => each.unbind());
    await client.startTLS({ ca: [readFileSync(demonstration.caFile)] });
    await client.bind(root.dn, root.password);
  });
  after(() => opened.all());

  it('reads its own filters, and pages', async () => {
    const filter = new AndFilter({
      filters: [
        new EqualityFilter({ attribute: 'objectClass', value: 'inetOrgPerson' }),
        new SubstringFilter({ attribute: 'uid', initial: 'marie' }),
      ],
    });
    const one = await client.search(people, { filter, attributes: ['uid', 'memberOf'] });
    expect(one.searchEntries.map(({ uid }) => uid)).to.deep.equal([somebody.login]);
    const all = await client.search(people, { filter: '(uid=*)', paged: { pageSize: 3 } });
    const whole = await client.search(people, { filter: '(uid=*)' });
    expect(all.searchEntries.length).to.equal(whole.searchEntries.length);
  });

  it('adds, modifies, compares, renames and deletes', async () => {
    await client.add(entry, { objectClass: ['person'], cn: 'ldapts', sn: 'Un' });
    await client.modify(
      entry,
      new Change({
        operation: 'replace',
        modification: new Attribute({ type: 'sn', values: ['Deux'] }),
      }),
    );
    expect(await client.compare(entry, 'sn', 'deux')).to.equal(true);
    await client.modifyDN(entry, 'cn=ldapts2');
    await client.del(`cn=ldapts2,${suffix}`);
    const gone = client.search(`cn=ldapts2,${suffix}`, { scope: 'base' });
    expect(await gone.catch((error: unknown) => error)).to.be.instanceOf(NoSuchObjectError);
  });

  it('is told of a wrong password, and is nobody afterwards', async () => {
    const other = new Client({ url: `ldap://127.0.0.1:${String(demonstration.port)}` });
    const wrong = other.bind(`uid=${somebody.login},${people}`, 'Faux-Passe-99');
    expect(await wrong.catch((error: unknown) => error)).to.be.instanceOf(InvalidCredentialsError);
    const asNobody = other.search(people, { scope: 'base' });
    expect(await asNobody.catch((error: unknown) => error)).to.be.instanceOf(NoSuchObjectError);
    await other.unbind();
  });
});
