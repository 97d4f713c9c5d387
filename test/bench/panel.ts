/**
 * `npm run bench:panel -- [--size PERSONS] [--rounds N]`: the pages of the administration over
 * the region's directory, on the built service: milliseconds from request to the last byte of
 * the page, one reader, and the bytes of a page.
 */
import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { dataDirectory, startServiceProcess } from '../journey/service-process.js';
import { suffix } from '../journey/ldap-tools.js';
import { ldifEntry } from '../region/ldif-text.js';
import { regionLdif } from '../region/region.js';
import { markdownTable } from './table.js';

const { values: flags } = parseArgs({
  options: {
    size: { type: 'string', default: '47200' },
    rounds: { type: 'string', default: '60' },
  },
});
const persons = Number(flags.size);
const rounds = Number(flags.rounds);
const login = 'mesure.du-panneau';
const password = 'Une phrase de passe 29';
const dn = `uid=${login},ou=personnes,${suffix}`;

function* directory(): Generator<string> {
  yield* regionLdif({ persons, suffix });
  yield ldifEntry(dn, [
    ['objectClass', 'inetOrgPerson'],
    ['objectClass', 'personneAnnuaire'],
    ['uid', login],
    ['cn', 'MAËLLE KERBRAT'],
    ['sn', 'KERBRAT'],
    ['givenName', 'MAËLLE'],
    ['etat', 'Actif'],
    ['userPassword', password],
  ]);
  yield ldifEntry(`cn=administrateurs,ou=groupes,${suffix}`, [
    ['objectClass', 'groupOfNames'],
    ['cn', 'administrateurs'],
    ['member', dn],
  ]);
}

/** Each round asks for something else, as people do. */
const pages: Readonly<Record<string, (round: number) => string>> = {
  'list of persons, any page': (round) => `/personnes?page=${String(1 + ((round * 97) % 900))}`,
  'search by field': (round) => `/personnes?nom=${names[round % names.length] ?? ''}`,
  'as one types': (round) => `/recherche?q=${encodeURIComponent(typed(round))}`,
  'custom list': (round) => `/listes/04-ACCES-WebDCR?page=${String(1 + (round % 20))}`,
  requests: () => '/demandes',
  record: (round) => `/personnes/${logins[round % logins.length] ?? ''}`,
  dashboard: () => '/tableau-de-bord',
};
const names = ['le goff', 'morvan', 'riou', 'l’hostis', 'guillou'];
const logins = ['helene.legoff', 'helene.legoff2'];
const typed = (round: number): string =>
  `${names[round % names.length] ?? ''} brest`.slice(0, 3 + (round % 8));

const data = dataDirectory();
const file = join(data.path, 'region.ldif');
await pipeline(Readable.from(directory()), createWriteStream(file));
execFileSync('node', ['dist/main.js', 'import', 'ldif', file], {
  env: { PATH: process.env['PATH'], ANNUAIRE_DATA: data.path },
  stdio: ['ignore', 'ignore', 'inherit'],
});
const service = await startServiceProcess(data.path, { ANNUAIRE_DEMO: 'off' });
const url = `http://127.0.0.1:${String(service.ports.http)}`;
const cookies = new Map<string, string>();

async function call(path: string, body?: URLSearchParams): Promise<Response> {
  const response = await fetch(url + path, {
    redirect: 'manual',
    headers: { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    ...(body && { method: 'POST', body }),
  });
  for (const line of response.headers.getSetCookie()) {
    const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
    cookies.set(name, value);
  }
  return response;
}

const form = await (await call('/connexion')).text();
const jeton = /name="jeton" value="([^"]+)"/.exec(form)?.[1] ?? '';
const signedIn = await call(
  '/connexion',
  new URLSearchParams({ jeton, login, motDePasse: password }),
);
if (signedIn.status !== 303) throw new Error(`sign-in answered ${String(signedIn.status)}`);

const rows: string[][] = [];
for (const [name, pathOf] of Object.entries(pages)) {
  const times: number[] = [];
  let bytes = 0;
  for (let round = -5; round < rounds; round += 1) {
    const started = performance.now();
    const response = await call(pathOf(Math.abs(round)));
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${name}: ${String(response.status)}`);
    // The first few warm what a reader of the day finds warm.
    if (round >= 0) times.push(performance.now() - started);
    bytes = Math.max(bytes, Buffer.byteLength(text));
  }
  times.sort((a, b) => a - b);
  const at = (share: number): string =>
    (times[Math.ceil(times.length * share) - 1] ?? 0).toFixed(1);
  rows.push([name, at(0.5), at(0.95), (bytes / 1000).toFixed(0)]);
}
const head = [`page, ${String(persons)} persons`, 'p50 ms', 'p95 ms', 'kB'];
process.stdout.write(`${markdownTable(head, rows).join('\n')}\n`);
await service.kill('SIGTERM');
data.remove();
