import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { compileAccess } from '../../src/access/compile.js';
import { readAccessRules, readServices } from '../../src/config/data-files.js';
import { accessFacts } from '../../src/domain/access-facts.js';
import { catalogueOf } from '../../src/domain/catalogue.js';
import { servicesOf } from '../../src/domain/catalogue-data.js';
import { catalogueSchema } from '../../src/domain/catalogue-schema.js';
import { parseDn } from '../../src/model/dn.js';
import { type Entry, textOf } from '../../src/model/entry.js';
import { openDirectory } from '../../src/operations/open-directory.js';
import { readSchemaDirectory } from '../../src/schema/files.js';
import { loadSchema } from '../../src/schema/load.js';
import { openStore } from '../../src/store/open.js';
import type { Store } from '../../src/store/store.js';
import { type KnownPerson, misspeltQueries } from '../region/misspellings.js';

/**
 * `tsx test/bench/find.ts DATA [SUFFIX]`: how long finding a person takes in a store of the region
 * (`test/region/write-region.ts`, `import ldif`), by what is typed. Milliseconds, as the panel
 * asks for a first page.
 */
const [path = './data', suffix = 'dc=telesantebretagne,dc=org'] = process.argv.slice(2);
const queries = 300;
const sampled = 5_000;

const catalogue = catalogueOf(servicesOf(readServices()));
const schema = loadSchema([
  ...readSchemaDirectory('schema'),
  { name: 'services', text: catalogueSchema(catalogue) },
]);
const suffixKey = schema.dnKey(parseDn(suffix));
const store = openStore({ path, schema, suffix: suffixKey, readOnly: true });
const rules = readAccessRules(undefined, 'annuaire');
const directory = openDirectory({
  store,
  schema,
  suffix,
  rootDn: `cn=admin,${suffix}`,
  rootPassword: undefined,
  policy: compileAccess({ rules, schema, suffix: suffixKey, catalogue: accessFacts(catalogue) }),
  catalogue,
  addressParts: [],
  clock: () => new Date(),
  randomUuid: () => '',
  observer: () => undefined,
});
const operations = directory.as({ kind: 'root', door: 'panel', secure: true });
const base = `ou=personnes,${suffix}`;

/** Every so manieth person, so that reading them takes no memory to speak of. */
function* sample({ current }: Store): Generator<Entry> {
  const branch = current.find(schema.dnKey(parseDn(base)));
  if (branch === undefined) throw new Error(`no ${base} in ${path}`);
  const step = Math.max(1, Math.floor(current.entryCount / sampled));
  for (let id = 1; id < current.entryCount; id += step) {
    let at = id;
    while (at < id + step && current.position(at)?.parentId !== branch) at += 1;
    const entry = current.position(at)?.parentId === branch ? current.entry(at) : undefined;
    if (entry && textOf(entry, 'sn') !== undefined) yield entry;
  }
}

const value = (entry: Entry, attribute: string): string => textOf(entry, attribute) ?? '';
const entries = [...sample(store)];
const persons = entries.map((entry): KnownPerson => ({
  login: value(entry, 'uid'),
  familyName: value(entry, 'sn'),
  givenName: value(entry, 'givenName'),
  commune: value(entry, 'l'),
}));
const typedOf = (of: (entry: Entry) => string): string[] =>
  Array.from({ length: queries }, (_, n) => {
    const entry = entries[(n * 7919) % entries.length];
    return entry ? of(entry) : '';
  });
const typed: Readonly<Record<string, readonly string[]>> = {
  misspelt: misspeltQueries(persons, { count: queries, seed: 29 }).map(({ text }) => text),
  name: typedOf((each) => value(each, 'sn')),
  'name, first name': typedOf((each) => `${value(each, 'sn')} ${value(each, 'givenName')}`),
  'name, commune': typedOf((each) => `${value(each, 'sn')} ${value(each, 'l')}`),
  'name, post code': typedOf((each) => `${value(each, 'sn')} ${value(each, 'codePostal')}`),
  login: typedOf((each) => value(each, 'uid')),
  RPPS: typedOf((each) => value(each, 'numeroRPPS') || '99'),
  'three letters': typedOf((each) => value(each, 'sn').slice(0, 3)),
};

const find = (text: string): void => {
  operations.find({ base, text, attributes: ['*'], offset: 0, limit: 50 });
};
const rssAnonMb = (): string => {
  const status = readFileSync('/proc/self/status', 'utf8');
  return (Number(/RssAnon:\s+(\d+)/.exec(status)?.[1]) / 1024).toFixed(0);
};
const lines = ['| typed | p50 | p95 | CPU p95 | RssAnon MB |', '|---|---|---|---|---|'];
for (const text of typed['misspelt'] ?? []) find(text);
for (const [name, texts] of Object.entries(typed)) {
  const wall: number[] = [];
  const cpu: number[] = [];
  for (const text of texts) {
    const [start, spent] = [performance.now(), process.cpuUsage()];
    find(text);
    wall.push(performance.now() - start);
    const { user, system } = process.cpuUsage(spent);
    cpu.push((user + system) / 1000);
    // As between two requests: what was read is given back then.
    await setImmediate();
  }
  const at = (times: number[], part: number): string =>
    (times.sort((a, b) => a - b)[Math.floor(times.length * part)] ?? 0).toFixed(2);
  lines.push(
    `| ${name} | ${at(wall, 0.5)} | ${at(wall, 0.95)} | ${at(cpu, 0.95)} | ${rssAnonMb()} |`,
  );
}
process.stdout.write(`${lines.join('\n')}\n`);
await store.close();
