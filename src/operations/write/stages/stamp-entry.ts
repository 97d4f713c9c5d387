import { textOf } from '../../../model/entry.js';
import { type Change, isRestore, setAllTexts } from '../change.js';
import { generalizedTime } from '../../csn.js';

/**
 * Operational attributes kept by the server (RFC 4512 §3.4, RFC 4530). A restored entry keeps its
 * identity and its creation; whoever restores it is the last to have modified it.
 */
export function stampEntry(change: Change): Change {
  const author = authorDn(change);
  const time = generalizedTime(change.at);
  const created: readonly (readonly [string, string])[] = [
    ['entryUUID', change.entryUuid],
    ['creatorsName', author],
    ['createTimestamp', time],
  ];
  const modified: readonly (readonly [string, string])[] = [
    ['modifiersName', author],
    ['modifyTimestamp', time],
    ['entryCSN', change.csn],
  ];
  const kept = isRestore(change) && change.operation === 'add';
  const stamps = change.operation === 'add' ? [...created, ...modified] : modified;
  const due = kept
    ? stamps.filter(([attribute]) => textOf(change.after, attribute) === undefined)
    : stamps;
  return setAllTexts(
    change,
    due.map(([attribute, text]) => [attribute, [text]]),
  );
}

/** The author as a name: what has no entry of its own writes with the root's. */
function authorDn({ actor, kernel }: Change): string {
  return actor.kind === 'entry' ? actor.dn : kernel.rootDn;
}
