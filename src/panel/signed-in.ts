import type { Middleware } from 'koa';
import { responseAttribute, type Service, type ServiceCatalogue } from '../domain/catalogue.js';
import { parseDn } from '../model/dn.js';
import { type Entry, textOf, textsOf } from '../model/entry.js';
import type { Actor } from '../operations/actor.js';
import type { Directory, Operations } from '../operations/directory.js';
import type { Sessions } from '../state/sessions.js';
import type { PanelState } from './options.js';

/** Who is signed in, as the pages need it. Rights are the directory's; groups only open menus. */
export interface SignedIn {
  readonly dn: string;
  readonly entryUuid: string;
  readonly formToken: string;
  /** Codes of the services that were accepted at the sign-in. */
  readonly services: readonly string[];
  readonly person: Entry;
  readonly standing: Standing;
  readonly operations: Operations;
}

/** What a person's groups below ou=groupes make of it. */
export interface Standing {
  readonly isAdministrator: boolean;
  /** Names of its groups, in lower case; among them those of its coordination centres. */
  readonly groups: ReadonlySet<string>;
  /** The services it answers for. */
  readonly referentOf: readonly Service[];
  /** Member of `administrateurs` or of a `referents-*`: *Gestion des utilisateurs* is open. */
  readonly administers: boolean;
}

export const sessionCookie = 'annuaire-session';
const personAttributes = ['*', 'memberOf', 'entryUUID', 'entryCSN'];

/** The actor of a person at the panel; secure, since what it asks never leaves the process. */
export function panelActor(dn: string, entryUuid: string): Actor {
  return { kind: 'entry', door: 'panel', secure: true, dn, entryUuid };
}

/** Gives `ctx.state.signedIn` to a request whose cookie opens a session. */
export function signedInMiddleware(options: {
  readonly directory: Directory;
  readonly catalogue: ServiceCatalogue;
  readonly sessions: Sessions;
}): Middleware<PanelState> {
  return async (ctx, next) => {
    const token = ctx.cookies.get(sessionCookie);
    const session = token === undefined ? undefined : await options.sessions.use(token);
    if (token !== undefined && session !== undefined) {
      const { dn, entryUuid, formToken, services } = session;
      const operations = options.directory.as(panelActor(dn, entryUuid));
      const person = operations.read(dn, personAttributes);
      if (person !== undefined && mayStay(person, entryUuid)) {
        const standing = standingOf(person, options.catalogue);
        ctx.state.signedIn = { dn, entryUuid, formToken, services, person, standing, operations };
      } else {
        await options.sessions.close(token);
      }
    }
    await next();
  };
}

/** A renamed, replaced or deactivated account has no session any more. */
function mayStay(person: Entry, entryUuid: string): boolean {
  return textOf(person, 'entryUUID') === entryUuid && textOf(person, 'etat') !== 'Inactif';
}

/** Reads the standing of a person from its `memberOf`. */
export function standingOf(person: Entry, catalogue: ServiceCatalogue): Standing {
  const groups = new Set(textsOf(person, 'memberOf').flatMap(roleGroupOf));
  const referentOf = catalogue.services.filter((service) =>
    groups.has(service.referents.toLowerCase()),
  );
  const isAdministrator = groups.has('administrateurs');
  return {
    groups,
    isAdministrator,
    referentOf,
    administers: isAdministrator || referentOf.length > 0,
  };
}

function roleGroupOf(dn: string): string[] {
  const [leaf, above] = parseDn(dn);
  if (above?.[0]?.type.toLowerCase() !== 'ou') return [];
  if (above[0].value.toString('utf8').toLowerCase() !== 'groupes') return [];
  return [leaf?.[0]?.value.toString('utf8').toLowerCase() ?? ''];
}

/** Codes of the services whose answer to this person is `Acceptée`. */
export function acceptedServices(person: Entry, catalogue: ServiceCatalogue): string[] {
  return catalogue.services
    .filter((service) => textOf(person, responseAttribute(service)) === 'Acceptée')
    .map((service) => service.code);
}
