import { expect } from 'chai';
import { parseFilter } from '../../src/model/filter-text.js';
import type { ListRequest } from '../../src/operations/directory.js';
import { actorOf, type Opened, openFixture, personDn, plain, root, suffix } from './fixture.js';

describe('operations/list', () => {
  let opened: Opened;
  before(async () => {
    opened = await openFixture();
  });
  after(() => opened.close());

  const request: ListRequest = {
    base: `ou=personnes,${suffix}`,
    filter: parseFilter('(objectClass=personneAnnuaire)'),
    attributes: ['sn'],
    sortBy: 'sn',
    offset: 0,
    limit: 10,
  };
  const names = (asked: Partial<ListRequest>): [number, ...string[]] => {
    const { entries, total, totalIsExact } = opened.directory
      .as(root)
      .list({ ...request, ...asked });
    expect(totalIsExact).to.equal(true);
    return [total, ...entries.map((entry) => plain(entry)['sn']?.[0] ?? '')];
  };

  it('sorts by the ordered index, both ways', () => {
    expect(names({})).to.eql([5, 'Grangère', 'LE GOFF', 'Martin', 'Martin', 'Riou']);
    expect(names({ reverse: true })).to.eql([5, 'Riou', 'Martin', 'Martin', 'LE GOFF', 'Grangère']);
  });

  it('pages by offset and limit, with the exact total', () => {
    expect(names({ offset: 1, limit: 2 })).to.eql([5, 'LE GOFF', 'Martin']);
    expect(names({ offset: 9, limit: 2 })).to.eql([5]);
    expect(names({ filter: parseFilter('(sn=martin)'), limit: 1 })).to.eql([2, 'Martin']);
  });

  it('entries without the attribute come last', () => {
    const page = names({ sortBy: 'mail', attributes: ['sn'], limit: 3 });
    expect(page).to.eql([5, 'Martin', 'Grangère', 'LE GOFF']);
    expect(names({ sortBy: 'mail' })).to.have.length(6);
  });

  it('follows the entries that are modified between two looks', async () => {
    const { directory } = opened;
    const rious = (): [number, ...string[]] => names({ filter: parseFilter('(sn=riou)') });
    expect(rious()).to.eql([1, 'Riou']);
    const dn = personDn('anne.martin');
    const renamed = (sn: string) =>
      directory.as(root).modify(
        {
          kind: 'modify',
          dn,
          changes: [{ kind: 'replace', attribute: 'sn', values: [Buffer.from(sn)] }],
        },
        { controls: [] },
      );
    expect((await renamed('Riou')).code).to.equal('success');
    expect(rious()).to.eql([2, 'Riou', 'Riou']);
    expect(names({})[0]).to.equal(5);
    expect((await renamed('Martin')).code).to.equal('success');
    expect(rious()).to.eql([1, 'Riou']);
    expect(names({})).to.eql([5, 'Grangère', 'LE GOFF', 'Martin', 'Martin', 'Riou']);
  });

  it('shows an actor what it may see', () => {
    const actor = actorOf(opened.directory, personDn('soazig.riou'));
    const { entries, total } = opened.directory.as(actor).list(request);
    expect(total).to.equal(1);
    expect(entries[0]?.dn).to.equal(personDn('soazig.riou'));
  });

  it('refuses to sort by what has no ordered index', () => {
    expect(() => opened.directory.as(root).list({ ...request, sortBy: 'description' })).to.throw();
  });
});
