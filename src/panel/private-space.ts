import {
  requestAttribute,
  responseAttribute,
  type Service,
  type ServiceCatalogue,
} from '../domain/catalogue.js';
import { type Entry, textOf } from '../model/entry.js';
import type { Directory } from '../operations/directory.js';
import type { Answered } from './decision-times.js';
import { lastAnswer } from './decide-request.js';
import { displayName, type Panel, requireSignIn, show, signedInOf } from './frame.js';
import type { PanelOptions, PanelRouter } from './options.js';
import { profileFields } from './record-fields.js';
import type { SignedIn } from './signed-in.js';
import { tileClass } from './tile-style.js';
import type { Said } from './said.js';
import { dayOf, readGeneralizedTime } from './typography.js';

/** « Mon Profil », the cloud of active tiles, the carousel of the other services. */
export function privateSpaceRoutes(panel: Panel, router: PanelRouter): void {
  const { catalogue } = panel.options;
  router.get('/espace-prive', requireSignIn, async (ctx) => {
    const signedIn = signedInOf(ctx);
    const { person, standing } = signedIn;
    const { directory, clock } = panel.options;
    const handler = handlerOf(panel.options, person);
    const isWaiting = withTile(catalogue).some((service) => isPending(person, service));
    // Reading the journal is for who waits; the others are not told of it.
    const delay = isWaiting ? usualDelay(await panel.decisions.look(clock())) : undefined;
    const services = withTile(catalogue).map((service) =>
      stateOf(service, signedIn, { directory, handler, delay }),
    );
    show(
      panel,
      ctx,
      'espace-prive',
      { heading: 'Espace privé' },
      {
        name: displayName(signedIn),
        profession: textOf(person, 'profession') ?? '',
        administers: standing.administers,
        active: services.filter((service) => service.isActive),
        others: services.filter((service) => !service.isActive),
        hasOthers: services.some((service) => !service.isActive),
        sent: services.find(({ code }) => code === ctx.query['demande'])?.name,
      },
    );
  });
  router.get('/espace-prive/profil', requireSignIn, (ctx) => {
    const { person } = signedInOf(ctx);
    show(panel, ctx, 'profil', { heading: 'Mon Profil' }, { fields: profileFields(person) });
  });
}

/** Services shown as tiles. */
export function withTile(catalogue: ServiceCatalogue): readonly Service[] {
  return catalogue.services.filter(({ tile }) => tile !== undefined);
}

/** Fewer answers tell nothing of what is usual. */
const answersMin = 5;

/** What a person is told while it waits: how long most did, or when who answers is reminded. */
function usualDelay(known: Answered | undefined): string | Said {
  if (known === undefined || known.count < answersMin) {
    return 'réponse attendue sous deux jours ouvrés';
  }
  const days = Math.ceil(known.median / 24);
  return days <= 1
    ? 'réponse le plus souvent dans la journée'
    : { words: 'réponse le plus souvent en {count} jours', count: days };
}

const isPending = (person: Entry, service: Service): boolean =>
  textOf(person, responseAttribute(service)) === 'A traiter';

function stateOf(
  service: Service,
  { person, services }: SignedIn,
  {
    directory,
    handler,
    delay,
  }: {
    readonly directory: Directory;
    readonly handler: string;
    readonly delay: string | Said | undefined;
  },
) {
  const answer = textOf(person, responseAttribute(service)) ?? 'Jamais demandé';
  const isAccepted = answer === 'Acceptée';
  const isWaiting = isPending(person, service);
  return {
    code: service.code,
    name: service.tile?.name ?? '',
    description: service.tile?.description ?? '',
    url: service.tile?.url ?? '#',
    className: tileClass(service),
    // Both: a tile appears at the next sign-in, and goes at once when the access is withdrawn.
    isActive: isAccepted && services.includes(service.code),
    isAcceptedSince: isAccepted && !services.includes(service.code),
    requestedOn: isWaiting ? requestDay(person, service) : undefined,
    isRefused: answer === 'Refusée',
    reason: answer === 'Refusée' ? reasonOf(directory, person, service) : undefined,
    handledBy: isWaiting ? handler : undefined,
    delay: isWaiting ? delay : undefined,
    canAsk: answer === 'Jamais demandé' || answer === 'Refusée',
    href: `/espace-prive/services/${service.code}`,
  };
}

/** Who answers: the 3C of the person's post code, or the region. */
function handlerOf({ coordinationCentreOf }: PanelOptions, person: Entry): string {
  const found = coordinationCentreOf?.(textOf(person, 'codePostal') ?? '');
  return found?.centre ?? 'le GCS e-Santé Bretagne';
}

/** Why a request was refused, as the journal tells. */
function reasonOf(directory: Directory, person: Entry, service: Service): string | undefined {
  const last = lastAnswer(directory, textOf(person, 'entryUUID') ?? '', service);
  const reason = last?.row.details?.['reason'];
  return typeof reason === 'string' ? reason : undefined;
}

function requestDay(person: Entry, service: Service): string {
  const date = readGeneralizedTime(textOf(person, requestAttribute(service)));
  return date === undefined ? '' : dayOf(date);
}
