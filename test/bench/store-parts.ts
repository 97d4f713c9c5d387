import { open, type RootDatabase } from 'lmdb';
import { indexKindNumbers } from '../../src/store/indexes/index-key.js';

/** A part of a store of ours and the octets of the file's pages that it takes. */
export interface StorePart {
  readonly name: string;
  readonly octets: number;
}

interface PageCounts {
  readonly pageSize: number;
  readonly treeBranchPageCount: number;
  readonly treeLeafPageCount: number;
  readonly overflowPages: number;
}

interface Database {
  getStats(): unknown;
  getRange(): Iterable<{ readonly key: Buffer; readonly value: Buffer }>;
}

/** What takes how much in our data file, largest first; each index by itself. */
export async function storeParts(file: string): Promise<StorePart[]> {
  const root = open({
    path: file,
    noSubdir: true,
    readOnly: true,
    maxDbs: 64,
    encoding: 'binary',
    keyEncoding: 'binary',
  });
  try {
    const names = [...root.getKeys()].map((key) => (key as unknown as Buffer).toString());
    const parts = names.flatMap((name) => partsOf(root, name.replace(/\0$/, '')));
    return parts.filter(({ octets }) => octets > 0).sort((a, b) => b.octets - a.octets);
  } finally {
    await root.close();
  }
}

function partsOf(root: RootDatabase, name: string): StorePart[] {
  const database = databaseOf(root, name);
  const octets = pageOctets(database.getStats() as PageCounts);
  return name === 'index' ? indexParts(root, database, octets) : [{ name, octets }];
}

const pageOctets = (counts: PageCounts): number =>
  counts.pageSize * (counts.treeBranchPageCount + counts.treeLeafPageCount + counts.overflowPages);

function databaseOf(
  root: RootDatabase,
  name: string,
  keyEncoding: 'binary' | 'uint32' = 'binary',
): Database {
  return root.openDB({ name, encoding: 'binary', keyEncoding }) as unknown as Database;
}

/** The pages of all indexes, shared out by the octets of each one's rows. */
function indexParts(root: RootDatabase, index: Database, octets: number): StorePart[] {
  const sums = new Map<number, number>();
  let total = 0;
  for (const { key, value } of index.getRange()) {
    const which = key.readUIntBE(0, 3);
    sums.set(which, (sums.get(which) ?? 0) + key.length + value.length);
    total += key.length + value.length;
  }
  const attributes = attributeNames(root);
  return [...sums].map(([which, sum]) => ({
    name: `index ${attributes.get(which >> 8) ?? String(which >> 8)} ${kindName(which & 0xff)}`,
    octets: (octets * sum) / total,
  }));
}

function attributeNames(root: RootDatabase): Map<number, string> {
  const rows = databaseOf(root, 'attributes', 'uint32').getRange();
  return new Map([...rows].map(({ key, value }) => [Number(key), value.toString()]));
}

function kindName(number: number): string {
  const found = Object.entries(indexKindNumbers).find(([, each]) => each === number);
  return found?.[0] ?? `kind ${String(number)}`;
}
