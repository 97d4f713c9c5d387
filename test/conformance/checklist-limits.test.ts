import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checklist, type Row } from './checklist.js';
import { people, person } from './checklist-fixture.js';
import { whoAmI } from './checklist-session.js';
import { extension } from './oids.js';
import { oneLevel, searchRow } from './search-rows.js';
import type { Check } from './side-by-side.js';

/** Three entries for who has bound, two seconds for who says nothing; none for the root. */
const limits = [
  { limite: 'Un inconnu', qui: ['anonyme'], inactiviteSecondes: 2 },
  { limite: 'Qui est identifié', qui: ['connecte'], entrees: 3, entreesMax: 3 },
];
const directory = mkdtempSync(join(tmpdir(), 'annuaire-limits-'));
const access = join(directory, 'access.json');
const general = JSON.parse(readFileSync('schema/data/access-general.json', 'utf8')) as object;
writeFileSync(access, JSON.stringify({ ...general, limites: limits }));
after(() => {
  rmSync(directory, { recursive: true });
});

const persons = oneLevel('(objectClass=inetOrgPerson)');
const p2 = { as: { dn: person('p2'), password: 'secret2' } } as const;
const tooMany = ['sizeLimitExceeded', 'adminLimitExceeded'] as const;

const sizes: readonly Row[] = [
  searchRow(
    '29 the server’s limit alone: entries so far, then the code',
    people,
    persons,
    { code: tooMany, count: 3 },
    p2,
  ),
  searchRow(
    '29 the client’s below it',
    people,
    { ...persons, sizeLimit: 2 },
    { code: 'sizeLimitExceeded', count: 2 },
    p2,
  ),
  searchRow(
    '29 the client’s beyond it',
    people,
    { ...persons, sizeLimit: 4 },
    { code: tooMany, count: 3 },
    p2,
  ),
  searchRow(
    '29 what stays below it',
    people,
    oneLevel('(sn=martin)'),
    { code: 'success', count: 1 },
    p2,
  ),
  searchRow('29 the root has none', people, persons, { code: 'success', count: 4 }),
];

const idle: Check = {
  title: '21 who says nothing for long is told that the session ends',
  run: async (peer) => {
    const session = await peer.open();
    expect((await session.ask(whoAmI)).result.code).to.equal('success');
    const [notice, ...more] = await session.connection.rest();
    expect(more).to.have.length(0);
    expect(notice?.id, 'a notice of disconnection').to.equal(0);
    const response = notice?.response;
    expect(response?.kind === 'result' && response.oid).to.equal(extension.noticeOfDisconnection);
  },
  slapdDeparts: 'it closes without a notice',
};

checklist('limits', [...sizes, idle], {
  ours: { ANNUAIRE_ACCESS: access },
  slapd: 'limits users size.soft=3 size.hard=3',
  slapdGlobals: 'idletimeout 2',
});
