import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { AccessRules } from '../../src/access/rules.js';
import type { Request } from '../../src/model/request.js';
import { fixture, person } from './checklist-fixture.js';
import { startOurs } from './ours.js';
import { rootDn, rootPassword, type ServerUnderComparison, suffix } from './servers.js';
import { add, modify, Session } from './session.js';
import { hasSlapd, startSlapd } from './slapd.js';

export const root = { dn: rootDn, password: rootPassword };
export const p1 = { dn: person('p1'), password: 'secret1' };
export const p2 = { dn: person('p2'), password: 'secret2' };
export const tree = `ou=Arbre,${suffix}`;

/** A subtree of four, and a referral object with a label and several URIs. */
const more: readonly Request[] = [
  add(tree, { objectClass: 'organizationalUnit', ou: 'Arbre' }),
  add(`ou=a,${tree}`, { objectClass: 'organizationalUnit', ou: 'a' }),
  add(`cn=b,ou=a,${tree}`, { objectClass: 'person', cn: 'b', sn: 'b' }),
  add(`cn=c,${tree}`, { objectClass: 'person', cn: 'c', sn: 'c' }),
];

/**
 * Runs cases against our server and, where they hold of it too, against OpenLDAP's. On both p2
 * may act as p1 and nobody as anyone else.
 */
export function onBoth(title: string, cases: (server: () => ServerUnderComparison) => void): void {
  on('ours', title, cases);
  onSlapd(title, cases);
}

export function onOurs(title: string, cases: (server: () => ServerUnderComparison) => void): void {
  on('ours', title, cases);
}

function onSlapd(title: string, cases: (server: () => ServerUnderComparison) => void): void {
  if (hasSlapd()) on('slapd', title, cases);
  else it.skip(`${title}: OpenLDAP (slapd is not installed)`);
}

function on(
  name: ServerUnderComparison['name'],
  title: string,
  cases: (server: () => ServerUnderComparison) => void,
): void {
  describe(`${title}: ${name === 'ours' ? 'our server' : 'OpenLDAP'}`, function () {
    this.timeout(60_000);
    let server: ServerUnderComparison | undefined;
    const files = mkdtempSync(join(tmpdir(), 'annuaire-controls-'));

    before(async () => {
      server = await (name === 'ours' ? ours(files) : startSlapd({ globals: 'authz-policy to' }));
      const session = await Session.open(server.port, rootDn, rootPassword);
      const requests = [...fixture, ...more, ...(name === 'ours' ? [] : [slapdMayAct])];
      for (const request of requests) {
        const { result } = await session.ask(request);
        expect(result.code, result.message).to.equal('success');
      }
      session.close();
    });
    after(async () => {
      await server?.close();
      rmSync(files, { recursive: true, force: true });
    });

    cases(() => {
      if (!server) throw new Error('the server has not started');
      return server;
    });
  });
}

/** OpenLDAP keeps who may act as whom in the entry of who acts. */
const slapdMayAct = modify(person('p2'), ['add', 'authzTo', `dn.exact:${person('p1')}`]);

/** Ours keeps it in the access rules. */
function ours(files: string): Promise<ServerUnderComparison> {
  const path = join(files, 'access.json');
  const general = readFileSync('schema/data/access-general.json', 'utf8');
  const rules = JSON.parse(general) as AccessRules;
  const acting = { sous: person('p1').slice(0, -suffix.length - 1), portee: 'base' } as const;
  const may = { regle: 'Chacun agit pour p1', qui: ['connecte'], sur: ['p1'] } as const;
  const regles = [...rules.regles, { ...may, droits: ['representer'] as const }];
  writeFileSync(path, JSON.stringify({ ...rules, cibles: { p1: acting }, regles }));
  return startOurs({ ANNUAIRE_ACCESS: path });
}
