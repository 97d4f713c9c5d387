import { expect } from 'chai';
import {
  actorOf,
  anonymous,
  type Asked,
  type Opened,
  openFixture,
  root,
  search,
  suffix,
} from './fixture.js';
import { pageOf, sortBy, subentries, viewAt } from './search-controls.js';
import { base, person, type Row, top } from './sorted-people.js';
import { add } from './writing.js';

const subentry = (cn: string, parent: string): Row => [
  `cn=${cn},${parent}`,
  { objectClass: 'subentry', cn, subtreeSpecification: '{}' },
];

describe('operations/subentries (RFC 3672)', () => {
  let opened: Opened;
  before(async () => {
    const entries = [
      ...top,
      person('a', {}),
      subentry('un', suffix),
      subentry('deux', base),
      subentry('trois', base),
    ];
    opened = await openFixture({ general: true, entries });
  });
  after(() => opened.close());

  const names = async (asked: Asked): Promise<string> => {
    const { result, dns } = await search(opened.directory, root, asked);
    expect(result.code).to.equal('success');
    return dns.map((dn) => /=([^,]*)/.exec(dn)?.[1] ?? '').join(' ');
  };

  const one = { base, scope: 'one' } as const;
  const itself = { base: `cn=un,${suffix}`, scope: 'base' } as const;
  const rows: readonly (readonly [title: string, asked: Asked, found: string])[] = [
    ['a subtree hides them', {}, 'telesantebretagne gens a'],
    ['one level hides them', one, 'a'],
    ['a filter for them hides them', { filter: '(objectClass=subentry)' }, ''],
    ['a base is found', itself, 'un'],
    ['TRUE shows them alone', { controls: [subentries(true)] }, 'un deux trois'],
    ['TRUE of one level', { ...one, controls: [subentries(true)] }, 'deux trois'],
    ['TRUE with an index', { filter: '(cn=deux)', controls: [subentries(true)] }, 'deux'],
    ['TRUE with an entry’s index', { filter: '(uid=a)', controls: [subentries(true)] }, ''],
    ['TRUE of a base', { ...itself, controls: [subentries(true)] }, 'un'],
    ['TRUE of a base that is none', { base, scope: 'base', controls: [subentries(true)] }, ''],
    ['FALSE', { controls: [subentries(false)] }, 'telesantebretagne gens a'],
    ['FALSE of a base', { ...itself, controls: [subentries(false)] }, ''],
    ['FALSE of an entry', { base, scope: 'base', controls: [subentries(false)] }, 'gens'],
    ['TRUE, sorted', { controls: [subentries(true), sortBy('!cn')] }, 'deux trois un'],
    ['sorted, they are hidden', { ...one, controls: [sortBy('!cn')] }, 'a'],
    [
      'a window on them',
      { controls: [subentries(true), sortBy('!-cn'), viewAt(0, 1, [1, 0])] },
      'un trois',
    ],
    ['a page of them', { controls: [subentries(true), pageOf(2)] }, 'un deux'],
    [
      'the subschema is one',
      { base: 'cn=Subschema', scope: 'base', controls: [subentries(true)] },
      'Subschema',
    ],
    [
      'the subschema is hidden like one',
      { base: 'cn=Subschema', scope: 'base', controls: [subentries(false)] },
      '',
    ],
    ['the root DSE is none', { base: '', scope: 'base', controls: [subentries(true)] }, ''],
  ];
  for (const [title, asked, found] of rows) {
    it(title, async () => {
      expect(await names(asked)).to.equal(found);
    });
  }

  it('one that is new is hidden at once, and shown to who may know of it', async () => {
    const dn = `cn=quatre,${suffix}`;
    const values = { objectClass: 'subentry', cn: 'quatre', subtreeSpecification: '{ minimum 1 }' };
    expect((await add(opened.directory, dn, values)).code).to.equal('success');
    expect(await names({ filter: '(cn=quatre)' })).to.equal('');
    const asked = { filter: '(cn=quatre)', controls: [subentries(true)] };
    expect(await names(asked)).to.equal('quatre');
    const nobody = await search(opened.directory, anonymous, asked);
    expect(nobody.dns).to.be.empty;
    const actor = actorOf(opened.directory, `uid=a,${base}`);
    expect((await search(opened.directory, actor, asked)).dns).to.deep.equal([dn]);
  });

  it('an export has them too', async () => {
    const actor = { kind: 'internal', door: 'cli', secure: true, name: 'restore' } as const;
    const { dns } = await search(opened.directory, actor, {});
    expect(dns).to.include.members([suffix, `cn=un,${suffix}`, `cn=deux,${base}`]);
  });

  it('the area of one is a subtree specification', async () => {
    const dn = `cn=cinq,${suffix}`;
    const values = { objectClass: 'subentry', cn: 'cinq', subtreeSpecification: 'tout' };
    expect((await add(opened.directory, dn, values)).code).to.equal('invalidAttributeSyntax');
  });
});
