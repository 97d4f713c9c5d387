import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

import { annuaireUserSchema } from '../../src/provision/scim-user.js';
import { mapping } from './person.js';

/** A user as SCIMMY was given it. */
export type Held = Record<string, unknown> & { id: string; userName: string };

const users = new Map<string, Held>();
let declared = false;

/** SCIMMY's User with our extension, over a map whose logins ignore case, as its filter does not. */
function declareOnce(): void {
  if (declared) return;
  declared = true;
  const { Attribute, SchemaDefinition, Error: ScimError } = SCIMMY.Types;
  const attributes = mapping.attributes
    .filter(({ isExtension }) => isExtension)
    .map(({ name }) => new Attribute('string', name));
  const extension = new SchemaDefinition('Annuaire', annuaireUserSchema, 'Annuaire', attributes);
  SCIMMY.Resources.declare(SCIMMY.Resources.User.extend(extension as never, false), {
    ingress: (resource: { id?: string }, data: unknown) => {
      const given = JSON.parse(JSON.stringify(data)) as Held;
      const login = given.userName.toLowerCase();
      const taken = [...users.values()].some(
        (each) => each.userName.toLowerCase() === login && each.id !== resource.id,
      );
      if (taken) throw new ScimError(409, 'uniqueness', 'userName is taken');
      const id = resource.id ?? String(users.size + 1);
      users.set(id, { ...given, id });
      return users.get(id)! as never;
    },
    egress: (resource: { id?: string; filter?: { match(all: Held[]): Held[] } }) => {
      const all = [...users.values()];
      if (resource.id === undefined) {
        return (resource.filter ? resource.filter.match(all) : all) as never;
      }
      const found = users.get(resource.id);
      if (!found) throw new ScimError(404, undefined as never, 'not found');
      return found as never;
    },
    degress: () => {
      throw new ScimError(403, undefined as never, 'no deletion');
    },
  } as never);
}

/** A receiver that is not ours: SCIMMY on Express 4, over a map. One at a time in a process. */
export interface ScimmyServer {
  readonly url: string;
  readonly users: Map<string, Held>;
  close(): Promise<void>;
}

export const scimmyToken = 'jeton';

export async function startScimmy(): Promise<ScimmyServer> {
  declareOnce();
  users.clear();
  const app = express();
  const handler = (request: { header(name: string): string | undefined }): string => {
    if (request.header('authorization') !== `Bearer ${scimmyToken}`) throw new Error('no token');
    return 'annuaire';
  };
  app.use('/scim/v2', new SCIMMYRouters({ type: 'bearer', handler }));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/scim/v2`,
    users,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
