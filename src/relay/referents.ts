import type { Service } from '../domain/catalogue.js';
import { coordinationCentreOf, type Territories } from '../domain/territory.js';
import { type Entry, textOf } from '../model/entry.js';
import { isAddress } from '../notify/mail-message.js';
import type { People } from './people.js';

/** To whom the mail of a request goes: `tous` as the guide says, or the competent 3C alone. */
export type Diffusion = 'tous' | 'competent';

/**
 * The addresses of the referents who are told of a request, each once. `competent`: those of
 * the 3C of the person's post code; all when no 3C answers for it or none of its members can.
 */
export function recipientsOf(
  people: People,
  request: {
    readonly service: Service;
    readonly postalCode: string | undefined;
    readonly diffusion: Diffusion;
    readonly territories: Territories;
  },
): readonly string[] {
  const referents = addressable(people.membersOf(request.service.referents));
  if (request.diffusion === 'tous') return addressesOf(referents);
  const found = coordinationCentreOf(request.postalCode ?? '', request.territories);
  if (!found) return addressesOf(referents);
  const ofCentre = new Set(people.membersOf(found.centre.code).map(({ dn }) => dn));
  const competent = referents.filter(({ dn }) => ofCentre.has(dn));
  return addressesOf(competent.length > 0 ? competent : referents);
}

/** The addresses of the regional administrators, each once. */
export function administratorsOf(people: People): readonly string[] {
  return addressesOf(addressable(people.membersOf('administrateurs')));
}

/** Who may sign in and has an address to write to. */
function addressable(members: readonly Entry[]): readonly Entry[] {
  return members.filter(
    (entry) => textOf(entry, 'etat') !== 'Inactif' && isAddress(textOf(entry, 'mail') ?? ''),
  );
}

function addressesOf(referents: readonly Entry[]): readonly string[] {
  const byFolded = new Map<string, string>();
  for (const entry of referents) {
    const address = textOf(entry, 'mail') ?? '';
    if (!byFolded.has(address.toLowerCase())) byFolded.set(address.toLowerCase(), address);
  }
  return [...byFolded.values()];
}
