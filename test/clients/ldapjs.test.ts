import { expect } from 'chai';
import ldapjs from 'ldapjs';
import { closing } from '../journey/closing.js';
import { suffix } from '../journey/ldap-tools.js';
import { type Demonstration, root, somebody, startDemonstration } from './demonstration.js';

const people = `ou=personnes,${suffix}`;
const entry = `cn=ldapjs,${suffix}`;

/** ldapjs speaks in callbacks: the error first, then what there is. */
function answered<T>(ask: (done: (error: unknown, value?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    ask((error, value) => {
      if (error instanceof Error) reject(error);
      else resolve(value as T);
    });
  });
}

describe('ldapjs’s client', () => {
  const opened = closing();
  let demonstration: Demonstration;
  let client: ldapjs.Client;

  before(async () => {
    demonstration = await startDemonstration(opened);
    client = ldapjs.createClient({ url: `ldap://127.0.0.1:${String(demonstration.port)}` });
    opened.after(client, () =>
      answered((done) => {
        client.unbind(done);
      }),
    );
    await answered((done) => {
      client.bind(root.dn, root.password, done);
    });
  });
  after(() => opened.all());

  const namesFound = async (options: ldapjs.SearchOptions): Promise<string[]> => {
    const search = await answered<ldapjs.SearchCallbackResponse>((done) => {
      client.search(people, { scope: 'one', ...options }, done);
    });
    const names: string[] = [];
    search.on('searchEntry', ({ pojo }) => names.push(pojo.objectName));
    await new Promise((resolve, reject) => {
      search.once('end', resolve);
      search.once('error', reject);
    });
    return names;
  };

  it('searches, in pages too', async () => {
    const one = await namesFound({ filter: `(&(uid=${somebody.login})(objectClass=person))` });
    expect(one).to.deep.equal([`uid=${somebody.login},${people}`]);
    const whole = await namesFound({ filter: '(uid=*)', attributes: ['uid'] });
    const paged = await namesFound({
      filter: '(uid=*)',
      attributes: ['uid'],
      paged: { pageSize: 3 },
    });
    expect(paged).to.have.members(whole);
  });

  it('adds, modifies, compares, renames and deletes', async () => {
    await answered((done) => {
      client.add(entry, { objectClass: ['person'], cn: 'ldapjs', sn: 'Un' }, done);
    });
    const change = new ldapjs.Change({
      operation: 'replace',
      modification: { type: 'sn', values: ['Deux'] },
    });
    await answered((done) => {
      client.modify(entry, change, done);
    });
    const isEqual = await answered<boolean | undefined>((done) => {
      client.compare(entry, 'sn', 'deux', done);
    });
    expect(isEqual).to.equal(true);
    await answered((done) => {
      client.modifyDN(entry, `cn=ldapjs2,${suffix}`, done);
    });
    await answered((done) => {
      client.del(`cn=ldapjs2,${suffix}`, done);
    });
  });
});
