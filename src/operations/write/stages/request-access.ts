import { accessRequested } from '../../../domain/access-events.js';
import { decideRequest } from '../../../domain/access-request.js';
import { accessStateOf } from '../../../domain/access-state.js';
import { requestAttribute, responseAttribute, type Service } from '../../../domain/catalogue.js';
import { textOf, textsOf } from '../../../model/entry.js';
import { LdapError } from '../../../model/result.js';
import { type Change, isPerson, isRegional, isRestore, setTexts } from '../change.js';
import { generalizedTime } from '../../csn.js';

/**
 * Whoever writes `demandeAcces<Code>` asks for that service: the time is the server's, and the
 * answer becomes `A traiter` by rule, not by the requester's right on it (DESIGN §2). A file
 * that is restored states facts, it asks for nothing.
 */
export function requestAccess(change: Change): Change {
  const { catalogue } = change.kernel;
  if (!catalogue || isRestore(change)) return change;
  return catalogue.services
    .filter((service) => change.requested.has(requestAttribute(service).toLowerCase()))
    .reduce(requestService, change);
}

function requestService(change: Change, service: Service): Change {
  const attribute = requestAttribute(service);
  const asked = textsOf(change.after, attribute);
  if (asked.length === 0) return withdrawRequest(change, attribute);
  if (!isPerson(change.kernel, change.after)) return change;
  // Two values of a single-valued attribute are for the schema to refuse.
  if (asked.length > 1) return change;

  const stored = change.before && textOf(change.before, responseAttribute(service));
  const decision = decideRequest(accessStateOf(stored) ?? 'Jamais demandé');
  if (!decision.ok) {
    throw new LdapError('unwillingToPerform', `${service.code}: access is already granted`);
  }
  const at = generalizedTime(change.at);
  const timed = setTexts(change, attribute, [at]);
  const response = responseAttribute(service);
  if (timed.requested.has(response.toLowerCase()) && textOf(timed.after, response) !== undefined) {
    // The same write answers: `answerAccess` judges that answer, and nobody is asked.
    return timed;
  }
  const waiting = setTexts(timed, response, [decision.to]);
  if (!decision.event) return waiting;
  const person = { entryUuid: change.entryUuid, dn: change.after.dn };
  return { ...waiting, events: [...change.events, accessRequested(service, person, at)] };
}

function withdrawRequest(change: Change, attribute: string): Change {
  if (!change.before || textsOf(change.before, attribute).length === 0) return change;
  if (isRegional(change)) return change;
  throw new LdapError(
    'insufficientAccessRights',
    `${attribute}: only a regional administrator removes a request`,
  );
}
