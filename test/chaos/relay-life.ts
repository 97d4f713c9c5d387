/** One life of the relay: makes its changes, sends them, and is killed or, in the end, ends. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Modification } from '../../src/model/modification.js';
import { startRelay } from '../../src/relay/relay.js';
import { root } from '../operations/fixture.js';
import { type ChaosPlace, numbered, openChaos } from './chaos-directory.js';

/** What a life is to do. */
export interface LifeOrder {
  readonly place: ChaosPlace;
  /** Persons that ask for their access, which is accepted at once, and live at a new address. */
  readonly persons: readonly number[];
  readonly address: string;
  /** Lives until nothing waits. */
  readonly last: boolean;
}

const order = JSON.parse(process.argv[2] ?? '') as LifeOrder;
const { directory, store, options } = openChaos(order.place);
const relay = startRelay(options);
const operations = directory.as(root);
for (const person of order.persons) {
  const set = (attribute: string, value: string): Modification => ({
    kind: 'replace',
    attribute,
    values: [Buffer.from(value)],
  });
  const asked = [set('demandeAccesCancerologie', '20260101000000Z')];
  const accepted = [
    set('reponseAccesCancerologie', 'Acceptée'),
    set('communeModification', order.address),
  ];
  for (const changes of [asked, accepted]) {
    const dn = numbered(person);
    const { code, message } = await operations.modify(
      { kind: 'modify', dn, changes },
      { controls: [] },
    );
    // The last life comes upon requests that an earlier one made, and that were answered.
    const isDone = order.last && changes === asked && code === 'unwillingToPerform';
    if (code !== 'success' && !isDone) throw new Error(`${dn}: ${code} ${message}`);
  }
}
if (order.last) {
  const waiting = (): boolean => {
    const { persons, mails, unread } = relay.status();
    const ofMails = mails.queued + mails.leased + mails.retry;
    const ofPersons = persons['en attente'] + persons['nouvel essai'];
    return ofMails + ofPersons + unread.mails + unread.webdcr > 0;
  };
  while (waiting()) await sleep(50);
  const found = await relay.compare({ person: undefined, repair: false });
  await relay.close();
  await store.close();
  process.stdout.write(JSON.stringify(found));
  process.exit(0);
}
