import { expect } from 'chai';
import { loadSchema } from '../../src/schema/load.js';
import { shippedTexts } from './shipped.js';

const core = shippedTexts.filter(({ name }) => ['system.schema', 'core.schema'].includes(name));

const load = (text: string): ReturnType<typeof loadSchema> =>
  loadSchema([...core, { name: 'a.schema', text }]);

describe('loadSchema', () => {
  it('reads files and definitions in any order', () => {
    const schema = loadSchema([
      {
        name: 'late.schema',
        text: `
objectclass ( arc:2.1 NAME 'thing' SUP top STRUCTURAL MUST ( cn $ colour ) MAY shade )
attributetype ( arc:1.2 NAME 'shade' SUP colour X-INDEX 'equality' 'substring' )
attributetype ( arc:1.1 NAME ( 'colour' 'color' ) DESC 'It\\27s a colour \\5C o/'
  EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch
# and one that begins a line
  SYNTAX text{64} SINGLE-VALUE X-ORIGIN ( 'us' 'them' ) )
objectidentifier arc base:9
objectidentifier base 1.3.6.1.4.1
objectidentifier text 1.3.6.1.4.1.1466.115.121.1.15`,
      },
      ...core,
    ]);
    const shade = schema.attributeType('SHADE');
    expect(shade?.oid).to.equal('1.3.6.1.4.1.9.1.2');
    expect(shade?.sup).to.equal(schema.attributeType('color'));
    expect(shade?.equality?.name).to.equal('caseIgnoreMatch');
    expect(shade?.substring?.name).to.equal('caseIgnoreSubstringsMatch');
    expect(shade?.syntax.description).to.equal('Directory String');
    expect(shade?.lengthMax).to.equal(64);
    expect(shade?.singleValue).to.equal(false);
    expect([...(shade?.indexes ?? [])]).to.deep.equal(['equality', 'substring']);
    expect(schema.attributeType('colour')?.description).to.equal("It's a colour \\ o/");
    const thing = schema.objectClass('1.3.6.1.4.1.9.2.1');
    expect(thing?.must.map(({ name }) => name)).to.deep.equal(['objectClass', 'cn', 'colour']);
    expect(thing?.may.map(({ name }) => name)).to.deep.equal(['shade']);
  });

  it('publishes definitions in the order of RFC 4512', () => {
    const schema = load(`attributetype ( 1.2.3 USAGE userApplications SINGLE-VALUE X-Y 'z'
      SYNTAX 1.3.6.1.4.1.1466.115.121.1.15{9} EQUALITY caseIgnoreMatch OBSOLETE DESC 'it\\27s'
      NAME ( 'a' 'b' ) )
objectclass ( 1.2.4 MAY ( cn $ sn ) MUST a AUXILIARY NAME 'k' SUP top )`);
    expect(schema.attributeType('a')?.text).to.equal(
      "( 1.2.3 NAME ( 'a' 'b' ) DESC 'it\\27s' OBSOLETE EQUALITY caseIgnoreMatch " +
        'SYNTAX 1.3.6.1.4.1.1466.115.121.1.15{9} SINGLE-VALUE USAGE userApplications ' +
        "X-Y 'z' )",
    );
    expect(schema.objectClass('k')?.text).to.equal(
      "( 1.2.4 NAME 'k' SUP top AUXILIARY MUST a MAY ( cn $ sn ) )",
    );
  });

  it('reads the definitions of an LDIF export', () => {
    const schema = load(
      [
        'dn: cn=x,cn=schema,cn=config',
        'objectClass: olcSchemaConfig',
        'cn: x',
        "olcAttributeTypes: {0}( 1.2.3 NAME 'a' SUP na",
        ' me )',
        "olcObjectClasses: {0}( 1.2.4 NAME 'k' SUP top AUXILIARY MAY a )",
        "attributeTypes: ( 1.2.5 NAME 'b' SUP a )",
      ].join('\n'),
    );
    expect(schema.attributeType('b')?.sup?.sup?.name).to.equal('name');
    expect(schema.objectClass('k')?.may).to.deep.equal([schema.attributeType('a')]);
  });

  const string = 'SYNTAX 1.3.6.1.4.1.1466.115.121.1.15';
  const faults: [string, string, RegExp][] = [
    ['an unknown superior', `attributetype ( 1.2.3 NAME 'a' SUP nope )`, /:1: .*“nope”/],
    ['an unknown rule', `\nattributetype ( 1.2.3 NAME 'a' EQUALITY x ${string} )`, /:2: .*“x”/],
    [
      'a rule of another use',
      `attributetype ( 1.2.3 EQUALITY caseIgnoreOrderingMatch ${string} )`,
      /EQUALITY/,
    ],
    ['an unknown syntax', "attributetype ( 1.2.3 NAME 'a' SYNTAX 1.2.9 )", /unknown syntax/],
    ['neither syntax nor superior', "attributetype ( 1.2.3 NAME 'a' )", /neither SYNTAX nor SUP/],
    [
      'an OID used twice',
      `attributetype ( 2.5.4.3 NAME 'a' ${string} )`,
      /“2.5.4.3” is already.*core.schema:/,
    ],
    ['a name used twice', `attributetype ( 1.2.3 NAME 'CN' ${string} )`, /“CN” is already/],
    [
      'a cycle',
      "attributetype ( 1.2.3 NAME 'a' SUP b )\nattributetype ( 1.2.4 NAME 'b' SUP a )",
      /own superior/,
    ],
    ['an unknown attribute', "objectclass ( 1.2.3 NAME 'k' MAY nope )", /“nope” in MAY/],
    ['an unknown class', "objectclass ( 1.2.3 NAME 'k' SUP nope )", /object class “nope”/],
    [
      'a class of the wrong kind',
      "objectclass ( 1.2.3 NAME 'k' SUP person AUXILIARY )",
      /AUXILIARY/,
    ],
    ['two kinds', "objectclass ( 1.2.3 NAME 'k' AUXILIARY ABSTRACT )", /not both/],
    ['an unknown macro', `attributetype ( foo:1 NAME 'a' ${string} )`, /“foo:1”/],
    ['a macro of itself', `objectidentifier m m:1\nattributetype ( m:1 ${string} )`, /by itself/],
    ['a macro defined twice', 'objectidentifier m 1.2\nobjectidentifier m 1.3', /:2: .*a.schema:1/],
    ['an unknown keyword', `attributetype ( 1.2.3 COLOUR 'x' ${string} )`, /“COLOUR”/],
    [
      'a keyword given twice',
      `attributetype ( 1.2.3 ${string} ${string} )`,
      /SYNTAX is given twice/,
    ],
    ['an unknown usage', `attributetype ( 1.2.3 ${string} USAGE no )`, /usage “no”/],
    ['an unknown index', `attributetype ( 1.2.3 ${string} X-INDEX 'fast' )`, /index “fast”/],
    ['no closing bracket', `attributetype ( 1.2.3 NAME 'a'`, /“\)” is missing/],
    ['an open list', `attributetype ( 1.2.3 NAME ( 'a'`, /not closed/],
    ['an open quotation', `attributetype ( 1.2.3 NAME 'a )`, /unreadable/],
    ['text after the bracket', `attributetype ( 1.2.3 ${string} ) x`, /after/],
    ['a name that is none', `attributetype ( 1.2.3 NAME 'a_b' ${string} )`, /“a_b”/],
    ['a statement that is none', 'include /etc/x', /unknown statement/],
    [
      'a protected user attribute',
      `attributetype ( 1.2.3 NAME 'a' ${string} NO-USER-MODIFICATION )`,
      /USAGE/,
    ],
    [
      'another usage than the superior',
      'attributetype ( 1.2.3 SUP name USAGE dSAOperation )',
      /superior “name”/,
    ],
  ];
  for (const [fault, text, message] of faults) {
    it(`names the file, the line and ${fault}`, () => {
      expect(() => load(text))
        .to.throw(Error, message)
        .with.property('message')
        .match(/^a\.schema:\d+: /);
    });
  }
});

