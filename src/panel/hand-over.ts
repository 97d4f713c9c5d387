import { textOf } from '../model/entry.js';
import { personDn, type RequestKey } from './decide-request.js';
import type { PanelOptions } from './options.js';
import { answeredServices } from './pending-requests.js';
import type { SignedIn } from './signed-in.js';

/**
 * Hands requests to another 3C; undefined when that is done, otherwise why not. It stands in the
 * journal of each person, and in the file until the request is answered.
 */
export async function handOver(
  { directory, catalogue, coordinationCentres = [], assignments, clock }: PanelOptions,
  { operations, standing, dn }: SignedIn,
  handed: {
    readonly keys: readonly RequestKey[];
    readonly centre: string;
    readonly reason: string;
  },
): Promise<string | undefined> {
  const centre = coordinationCentres.find(({ code }) => code === handed.centre);
  if (!centre || !assignments) return 'Choisissez le 3C à qui réattribuer ces demandes.';
  const own = answeredServices(catalogue.services, standing);
  const keys = handed.keys.filter(({ service }) => own.includes(service));
  if (keys.length === 0) return 'Choisissez d’abord au moins une demande.';
  for (const { login, service } of keys) {
    const person = operations.read(personDn(directory, login), ['entryUUID']);
    const uuid = person && textOf(person, 'entryUUID');
    if (!person || uuid === undefined) continue;
    const at = clock().getTime();
    const { reason } = handed;
    await assignments.assign(uuid, service.code, { centre: centre.code, by: dn, reason, at });
    const details = { service: service.code, centre: centre.label, reason };
    await operations.audit({ operation: 'hand-over', dn: person.dn, details });
  }
  return undefined;
}
