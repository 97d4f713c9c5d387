import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect } from 'chai';
import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

import { scimClient } from '../../src/provision/client.js';
import { type ScimTarget, scimTarget } from '../../src/provision/scim-target.js';
import {
  annuaireUserSchema,
  desiredUser,
  extensionAttributes,
} from '../../src/provision/scim-user.js';
import { barel, personEntry } from './person.js';

type Held = Record<string, unknown> & { id: string; userName: string };

const users = new Map<string, Held>();
let declared = false;

/** SCIMMY's User with our extension, over a map whose logins ignore case, as its filter does not. */
function declareOnce(): void {
  if (declared) return;
  declared = true;
  const { Attribute, SchemaDefinition, Error: ScimError } = SCIMMY.Types;
  const attributes = Object.keys(extensionAttributes).map((name) => new Attribute('string', name));
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

describe('pushing a person to SCIMMY on Express 4', () => {
  let server: Server;
  let target: ScimTarget;
  const person = barel['entryUUID']!;
  const clock = () => new Date();
  const push = (changes: Record<string, string | undefined>, remoteId?: string) => {
    const values = Object.fromEntries(
      Object.entries({ ...barel, ...changes }).filter(
        (each): each is [string, string] => each[1] !== undefined,
      ),
    );
    const user = desiredUser(personEntry(values), 'reponseAccesCancerologie')!;
    return target.push({ person, user, remoteId, mayCreate: true });
  };

  before(async () => {
    declareOnce();
    const app = express();
    const handler = (request: { header(name: string): string | undefined }): string => {
      if (request.header('authorization') !== 'Bearer jeton') throw new Error('no token');
      return 'annuaire';
    };
    app.use('/scim/v2', new SCIMMYRouters({ type: 'bearer', handler }));
    server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/scim/v2`;
    target = scimTarget(scimClient({ url, token: 'jeton', clock }), clock);
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  beforeEach(() => {
    users.clear();
  });

  it('creates, and finds nothing more to do', async () => {
    const created = await push({});
    expect(created).to.include({ kind: 'sent', did: 'created' });
    expect(await push({})).to.include({ did: 'nothing' });
    const [held] = users.values();
    expect(held).to.include({ userName: 'pierre.barel', externalId: 'pierre.barel', active: true });
    expect(held?.[annuaireUserSchema]).to.include({ entryUUID: person, numeroRPPS: '10001234567' });
  });

  it('changes, removes and deactivates with PATCH', async () => {
    const { remoteId } = (await push({})) as { remoteId: string };
    const changes = { commune: 'AURAY', codePostal: '56400', telephone: undefined, etat: 'Inactif' };
    expect(await push({ ...changes, emailMSS: undefined }, remoteId)).to.include({ did: 'updated' });
    const held = users.get(remoteId)!;
    expect(held['active']).to.equal(false);
    expect(held['phoneNumbers']).to.equal(undefined);
    expect(held['addresses']).to.deep.equal([
      {
        type: 'work',
        formatted: barel['adresseTransmise'],
        streetAddress: barel['street'],
        postalCode: '56400',
        locality: 'AURAY',
      },
    ]);
    expect(held[annuaireUserSchema]).not.to.have.property('emailMSS');
    expect(await push({ ...changes, emailMSS: undefined }, remoteId)).to.include({ did: 'nothing' });
  });

  it('adopts an account whose login differs in case, which its filter does not find', async () => {
    for (let n = 0; n < 25; n += 1) users.set(`x${n}`, { id: `x${n}`, userName: `autre.${n}` });
    users.set('b', { id: 'b', userName: 'Pierre.BAREL' });
    expect(await push({})).to.include({ kind: 'sent', remoteId: 'b', adopted: true });
    expect(users.get('b')).to.include({ userName: 'pierre.barel' });
    expect(users.size).to.equal(26);
  });

  // By the remembered id alone: its filter does not understand `<urn>:entryUUID eq …`.
  it('follows a rename', async () => {
    const { remoteId } = (await push({})) as { remoteId: string };
    const renamed = { uid: "pierre.l'hostis" };
    expect(await push(renamed, remoteId)).to.include({ did: 'updated', remoteId });
    expect(users.size).to.equal(1);
    expect(await push(renamed)).to.include({ did: 'nothing', remoteId });
  });

  it('refuses the account of another person', async () => {
    const extension = { [annuaireUserSchema]: { entryUUID: 'someone-else' } };
    users.set('b', { id: 'b', userName: 'pierre.barel', ...extension });
    expect(await push({})).to.include({ kind: 'blocked' });
  });
});
