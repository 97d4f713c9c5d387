import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Bench, concernsTitle, mebibytes, type Section } from './bench.js';
import { type Contender } from './contender.js';
import { storeParts } from './store-parts.js';
import { markdownTable } from './table.js';

const title = 'store size after the load';
const blockBytes = 512;

/** What the stores take on disk, and what takes it in ours. */
export const storeSection: Section = {
  title,
  concerns: concernsTitle(title),
  run: async ({ contenders }: Bench) => {
    const stores = contenders.filter(({ load }) => load !== undefined);
    const [ours] = stores;
    if (!ours) return [];
    const rows = stores.map((each) => [
      each.name,
      mebibytes(octetsOnDisk(each)),
      each === ours ? '' : `**${(octetsOnDisk(ours) / octetsOnDisk(each)).toFixed(2)}** (≤ 0.8)`,
    ]);
    const parts = await storeParts(join(ours.store, 'directory.mdb'));
    return [
      ...markdownTable(['server', 'MiB on disk', 'ours ÷ it'], rows),
      '',
      ...markdownTable(
        ['of ours', 'MiB'],
        parts.map(({ name, octets }) => [name, (octets / 2 ** 20).toFixed(1)]),
      ),
    ];
  },
};

/** Blocks that its files really have: slapd's file is as long as it may become. */
function octetsOnDisk({ store }: Contender): number {
  const files = readdirSync(store, { recursive: true, encoding: 'utf8' });
  return files.reduce((sum, file) => sum + statSync(join(store, file)).blocks * blockBytes, 0);
}
