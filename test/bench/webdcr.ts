/**
 * `npm run bench:webdcr -- [--size PERSONS] [--latency MS] [--seconds S]`: everyone to an empty
 * webDCR, then the delay from a commit to webDCR's answer at twenty changes a second.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { scimClient } from '../../src/provision/client.js';
import { fixedToken } from '../../src/provision/credentials.js';
import { scimTarget } from '../../src/provision/scim-target.js';
import { defaultPace } from '../../src/relay/pace.js';
import { startRelay } from '../../src/relay/relay.js';
import type { RelayEvent } from '../../src/relay/relay-event.js';
import { openFixture, realSchema, root, suffix, type Values } from '../operations/fixture.js';
import { region, relayOptions } from '../relay/region.js';
import { markdownTable } from './table.js';

const { values: flags } = parseArgs({
  options: {
    size: { type: 'string', default: '47200' },
    latency: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '30' },
  },
});
const size = Number(flags.size);
const changesPerSecond = 20;
const changes = changesPerSecond * Number(flags.seconds);
const clock = (): Date => new Date();
const dnOf = (n: number): string => `uid=p${String(n)},ou=personnes,${suffix}`;
const uuidOf = (n: number): string => `10000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const unit = (ou: string): Values => ({ objectClass: 'organizationalUnit', ou });
const entries: (readonly [string, Values])[] = [
  [suffix, { objectClass: ['organization', 'dcObject'], dc: 'telesantebretagne', o: 'Bretagne' }],
  [`ou=personnes,${suffix}`, unit('personnes')],
  [`ou=groupes,${suffix}`, unit('groupes')],
];
for (let n = 0; n < size; n += 1) {
  const uid = `p${String(n)}`;
  entries.push([
    dnOf(n),
    {
      objectClass: ['inetOrgPerson', 'personneAnnuaire'],
      ...{ uid, cn: uid, sn: 'LE BRIS', givenName: 'HÉLÈNE', entryUUID: uuidOf(n) },
      ...{ etat: 'Actif', mail: `${uid}@exemple.bzh`, commune: 'BREST', codePostal: '29200' },
    },
  ]);
}
const receiver = fork(
  fileURLToPath(new URL('webdcr-receiver.ts', import.meta.url)),
  [flags.latency],
  { execArgv: ['--import', 'tsx'] },
);
const [url] = (await once(receiver, 'message')) as [string];
const opened = await openFixture({ entries: entries.splice(0), bulk: true });
const client = scimClient({ url, credentials: fixedToken('jeton'), clock });
const committed = new Map<string, number>();
const delays: number[] = [];
const pushed = { persons: 0 };
const observe = (event: RelayEvent): void => {
  if (event.event === 'relay-failed') process.stderr.write(`${event.defect}\n`);
  if (event.event !== 'person-pushed') return;
  pushed.persons += 1;
  const since = committed.get(event.person);
  if (since !== undefined) delays.push(performance.now() - since);
  committed.delete(event.person);
};
const residentMib = (): string => (process.memoryUsage.rss() / 2 ** 20).toFixed(0);

const before = residentMib();
const began = performance.now();
const relay = startRelay({
  ...relayOptions(region(), []),
  directory: opened.directory,
  store: opened.store,
  catalogue: realSchema().catalogue,
  scimTarget: scimTarget(client, clock),
  pace: defaultPace,
  observe,
});
let peak = 0;
while (pushed.persons < size) {
  await sleep(500);
  peak = Math.max(peak, process.memoryUsage.rss());
}
const seconds = (performance.now() - began) / 1000;
const after = residentMib();
receiver.send('count');
const [accounts] = (await once(receiver, 'message')) as [number];

const operations = opened.directory.as(root);
for (let n = 0; n < changes; n += 1) {
  const at = performance.now() + 1000 / changesPerSecond;
  const person = (n * 37) % size;
  const change = {
    kind: 'replace' as const,
    attribute: 'communeModification',
    values: [Buffer.from(`VILLE ${String(n)}`)],
  };
  await operations.modify(
    { kind: 'modify', dn: dnOf(person), changes: [change] },
    { controls: [] },
  );
  committed.set(uuidOf(person), performance.now());
  await sleep(Math.max(0, at - performance.now()));
}
while (committed.size > 0) await sleep(50);
delays.sort((a, b) => a - b);
const percentile = (share: number): string =>
  `${(delays[Math.min(delays.length - 1, Math.floor(delays.length * share))] ?? 0).toFixed(0)} ms`;
const table = markdownTable(
  ['webDCR', 'figure'],
  [
    ['persons from nothing, 8 connections', `${String(size)} in ${seconds.toFixed(0)} s`],
    ['accounts there', String(accounts)],
    ['RSS before, at most, after', `${before}, ${(peak / 2 ** 20).toFixed(0)}, ${after} MiB`],
    ['changes, 20/s', String(delays.length)],
    ['commit to answer p50', percentile(0.5)],
    ['p95', percentile(0.95)],
    ['p99', percentile(0.99)],
  ],
);
process.stdout.write(`${table.join('\n')}\n`);
await relay.close();
await opened.close();
receiver.disconnect();
