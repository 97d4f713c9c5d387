import { expect } from 'chai';
import { compileAccess } from '../../src/access/compile.js';
import type { AccessRules } from '../../src/access/rules.js';
import { parseDn } from '../../src/model/dn.js';
import type { Control } from '../../src/model/request.js';
import { pagedResultsOid } from '../../src/protocol/controls/paged-results.js';
import {
  actorOf,
  type Asked,
  type Opened,
  openFixture,
  plain,
  realSchema,
  search,
  suffix,
  type Values,
} from './fixture.js';
import { cookieOf, onlyValues, pageOf, sortBy, viewAt } from './search-controls.js';
import { base, everybody, others, person, top } from './sorted-people.js';

/**
 * What a reader may not see changes no octet of what it gets (the cookies' seals aside, which
 * differ from one start of a server to the next).
 */

const rules: AccessRules = {
  secrets: [],
  cibles: {},
  regles: [
    {
      regle: 'lire',
      qui: ['connecte'],
      sur: ['*'],
      attributs: ['objectClass', 'uid', 'ou', 'dc', 'givenName'],
      droits: ['lire'],
    },
    // To search by what one may not read is to know its order: it does not count either.
    { regle: 'chercher', qui: ['connecte'], sur: ['*'], attributs: ['sn'], droits: ['chercher'] },
  ],
};

/** Two directories, alike to their reader. */
const hidden: readonly (readonly Values[])[] = [
  [
    { sn: ['m', 'a'], mail: 'c@x', uidNumber: '3', description: 'x', cn: 'z' },
    { sn: 'n', mail: 'b@x', uidNumber: '2', givenName: 'g' },
    { sn: 'o', mail: 'a@x', uidNumber: '1', member: `uid=p0,${base}` },
    { sn: 'z', uidNumber: '0', givenName: 'f' },
  ],
  [
    { sn: 'o', uidNumber: '1', cn: 'a' },
    { sn: 'n', uidNumber: '2', mail: 'z@x', givenName: 'g' },
    { sn: 'm', uidNumber: '3', mail: 'a@x' },
    { sn: 'a', mail: ['b@x', 'd@x'], uidNumber: '9', givenName: 'f' },
  ],
];

const rows: Readonly<Record<string, readonly Control[]>> = {
  'sort by what may not be seen': [sortBy('!mail')],
  'sort by what may be searched only': [sortBy('!sn')],
  'sort in reverse': [sortBy('!-mail/-sn/givenName')],
  'sort by a seen key first': [sortBy('!givenName/mail')],
  'sort without an index': [sortBy('!uidNumber')],
  'sort by an attribute unknown': [sortBy('nope')],
  'a window by offset': [sortBy('!mail'), viewAt(1, 1, [2, 0])],
  'a window by value': [sortBy('!mail'), viewAt(1, 1, 'b@x')],
  'a window by value, in reverse': [sortBy('!-sn'), viewAt(1, 1, 'n')],
  'matched values': [onlyValues('(mail=*)', '(sn=m)', '(uid=p1)')],
  'a page': [sortBy('!mail'), pageOf(2)],
  'a page in reverse': [sortBy('!-mail/sn'), pageOf(3)],
};

describe('operations/what is not disclosed by sorts, windows and pages', () => {
  let opened: readonly Opened[];
  before(async () => {
    const { schema } = realSchema();
    const policy = compileAccess({ rules, schema, suffix: schema.dnKey(parseDn(suffix)) });
    opened = await Promise.all(
      hidden.flatMap((persons) =>
        [10_000, 20].map((sortedMax) =>
          openFixture({
            general: true,
            entries: [...top, ...others, ...persons.map((each, at) => person(`p${at}`, each))],
            with: { policy, limits: { sortedMax } },
          }),
        ),
      ),
    );
  });
  after(() => Promise.all(opened.map((each) => each.close())));

  const answered = async ({ directory }: Opened, asked: Asked): Promise<unknown> => {
    const found = await search(directory, actorOf(directory, `uid=p0,${base}`), asked);
    const { result, dns, entries } = found;
    const others = result.controls.filter(({ oid }) => oid !== pagedResultsOid);
    return {
      code: result.code,
      dns,
      entries: entries.map((entry) => plain(entry)),
      controls: others.map(({ oid, value }) => [oid, value?.toString('hex')]),
      cookie: cookieOf(found)?.subarray(0, -16).toString('hex'),
    };
  };

  for (const [name, controls] of Object.entries(rows)) {
    it(name, async () => {
      for (const asked of [{ base, scope: 'one' }, everybody] as const) {
        const answers = await Promise.all(
          opened.map((each) => answered(each, { ...asked, attributes: [], controls })),
        );
        // The last two are as the first two; memory and index agree where both can sort.
        expect(answers[2]).to.deep.equal(answers[0]);
        expect(answers[3]).to.deep.equal(answers[1]);
      }
    });
  }
});
