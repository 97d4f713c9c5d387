import { expect } from 'chai';
import { actorOf, type Opened, openFixture, personDn, suffix } from './fixture.js';
import { lastRow, read, remove } from './writing.js';

describe('delete (RFC 4511 §4.8)', () => {
  let opened: Opened;

  beforeEach(async () => (opened = await openFixture()));
  afterEach(() => opened.close());

  it('removes a leaf, and says what went', async () => {
    const dn = `cn=vide,ou=groupes,${suffix}`;
    expect(await remove(opened.directory, dn)).include({ code: 'success' });
    expect(read(opened.directory, dn)).deep.equal({});
    const row = lastRow(opened.directory);
    expect(row).include({ operation: 'delete', dn });
    expect(row.changes).deep.include({ attribute: 'cn', before: ['vide'], after: [] });
  });

  it('refuses an entry with subordinates (68)', async () => {
    const result = await remove(opened.directory, personDn('francois.grangere'));
    expect(result).include({ code: 'notAllowedOnNonLeaf' });
  });

  it('names the deepest superior of an entry that is missing (68)', async () => {
    const result = await remove(opened.directory, `cn=x,cn=y,ou=groupes,${suffix}`);
    expect(result).include({ code: 'noSuchObject', matchedDn: `ou=groupes,${suffix}` });
  });

  it('refuses the entries that the server keeps', async () => {
    for (const dn of ['', 'cn=Subschema']) {
      expect(await remove(opened.directory, dn), dn).include({ code: 'unwillingToPerform' });
    }
  });

  it('refuses who may not', async () => {
    const referent = actorOf(opened.directory, personDn('yann.martin'));
    const result = await remove(opened.directory, personDn('soazig.riou'), referent);
    expect(result).include({ code: 'insufficientAccessRights' });
  });

  it('tells those who follow that the person is gone, and with what login', async () => {
    await remove(opened.directory, personDn('soazig.riou'));
    const row = lastRow(opened.directory);
    expect(row.events).deep.equal([
      { type: 'person-removed', person: row.entryUuid, login: 'soazig.riou' },
    ]);
  });

  it('takes a person out of the groups, so that no later homonym inherits a role', async () => {
    await remove(opened.directory, personDn('anne.martin'));
    const group = read(opened.directory, `cn=referents-Cancerologie,ou=groupes,${suffix}`);
    expect(group['member']).deep.equal([personDn('yann.martin')]);
    const empty = read(opened.directory, `cn=administrateurs,ou=groupes,${suffix}`);
    expect(empty['member']).deep.equal(['']);
  });
});
