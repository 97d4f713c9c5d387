import { expect } from 'chai';
import { compileAccess } from '../../src/access/compile.js';
import type { AccessRules } from '../../src/access/rules.js';
import { parseDn } from '../../src/model/dn.js';
import type { Actor } from '../../src/operations/actor.js';
import type { Found } from '../../src/operations/directory.js';
import {
  actorOf,
  anonymous,
  type Opened,
  openFixture,
  personDn,
  plain,
  realSchema,
  smallDirectory,
  suffix,
  type Values,
} from './fixture.js';

/** Nobody finds by a value that it may not both search and read, nor whom it may not see. */

type Named = readonly [dn: string, values: Values];

const person = (uid: string, values: Values): Named => [
  personDn(uid),
  { objectClass: ['inetOrgPerson', 'personneAnnuaire'], uid, cn: uid, sn: 'RIOU', ...values },
];

const find = ({ directory }: Opened, actor: Actor, text: string): Found =>
  directory.as(actor).find({
    base: `ou=personnes,${suffix}`,
    text,
    attributes: ['uid', 'sn', 'mail', 'nomNaissance'],
    offset: 0,
    limit: 10,
  });
const seen = ({ persons, total, totalIsExact }: Found): unknown => [
  total,
  totalIsExact,
  ...persons.map(({ entry, attributes }) => [plain(entry), attributes]),
];

describe('finding persons as an actor may', () => {
  describe('by the rules of the region', () => {
    let opened: Opened;
    before(async () => {
      opened = await openFixture();
    });
    after(() => opened.close());

    const rows: readonly (readonly [who: string, text: string, total: number])[] = [
      ['yann.martin', 'martin', 2],
      ['yann.martin', 'grangere', 1],
      ['soazig.riou', 'riou', 1],
      ['soazig.riou', 'martin', 0],
      ['soazig.riou', 'grangere', 0],
    ];
    for (const [who, text, total] of rows) {
      it(`${who} finds ${String(total)} by “${text}”`, () => {
        const found = find(opened, actorOf(opened.directory, personDn(who)), text);
        expect([found.total, found.totalIsExact, found.persons.length]).to.eql([
          total,
          true,
          total,
        ]);
      });
    }

    it('nobody finds anybody who is not signed in', () => {
      expect(() => find(opened, anonymous, 'martin')).to.throw();
    });
  });

  describe('where some values are hidden', () => {
    const rules: AccessRules = {
      secrets: [],
      cibles: {},
      regles: [
        {
          regle: 'lire',
          qui: ['connecte'],
          sur: ['*'],
          attributs: ['objectClass', 'uid', 'ou', 'dc', 'sn', 'l'],
          droits: ['lire'],
        },
        {
          regle: 'chercher',
          qui: ['connecte'],
          sur: ['*'],
          attributs: ['givenName', 'mail'],
          droits: ['chercher'],
        },
      ],
    };
    const branches = smallDirectory.filter(([dn]) => !dn.includes('uid='));
    /** Two directories, alike to their reader. */
    const hidden: readonly (readonly Values[])[] = [
      [
        { nomNaissance: 'KERVELLA', givenName: 'Anne', mail: 'riou@exemple.bzh' },
        { nomNaissance: 'RIOU', givenName: 'Riou', numeroRPPS: '99000000017' },
        { sn: 'MORVAN', nomNaissance: 'RIOU' },
      ],
      [
        { nomNaissance: 'RIOU', givenName: 'Zoé', mail: 'z@exemple.bzh' },
        { numeroRPPS: '99000000025' },
        { sn: 'MORVAN', givenName: 'Riou', mail: 'riou@exemple.bzh' },
      ],
    ];
    const open = (values: readonly Values[]): Promise<Opened> => {
      const { schema } = realSchema();
      const suffixKey = schema.dnKey(parseDn(suffix));
      return openFixture({
        entries: [
          ...branches,
          person('moi', { sn: 'MOI', entryUUID: '00000000-0000-4000-8000-000000abcdef' }),
          ...values.map((each, n) => person(`p${String(n)}`, each)),
        ],
        with: {
          policy: compileAccess({ rules, schema, suffix: suffixKey, catalogue: undefined }),
        },
      });
    };
    let directories: Opened[] = [];
    before(async () => {
      directories = await Promise.all(hidden.map(open));
    });
    after(() => Promise.all(directories.map((each) => each.close())));

    const me = ({ directory }: Opened): Actor => actorOf(directory, personDn('moi'));

    const texts = [
      'riou',
      'rioi',
      'kervella',
      'anne',
      '9900',
      'riou@exemple.bzh',
      'riou zoe',
      'riou anne moi',
      'r',
    ];
    for (const text of texts) {
      it(`“${text}” finds, counts and ranks the same`, () => {
        const [one, other] = directories.map((each) => seen(find(each, me(each), text)));
        expect(one).to.deep.equal(other);
      });
    }

    it('what may be searched and read is found', () => {
      for (const each of directories) {
        expect(find(each, me(each), 'riou').total).to.equal(2);
        expect(find(each, me(each), 'kervella').total).to.equal(0);
      }
    });
  });
});
