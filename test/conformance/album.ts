import type { Request, SearchRequest } from '../../src/model/request.js';
import { people } from './checklist-fixture.js';
import { someone } from './checklist-update.js';
import { add, search } from './session.js';

/**
 * Entries so large that a search for them all is still under way when the network is full: what
 * is to happen to a running search can be asked of it.
 */
export const album: readonly Request[] = Array.from({ length: 80 }, (_, index) =>
  add(`cn=album ${index},${people}`, {
    ...someone,
    cn: `album ${index}`,
    title: 'avant',
    jpegPhoto: Buffer.alloc(125_000, 0xd8),
  }),
);

export const allPhotos: SearchRequest = search(people, { scope: 'one', filter: '(cn=album*)' });
