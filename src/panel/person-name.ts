import { type Entry, textOf } from '../model/entry.js';

/** `GRANGERE FRANCOIS`, as registers have it: the name first. */
export function registerName(person: Entry): string {
  return [textOf(person, 'sn'), textOf(person, 'givenName')].filter(Boolean).join(' ');
}
