import type { Service } from '../domain/catalogue.js';
import type { Operations } from '../operations/directory.js';
import type { ScimMapping } from '../provision/scim-mapping.js';
import { userResource } from '../provision/scim-user.js';
import { type People, peopleOf } from './people.js';
import { wantedUser } from './push-person.js';
import type { RelayOptions } from './relay-options.js';

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

/** The same, as far as a reader may see it; undefined too where nothing is provisioned. */
export async function previewAs(
  reader: Operations,
  entryUuid: string,
  { directory, catalogue, mapping }: Pick<RelayOptions, 'directory' | 'catalogue' | 'mapping'>,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const service = catalogue.services.find((each) => each.provisioning === 'webdcr');
  return service && previewOf(entryUuid, { people: peopleOf(directory, reader), mapping, service });
}
