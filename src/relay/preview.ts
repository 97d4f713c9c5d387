import type { Service } from '../domain/catalogue.js';
import type { ScimMapping } from '../provision/scim-mapping.js';
import { userResource } from '../provision/scim-user.js';
import type { People } from './people.js';
import { wantedUser } from './push-person.js';

/** What webDCR would receive of a person now, as the body of a creation. */
export async function previewOf(
  entryUuid: string,
  from: {
    readonly people: Pick<People, 'locate' | 'activitiesOf'>;
    readonly mapping: ScimMapping;
    readonly service: Service;
  },
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const entry = await from.people.locate(entryUuid, undefined);
  const user = entry && (await wantedUser(entry, from));
  return user && userResource(user);
}
