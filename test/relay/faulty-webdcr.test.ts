import { expect } from 'chai';

import { scimClient } from '../../src/provision/client.js';
import { fixedToken } from '../../src/provision/credentials.js';
import { scimTarget } from '../../src/provision/scim-target.js';
import { startRelay } from '../../src/relay/relay.js';
import { chanceOf } from '../region/chance.js';
import {
  startStrictReceiver,
  type StrictFault,
  type StrictReceiver,
} from '../provision/strict-receiver.js';
import { memoryState } from '../state/memory-state.js';
import { fakeDirectory } from './fake-directory.js';
import { accountOf, personOf } from './numbered-persons.js';
import { changed, relayOptions, until } from './region.js';

const clock = () => new Date();
const persons = 20;
const writes = ['POST', 'PATCH', 'PUT'];

/** So many requests meet the fault, here and there, and then the target is well again. */
function sometimes(fault: () => StrictFault, methods: readonly string[] = writes) {
  return ({ manners }: StrictReceiver): void => {
    const chance = chanceOf(7);
    let left = 12;
    manners.fault = ({ method }) => {
      if (left === 0 || !methods.includes(method) || chance.below(3) > 0) return undefined;
      left -= 1;
      return fault();
    };
  };
}

const answer = (status: number, headers: Record<string, string> = {}): StrictFault => ({
  kind: 'answer',
  status,
  headers,
});

const table: readonly (readonly [string, (webdcr: StrictReceiver) => void])[] = [
  ['is well', () => undefined],
  ['drops the answer after it has obeyed', sometimes(() => ({ kind: 'drop-after' }))],
  ['drops the request', sometimes(() => ({ kind: 'drop-before' }))],
  ['drops what is read of it', sometimes(() => ({ kind: 'drop-before' }), ['GET'])],
  ['answers 429 with seconds', sometimes(() => answer(429, { 'retry-after': '0' }))],
  [
    'answers 429 with a date',
    sometimes(() => answer(429, { 'retry-after': clock().toUTCString() })),
  ],
  ['answers 503 with an HTML page', sometimes(() => answer(503))],
  ['answers 500 to a look-up', sometimes(() => answer(500), ['GET'])],
  ['answers 412 as if somebody else wrote', sometimes(() => answer(412), ['PATCH'])],
  ['refuses our access for a while', sometimes(() => answer(401))],
  [
    'minds the case in filters and not in what is unique',
    (webdcr) => {
      webdcr.manners.foldsFilter = false;
      webdcr.seed({ userName: 'Personne1', id: 'compte-1', name: accountOf(1)['name'] });
    },
  ],
  ['has no PATCH', ({ manners }) => void (manners.patch = false)],
  [
    'takes its time',
    (webdcr) => {
      webdcr.manners.latencyMs = 30;
      sometimes(() => ({ kind: 'drop-after' }))(webdcr);
    },
  ],
];

describe('one account per person in the end, at a target that', function () {
  this.timeout(60_000);
  for (const [fault, make] of table) {
    it(fault, async () => {
      const webdcr = await startStrictReceiver();
      const directory = fakeDirectory();
      const client = scimClient({ url: webdcr.url, credentials: fixedToken('jeton'), clock });
      const relay = startRelay({
        ...relayOptions({ directory, store: memoryState(), change: () => undefined }, []),
        scimTarget: scimTarget(client, clock),
      });
      try {
        make(webdcr);
        const change = (values: Readonly<Record<string, string>>): void => {
          for (let n = 1; n <= persons; n += 1) {
            const person = personOf(n);
            directory.put(person.dn, { ...person.values, ...values });
            directory.commit({ events: [changed(person.values['entryUUID'], person.dn)] });
          }
        };
        const toDate = () => relay.status().persons['à jour'] === persons;
        change({});
        await until(toDate);
        change({ commune: 'AURAY' });
        const held = () =>
          [...webdcr.users.values()].filter((user) => JSON.stringify(user).includes('AURAY'));
        await until(() => toDate() && held().length === persons);
        const logins = [...webdcr.users.values()].map(({ userName }) => userName);
        expect(new Set(logins)).to.have.lengthOf(persons);
        expect(logins).to.have.length(persons);
        const found = await relay.compare({ person: undefined, repair: false });
        expect(found?.counts).to.include({
          identique: persons,
          doublon: 0,
          inconnu: 0,
          conflit: 0,
        });
      } finally {
        await relay.close();
        await webdcr.close();
      }
    });
  }
});
