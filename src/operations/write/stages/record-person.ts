import type { DomainEvent } from '../../../domain/events.js';
import { parseDn } from '../../../model/dn.js';
import { type Entry, textOf } from '../../../model/entry.js';
import { type Change, isPerson } from '../change.js';

/** What the commit means for those who follow persons: mails, webDCR, the history. */
export function recordPerson(change: Change): Change {
  return { ...change, events: [...change.events, ...personEvents(change)] };
}

function personEvents(change: Change): DomainEvent[] {
  const { kernel, before, after, entryUuid: person } = change;
  const was = before && isPerson(kernel, before);
  const gone = change.operation === 'delete' || !isPerson(kernel, after);
  if (gone) return was ? [{ type: 'person-removed', person, login: loginOf(before) }] : [];
  const changed: DomainEvent = { type: 'person-changed', person, personDn: after.dn };
  if (!was) return [changed];
  const [fromLogin, toLogin] = [loginOf(before), loginOf(after)];
  if (fromLogin === toLogin) return [changed];
  return [{ type: 'person-renamed', person, fromLogin, toLogin }, changed];
}

/** The login is the `uid` that names the entry; where something else does, its first `uid`. */
function loginOf(entry: Entry): string {
  const [rdn] = parseDn(entry.dn);
  const named = rdn?.find(({ type }) => type.toLowerCase() === 'uid');
  return named?.value.toString('utf8') ?? textOf(entry, 'uid') ?? '';
}
