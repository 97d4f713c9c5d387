import { expect } from 'chai';
import { type Opened, openFixture, personDn, suffix } from './fixture.js';
import { add, change, lastRow, modify, read } from './writing.js';

const empty = `cn=vide,ou=groupes,${suffix}`;
const service = `cn=cancerologie,ou=acces,${suffix}`;

describe('groups (DESIGN §2)', () => {
  let opened: Opened;
  beforeEach(async () => (opened = await openFixture()));
  afterEach(() => opened.close());

  it('drop the zero-length member by which clients spell an empty group', async () => {
    const member = personDn('soazig.riou');
    for (const changes of [
      [change('add', 'member', '', member)],
      [change('delete', 'member', '')],
      [change('add', 'member', '')],
    ]) {
      const result = await modify(opened.directory, empty, changes);
      expect(result, result.message).include({ code: 'success' });
    }
    expect(read(opened.directory, empty)['member']).deep.equal([member]);
    await modify(opened.directory, empty, [change('replace', 'member', '')]);
    expect(read(opened.directory, empty)['member']).deep.equal(['']);
  });

  it('lose their last member and are still groups', async () => {
    const group = `cn=administrateurs,ou=groupes,${suffix}`;
    const changes = [change('delete', 'member', personDn('anne.martin'))];
    expect(await modify(opened.directory, group, changes)).include({ code: 'success' });
  });

  for (const kind of ['add', 'delete', 'replace'] as const) {
    it(`refuse ${kind} of a computed member`, async () => {
      const changes = [change(kind, 'member', personDn('soazig.riou'))];
      expect(await modify(opened.directory, service, changes)).include({
        code: 'unwillingToPerform',
      });
    });
  }

  it('of services may be described', async () => {
    const changes = [change('replace', 'description', 'Cancérologie')];
    expect(await modify(opened.directory, service, changes)).include({ code: 'success' });
  });

  it('come back from an export without their computed members', async () => {
    const restore = { kind: 'internal', door: 'import', secure: true, name: 'restore' } as const;
    const dn = `cn=ror,ou=acces,${suffix}`;
    const values = { objectClass: 'groupOfNames', cn: 'ror', member: personDn('anne.martin') };
    expect(await add(opened.directory, dn, values, restore)).include({ code: 'success' });
    expect(read(opened.directory, dn)['member']).deep.equal(['']);
    expect(lastRow(opened.directory).actor).equal('restore');
  });
});
