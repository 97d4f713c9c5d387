import { editorOf, readerOf, slowAccountsOf } from './accounts.js';
import { type BenchCase, requestRing } from './bench-case.js';
import { type Disturbance } from './disturbance-section.js';
import { type Population } from './population.js';
import { bindAs, encoded, everything, operationOf } from './requests.js';

const bindsPerSecond = 15;
const stalledConnections = 8;
const stalledRequests = 16;

export const disturbances: readonly Disturbance[] = [
  {
    title: `searches beside ${String(bindsPerSecond)} argon2 binds/s and a paged dump`,
    loads: (population) => [slowBinds(population), dump(population)],
  },
  {
    title: 'searches beside clients that ask for the whole tree and do not read',
    loads: (population) => [stalled(population)],
  },
];

function slowBinds({ shape }: Population): BenchCase {
  const accounts = slowAccountsOf(shape.suffix);
  return {
    name: 'argon2 binds',
    ability: 'bind',
    connections: bindsPerSecond,
    inFlight: 1,
    login: encoded(0, bindAs(readerOf(shape.suffix))),
    drive: () => ({
      kind: 'paced',
      ring: requestRing(accounts, bindAs),
      perSecond: bindsPerSecond,
    }),
  };
}

function dump(population: Population): BenchCase {
  return {
    name: 'paged dump',
    ability: 'paged',
    connections: 1,
    inFlight: 1,
    login: encoded(0, bindAs(readerOf(population.shape.suffix))),
    drive: () => ({ kind: 'pages', search: operationOf(everything(population)), pageSize: 1_000 }),
  };
}

/** As an account that is told no limit of entries. */
function stalled(population: Population): BenchCase {
  const requests = Array.from({ length: stalledRequests }, (_, at) => at);
  return {
    name: 'stalled readers',
    ability: 'paged',
    connections: stalledConnections,
    inFlight: 1,
    login: encoded(0, bindAs(editorOf(population.shape.suffix))),
    drive: () => ({
      kind: 'stalled',
      ring: requestRing(requests, () => everything(population)),
    }),
  };
}
