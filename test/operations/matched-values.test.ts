import { expect } from 'chai';
import { compileAccess } from '../../src/access/compile.js';
import type { AccessRules } from '../../src/access/rules.js';
import { parseDn } from '../../src/model/dn.js';
import {
  actorOf,
  type Asked,
  type Opened,
  openFixture,
  plain,
  realSchema,
  root,
  search,
  suffix,
} from './fixture.js';
import { onlyValues, pageOf, sortBy } from './search-controls.js';
import { base, person, top } from './sorted-people.js';

const dn = `uid=sean,${base}`;
const group = `cn=tous,${suffix}`;

/** Who signed in may search by all but `mail`, and read all but `description`. */
const rules: AccessRules = {
  secrets: [],
  cibles: {},
  regles: [
    {
      regle: 'lire',
      qui: ['connecte'],
      sur: ['*'],
      attributs: ['objectClass', 'cn', 'sn', 'uid', 'telephoneNumber'],
      droits: ['lire'],
    },
    {
      regle: 'chercher',
      qui: ['connecte'],
      sur: ['*'],
      attributs: ['description'],
      droits: ['chercher'],
    },
  ],
};

describe('operations/matched values', () => {
  let opened: Opened;
  before(async () => {
    const { schema } = realSchema();
    opened = await openFixture({
      general: true,
      entries: [
        ...top,
        person('sean', {
          cn: ['Sean Mullan', 'Hélène'],
          'cn;lang-fr': ['Jean Moulin', 'Sean'],
          sn: 'Mullan',
          givenName: 'Sean',
          mail: ['sean@a.example', 'mullan@b.example'],
          telephoneNumber: ['+ 781 442 0926', '555-9999'],
          description: ['un', 'deux'],
          uidNumber: '7',
        }),
        [group, { objectClass: 'groupOfNames', cn: 'tous', member: [dn, suffix] }],
      ],
      with: {
        policy: compileAccess({ rules, schema, suffix: schema.dnKey(parseDn(suffix)) }),
      },
    });
  });
  after(() => opened.close());

  const shown = async (
    items: readonly string[],
    attributes: readonly string[],
    more: Asked = {},
  ): Promise<Record<string, string[]>> => {
    const found = await search(opened.directory, root, {
      base: dn,
      scope: 'base',
      attributes,
      controls: [onlyValues(...items)],
      ...more,
    });
    expect(found.result.code).to.equal('success');
    return plain(found.entries[0]);
  };

  const rows: readonly (readonly [
    items: readonly string[],
    attributes: readonly string[],
    shown: Readonly<Record<string, readonly string[]>>,
  ])[] = [
    [
      ['(mail=*@a.example)', '(telephoneNumber=*)'],
      ['mail', 'telephoneNumber'],
      { mail: ['sean@a.example'], telephoneNumber: ['+ 781 442 0926', '555-9999'] },
    ],
    [['(mail=MULLAN@b.example)'], ['mail', 'sn'], { mail: ['mullan@b.example'], sn: [] }],
    [['(cn=sean*)'], ['cn'], { cn: ['Sean Mullan'], 'cn;lang-fr': ['Sean'] }],
    [['(cn;lang-fr=sean)'], ['cn'], { cn: [], 'cn;lang-fr': ['Sean'] }],
    [['(name=sean)'], ['name'], { cn: [], 'cn;lang-fr': ['Sean'], sn: [], givenName: ['Sean'] }],
    [['(cn~=helene)'], ['cn'], { cn: ['Hélène'], 'cn;lang-fr': [] }],
    [['(uidNumber>=7)'], ['uidNumber'], { uidNumber: ['7'] }],
    [['(uidNumber<=6)'], ['uidNumber'], { uidNumber: [] }],
    [['(sn<=MULLAN)'], ['sn'], { sn: ['Mullan'] }],
    [['(sn>=a)'], ['sn'], { sn: [] }],
    [['(cn:caseExactMatch:=Sean)'], ['cn'], { cn: [], 'cn;lang-fr': ['Sean'] }],
    [
      ['(:caseExactMatch:=Sean)'],
      ['cn', 'givenName', 'uid'],
      {
        cn: [],
        'cn;lang-fr': ['Sean'],
        givenName: ['Sean'],
        uid: [],
      },
    ],
    [
      ['(cn:nope:=Sean)', '(nope=Sean)', '(uidNumber=x)'],
      ['sn', 'uidNumber'],
      {
        sn: [],
        uidNumber: [],
      },
    ],
    [['(objectClass=person)'], ['objectClass'], { objectClass: ['person'] }],
    [['(memberOf=*)'], ['memberOf'], { memberOf: [group] }],
    [['(memberOf=cn=x)'], ['memberOf'], { memberOf: [] }],
    [[], ['sn'], { sn: [] }],
    [['(sn=x)'], ['1.1'], {}],
  ];
  for (const [items, attributes, expected] of rows) {
    it(`${items.join('') || 'no item'} of ${attributes.join(', ')} (RFC 3876 §2)`, async () => {
      expect(await shown(items, attributes)).to.deep.equal(expected);
    });
  }

  it('every user attribute goes through it, and with `+` every operational one', async () => {
    const all = await shown(['(sn=mullan)'], []);
    expect(all).to.include.keys('objectClass', 'cn', 'sn', 'mail');
    expect(Object.entries(all).filter(([, values]) => values.length > 0)).to.deep.equal([
      ['sn', ['Mullan']],
    ]);
    const operational = await shown(['(hasSubordinates=FALSE)'], ['+']);
    expect(operational).to.include({ entryUUID: operational['entryUUID'] });
    expect(operational['entryUUID']).to.be.empty;
    expect(operational['hasSubordinates']).to.deep.equal(['FALSE']);
  });

  it('does nothing to a search of types alone', async () => {
    const asked = { typesOnly: true, attributes: ['sn', 'mail'] };
    const plainly = await shown([], [], { ...asked, controls: [] });
    expect(await shown(['(sn=zz)'], [], asked)).to.deep.equal(plainly);
  });

  it('leaves which entries are found, their order and their pages alone', async () => {
    const controls = [onlyValues('(sn=zz)'), sortBy('!uid'), pageOf(5)];
    const asked = { base, scope: 'sub', filter: '(sn=mullan)', attributes: ['sn'] } as const;
    const found = await search(opened.directory, root, { ...asked, controls });
    expect(found.dns).to.deep.equal([dn]);
    expect(plain(found.entries[0])).to.deep.equal({ sn: [] });
  });

  it('one member of a group', async () => {
    expect(
      await shown([`(member=${dn.toUpperCase()})`], ['member'], { base: group }),
    ).to.deep.equal({ member: [dn] });
  });

  it('one definition of the schema (RFC 3876 §5)', async () => {
    const definitions = await shown(['(attributeTypes=2.5.4.3)'], ['attributeTypes', 'cn'], {
      base: 'cn=Subschema',
    });
    expect(definitions['attributeTypes']).to.have.length(1);
    expect(definitions['attributeTypes']?.[0]).to.match(/^\( 2\.5\.4\.3 NAME/);
    expect(definitions['cn']).to.deep.equal([]);
  });

  it('shows no value that may not be read, nor picks by what may not be searched', async () => {
    const actor = actorOf(opened.directory, dn);
    const found = await search(opened.directory, actor, {
      base: dn,
      scope: 'base',
      controls: [onlyValues('(description=*)', '(mail=*)', '(sn=*)')],
    });
    expect(plain(found.entries[0])).to.deep.equal({
      objectClass: [],
      cn: [],
      'cn;lang-fr': [],
      sn: ['Mullan'],
      uid: [],
      telephoneNumber: [],
    });
  });
});
