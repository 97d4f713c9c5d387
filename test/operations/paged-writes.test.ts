import { expect } from 'chai';
import type { ResultCodeName } from '../../src/model/result.js';
import {
  decodePagedResults,
  encodePagedResults,
  pagedResultsOid,
} from '../../src/protocol/controls/paged-results.js';
import {
  type Found,
  type Opened,
  openFixture,
  root,
  search,
  smallDirectory,
  suffix,
  type Values,
} from './fixture.js';
import { add, change, modify, remove } from './writing.js';

const count = 3_000;
const pageSize = 100;
const writesPerPage = 10;

/** What becomes of every fifth entry while the others are left alone. */
const fates = ['left', 'left', 'left', 'modified', 'deleted'] as const;
type Fate = (typeof fates)[number];

const base = `ou=structures,${suffix}`;
const dnOf = (name: string): string => `cn=${name},${base}`;
const names = Array.from({ length: count }, (_, at) => `${fates[at % 5] ?? 'left'}-${at}`);
const namesOf = (fate: Fate): string[] => names.filter((name) => name.startsWith(fate));
const device = (cn: string): Values => ({ objectClass: 'device', cn, l: 'Brest' });

/** Adds, modifies and deletes other entries, before and behind the position of the dump. */
class Writers {
  readonly #opened: Opened;
  readonly #modified = namesOf('modified');
  readonly #deleted = namesOf('deleted');
  #turns = 0;

  constructor(opened: Opened) {
    this.#opened = opened;
  }

  turn(): Promise<ResultCodeName[]> {
    const writes: Promise<ResultCodeName>[] = [];
    for (let at = 0; at < writesPerPage; at += 1) writes.push(...this.#three());
    return Promise.all(writes);
  }

  #three(): Promise<ResultCodeName>[] {
    const { directory } = this.#opened;
    const turn = (this.#turns += 1);
    const from = <T>(list: T[]): T | undefined => (turn % 2 === 0 ? list.pop() : list.shift());
    const modified = from(this.#modified);
    const deleted = from(this.#deleted);
    const results = [
      add(directory, dnOf(`added-${turn}`), device(`added-${turn}`)),
      ...(modified === undefined
        ? []
        : [modify(directory, dnOf(modified), [change('replace', 'l', `Vannes ${turn}`)])]),
      ...(deleted === undefined ? [] : [remove(directory, dnOf(deleted))]),
    ];
    return results.map(async (result) => (await result).code);
  }
}

async function pageAt(opened: Opened, filter: string, cookie: Buffer): Promise<Found> {
  const value = encodePagedResults({ size: pageSize, cookie });
  const controls = [{ oid: pagedResultsOid, critical: true, value }];
  return search(opened.directory, root, { base, scope: 'one', filter, controls });
}

/** Every page, each beside writes that begin before it and end whenever they do. */
async function dump(opened: Opened, filter: string): Promise<string[]> {
  const writers = new Writers(opened);
  const dns: string[] = [];
  let cookie = Buffer.alloc(0);
  do {
    const [page, codes] = await Promise.all([pageAt(opened, filter, cookie), writers.turn()]);
    expect(page.result.code).to.equal('success');
    expect(new Set(codes)).to.deep.equal(new Set(['success']));
    dns.push(...page.dns);
    const control = page.result.controls.find(({ oid }) => oid === pagedResultsOid);
    cookie = Buffer.from(decodePagedResults(control?.value).cookie);
    if (cookie.length > 0) expect(page.dns).to.have.length(pageSize);
  } while (cookie.length > 0);
  return dns;
}

describe('operations/paged results beside writes', function () {
  this.timeout(30_000);
  let opened: Opened;
  beforeEach(async () => {
    const entries = names.map((cn) => [dnOf(cn), device(cn)] as const);
    opened = await openFixture({ entries: [...smallDirectory, ...entries] });
  });
  afterEach(() => opened.close());

  const filters = {
    'of an index': '(objectClass=device)',
    'of two indexes': '(&(objectClass=device)(cn=*-*))',
    'of no index': '(!(serialNumber=1))',
  };
  for (const [title, filter] of Object.entries(filters)) {
    it(`a dump ${title} has every entry that stays, once`, async () => {
      const dns = await dump(opened, filter);
      expect(new Set(dns).size, 'an entry twice').to.equal(dns.length);
      const found = new Set(dns);
      const stay = [...namesOf('left'), ...namesOf('modified')].map(dnOf);
      expect(stay.filter((dn) => !found.has(dn))).to.deep.equal([]);
    });
  }
});
