import type { Service, ServiceCatalogue } from '../../src/domain/catalogue.js';
import type { Territories } from '../../src/domain/territory.js';
import { mailRenderer } from '../../src/notify/mail-renderer.js';
import { defaultPace, type Pace } from '../../src/relay/pace.js';
import type { RelayEvent } from '../../src/relay/relay-event.js';
import { defaultValve } from '../../src/relay/safety-valve.js';
import type { RelayOptions } from '../../src/relay/relay-options.js';
import { memoryState } from '../state/memory-state.js';
import { mapping } from '../provision/person.js';
import { fakeDirectory, suffix } from './fake-directory.js';

export const cancerologie: Service = {
  code: 'Cancerologie',
  oid: '1.5',
  label: 'Cancérologie',
  application: 'Dossier Communicant de Cancérologie',
  tile: undefined,
  list: {
    menu: 'Accès WebDCR',
    code: '04-ACCES-WebDCR',
    title: 'Demandes Accès WebDCR',
  },
  referents: 'referents-Cancerologie',
  alsoGrants: [],
  provisioning: 'webdcr',
};

export const catalogue: ServiceCatalogue = {
  services: [cancerologie],
  byCode: (code) => (code === 'Cancerologie' ? cancerologie : undefined),
  byAttribute: () => undefined,
};

export const territories: Territories = {
  territories: [{ code: 't4', label: 'Vannes', centre: '3c-vannes' }],
  centres: [{ code: '3c-vannes', label: '3C de Vannes' }],
  byPrefix: new Map([['56', 't4']]),
  byDepartment: new Map([['56', 't4']]),
};

/** Short waits, so that a test sees what happens after them. */
export const quick: Pace = {
  ...defaultPace,
  debounceMs: 1,
  mailLeaseMs: 150,
  mailRetriesMs: [20],
  personRetriesMs: [20],
  targetPausesMs: [20],
  graceMs: 200,
  // The requests of these tests are of a fixed day: nobody is reminded of them.
  reminderDays: 1_000,
  escalationDays: 1_000,
};

export const grangere = `uid=francois.grangere,ou=personnes,${suffix}`;
export const grangereUuid = '22222222-2222-4222-8222-222222222222';

/** A directory with three referents and one professional. */
export function region() {
  const directory = fakeDirectory();
  const person = (login: string, values: Readonly<Record<string, string>>): string => {
    const dn = `uid=${login},ou=personnes,${suffix}`;
    directory.put(dn, { uid: login, objectClass: 'personneAnnuaire', etat: 'Actif', ...values });
    return dn;
  };
  const anne = person('anne', { entryUUID: 'a', mail: 'anne@3c.example' });
  const yann = person('yann', { entryUUID: 'y', mail: 'yann@3c.example' });
  const away = person('away', { entryUUID: 'w', mail: 'w@3c.example', etat: 'Inactif' });
  const mute = person('mute', { entryUUID: 'm' });
  const member = [anne, yann, away, mute];
  directory.put(`cn=referents-Cancerologie,ou=groupes,${suffix}`, { member });
  directory.put(`cn=3c-vannes,ou=groupes,${suffix}`, { member: [yann] });
  const change = (values: Readonly<Record<string, string>> = {}): void =>
    void person('francois.grangere', {
      entryUUID: grangereUuid,
      sn: 'GRANGERE',
      givenName: 'FRANCOIS',
      matricule: 'GCS02140',
      profession: 'Ambulancier',
      mail: 'francois.grangere@example.org',
      codePostal: '56000',
      commune: "SAINT-AVÉ & L'ÎLE",
      reponseAccesCancerologie: 'A traiter',
      ...values,
    });
  change();
  return { directory, store: memoryState(), change };
}

export const requested = (at = '20261123104200Z') => ({
  type: 'access-requested',
  service: 'Cancerologie',
  person: grangereUuid,
  personDn: grangere,
  at,
});

export const changed = (person = grangereUuid, personDn = grangere) => ({
  type: 'person-changed',
  person,
  personDn,
});

export function relayOptions(
  { directory, store }: ReturnType<typeof region>,
  events: RelayEvent[],
): RelayOptions {
  return {
    directory,
    store,
    catalogue,
    territories,
    mailer: undefined,
    render: mailRenderer({ own: 'templates/mail', refused: () => undefined }),
    sender: { from: 'identity.manager@telesantebretagne.org' },
    diffusion: 'tous',
    publicUrl: 'https://annuaire.example.org/',
    scimTarget: undefined,
    mapping,
    scope: 'toutes',
    valve: defaultValve,
    cron: '* * * * *',
    reconcileCron: '10 3 * * *',
    clock: () => new Date(),
    random: () => 0,
    observe: (event) => events.push(event),
    pace: quick,
  };
}

/** Waits for a condition, at most fifteen seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 15_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
