import { accessAnswered } from '../../../domain/access-events.js';
import { decideAnswer } from '../../../domain/access-request.js';
import { accessStateOf } from '../../../domain/access-state.js';
import { responseAttribute, type Service } from '../../../domain/catalogue.js';
import { textOf, textsOf } from '../../../model/entry.js';
import { LdapError } from '../../../model/result.js';
import { answererRole, type Change, isPerson, isRestore, setTexts } from '../change.js';
import { generalizedTime } from '../../csn.js';

/** Lets an access response change only as the domain allows, and records what it meant. */
export function answerAccess(change: Change): Change {
  const { catalogue } = change.kernel;
  if (!catalogue || isRestore(change) || !isPerson(change.kernel, change.after)) return change;
  return catalogue.services
    .filter((service) => change.requested.has(responseAttribute(service).toLowerCase()))
    .reduce(answerService, change);
}

function answerService(change: Change, service: Service): Change {
  const attribute = responseAttribute(service);
  const written = textsOf(change.after, attribute);
  if (written.length > 1) return change;
  const before = change.before && textOf(change.before, attribute);
  const from = accessStateOf(before) ?? 'Jamais demandé';
  const to = accessStateOf(written[0]);
  if (to === undefined) throw unknownState(attribute);

  const role = answererRole(change, service);
  const decision = decideAnswer({ from, to, role });
  if (!decision.ok) {
    throw new LdapError('insufficientAccessRights', `${attribute} → ${to}: ${decision.reason}`);
  }
  // Stored as the guide spells it, whatever the case it came in.
  const stored = written.length === 0 ? change : setTexts(change, attribute, [to]);
  const { meaning } = decision;
  if (meaning === undefined) return stored;
  const { after, at, events } = stored;
  const person = { entryUuid: stored.entryUuid, dn: after.dn };
  const event = accessAnswered(service, person, { from, to, meaning, at: generalizedTime(at) });
  return { ...stored, events: [...events, event] };
}

function unknownState(attribute: string): LdapError {
  return new LdapError(
    'constraintViolation',
    `${attribute} : la réponse est « A traiter », « Acceptée », « Jamais demandé » ou « Refusée ».`,
  );
}
