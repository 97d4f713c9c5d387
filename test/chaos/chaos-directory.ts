import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { compileAccess } from '../../src/access/compile.js';
import type { AccessRules } from '../../src/access/rules.js';
import { accessFacts } from '../../src/domain/access-facts.js';
import { parseDn } from '../../src/model/dn.js';
import { openDirectory } from '../../src/operations/open-directory.js';
import { scimClient } from '../../src/provision/client.js';
import { fixedToken } from '../../src/provision/credentials.js';
import { scimTarget } from '../../src/provision/scim-target.js';
import type { RelayOptions } from '../../src/relay/relay-options.js';
import { openStore } from '../../src/store/open.js';
import { smtpMailer } from '../../src/notify/mailer.js';
import { realSchema, suffix } from '../operations/fixture.js';
import { quick, region, relayOptions } from '../relay/region.js';

/** Where a life of the relay works. */
export interface ChaosPlace {
  readonly path: string;
  readonly webdcr: string;
  readonly smtp: string;
}

export const clock = (): Date => new Date();
export const numbered = (n: number): string => `uid=p${String(n)},ou=personnes,${suffix}`;

/** The real directory and store at a path, and what a relay over them takes. */
export function openChaos({ path, webdcr, smtp }: ChaosPlace) {
  const { schema, catalogue } = realSchema();
  const suffixKey = schema.dnKey(parseDn(suffix));
  const store = openStore({ path, schema, suffix: suffixKey });
  const rules = JSON.parse(readFileSync('schema/data/access.json', 'utf8')) as AccessRules;
  const directory = openDirectory({
    store,
    schema,
    suffix,
    rootDn: `cn=admin,${suffix}`,
    rootPassword: 'secret',
    policy: compileAccess({ rules, schema, suffix: suffixKey, catalogue: accessFacts(catalogue) }),
    catalogue,
    addressParts: ['numeroVoie', 'indiceRepetitionVoie', 'typeVoie', 'libelleVoie'],
    clock,
    randomUuid: randomUUID,
    observer: () => undefined,
  });
  const client = scimClient({ url: webdcr, credentials: fixedToken('jeton'), clock });
  const options: RelayOptions = {
    ...relayOptions(region(), []),
    directory,
    store,
    catalogue,
    mailer: smtpMailer(smtp, undefined),
    scimTarget: scimTarget(client, clock),
    // One mail per request, and decisions told at once: what is counted in the end.
    pace: { ...quick, undoMs: 1, digestAbove: 1_000_000 },
  };
  return { store, directory, options };
}
