import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import { compileAccess } from '../../src/access/compile.js';
import { accessFacts } from '../../src/domain/access-facts.js';
import { readAccessRules } from '../../src/config/data-files.js';
import { readLdifBatches } from '../../src/import/ldif-reader.js';
import { parseDn } from '../../src/model/dn.js';
import { type Entry, textOf } from '../../src/model/entry.js';
import type { Directory } from '../../src/operations/directory.js';
import { openDirectory } from '../../src/operations/open-directory.js';
import { type BulkPreparation, bulkPreparation } from '../../src/operations/write/bulk.js';
import { bulkLoad } from '../../src/store/bulk-load.js';
import { openStore } from '../../src/store/open.js';
import type { Store } from '../../src/store/store.js';
import { type KnownPerson, misspeltQueries, slipNames } from '../region/misspellings.js';
import { regionLdif } from '../region/region.js';
import { nextUuid, realSchema, root, suffix } from './fixture.js';

/** Persons of the region, as many as it has; what hangs below them is left out. */
const persons = 47_200;
const seed = 29;

describe('finding a misspelt person among those of the region', function () {
  this.timeout(180_000);
  const path = mkdtempSync(join(tmpdir(), 'annuaire-find-'));
  const known: KnownPerson[] = [];
  const { schema, catalogue } = realSchema();
  const suffixKey = schema.dnKey(parseDn(suffix));
  const facts = { schema, catalogue, suffix, rootDn: `cn=admin,${suffix}`, addressParts: [] };
  const world = { clock: () => new Date(0), randomUuid: nextUuid };
  let store: Store | undefined;
  let directory: Directory;

  async function* entries(preparation: BulkPreparation): AsyncGenerator<Entry[]> {
    for await (const records of readLdifBatches(Readable.from(personLdif()))) {
      yield records.flatMap((record): Entry[] => {
        const entry = record.kind === 'content' ? preparation.prepareNow(record) : undefined;
        if (!entry) throw new Error(`line ${String(record.line)} is no entry to load`);
        const [login, familyName] = [textOf(entry, 'uid'), textOf(entry, 'sn')];
        if (login !== undefined && familyName !== undefined) {
          const [givenName = '', commune = ''] = [textOf(entry, 'givenName'), textOf(entry, 'l')];
          known.push({ login, familyName, givenName, commune });
        }
        return [entry];
      });
    }
  }

  before(async () => {
    const preparation = bulkPreparation({ ...facts, ...world, constraints: [] });
    await bulkLoad({
      path,
      schema,
      suffix: suffixKey,
      entries: entries(preparation),
      journalRow: (counts) => preparation.journalRow(counts),
    });
    store = openStore({ path, schema, suffix: suffixKey });
    const rules = readAccessRules(undefined, 'annuaire');
    const access = { rules, schema, suffix: suffixKey, catalogue: accessFacts(catalogue) };
    directory = openDirectory({
      ...facts,
      ...world,
      store,
      rootPassword: undefined,
      policy: compileAccess(access),
      observer: () => undefined,
    });
  });
  after(async () => {
    await store?.close();
    rmSync(path, { recursive: true, force: true });
  });

  const firstFive = (text: string): (string | undefined)[] =>
    directory
      .as(root)
      .find({ base: `ou=personnes,${suffix}`, text, attributes: ['uid'], offset: 0, limit: 5 })
      .persons.map(({ entry }) => textOf(entry, 'uid'));

  it('has the right one among the first five for 98 % of 300 queries with slips', () => {
    expect(known).to.have.length(persons);
    const queries = misspeltQueries(known, { count: 300, seed });
    expect(new Set(queries.flatMap(({ slips }) => slips))).to.have.length(slipNames.length);
    const missed = queries.filter(({ text, login }) => !firstFive(text).includes(login));
    const told = missed.map(({ text, login }) => `${text} → ${login}`).join('\n');
    expect(missed.length, told).to.be.at.most(6);
  });

  it('has each one first by its login', () => {
    for (const { login } of known.slice(0, 300)) {
      expect(firstFive(login)[0]).to.equal(login);
    }
  });
});

const recordsAtOnce = 500;

function* personLdif(): Generator<Buffer> {
  let some: string[] = [];
  for (const record of regionLdif({ persons, suffix })) {
    if (!record.startsWith('dn: cn=A')) some.push(record);
    if (some.length < recordsAtOnce) continue;
    yield Buffer.from(some.join(''));
    some = [];
  }
  yield Buffer.from(some.join(''));
}