describe('the schema', () => {
  const schema = loadSchema(shippedTexts);

  it('describes attributes by name or OID, options sorted and in lower case', () => {
    const cn = schema.describe('2.5.4.3;Lang-FR;lang-br;lang-fr');
    expect(cn?.canonical).to.equal('cn;lang-br;lang-fr');
    expect(cn?.key).to.equal('cn;lang-br;lang-fr');
    expect(cn?.type).to.equal(schema.attributeType('commonName'));
    expect(schema.describe('CN;lang-BR;LANG-fr')).to.equal(cn);
    expect(schema.describe('givenname')?.canonical).to.equal('givenName');
    expect(schema.describe('givenname')?.key).to.equal('givenname');
  });

  it('describes nothing that it does not know or cannot read', () => {
    const texts = ['nope', '', 'cn;', 'cn;;lang-fr', 'c n', 'cn;unknown', '2.5.4', '1.2.3', 'cn '];
    for (const text of [...texts, `cn;lang-${'x'.repeat(600)}`]) {
      expect(schema.describe(text), text).to.equal(undefined);
    }
  });

  it('knows subtypes and superclasses', () => {
    const name = schema.attributeType('name');
    const subtypes = name === undefined ? [] : schema.subtypesOf(name).map((type) => type.name);
    expect(subtypes[0]).to.equal('name');
    expect(subtypes).to.include.members(['cn', 'sn', 'givenName', 'o', 'ou', 'l', 'st', 'c']);
    const closure = schema.closureOf(['INETORGPERSON', 'nope']);
    expect([...closure.keys()]).to.deep.equal([
      'inetorgperson',
      'organizationalperson',
      'person',
      'top',
    ]);
  });
});
