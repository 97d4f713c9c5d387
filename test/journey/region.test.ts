import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect } from 'chai';
import { regionLdif } from '../region/region.js';
import { closing } from './closing.js';
import { annuaire } from './command.js';
import { type Account, hasTool, ldapsearch, person, suffix, valuesIn } from './ldap-tools.js';
import { dataDirectory, type ServiceProcess, startServiceProcess } from './service-process.js';

const persons = 47_200;
const root: Account = { dn: `cn=admin,${suffix}`, password: 'racine' };

describe('the region’s directory at its real size', function () {
  this.timeout(300_000);
  const opened = closing();
  let data: ReturnType<typeof dataDirectory>;
  let running: ServiceProcess;

  before(async function () {
    if (!hasTool('ldapsearch')) this.skip();
    data = opened.after(dataDirectory(), ({ remove }) => {
      remove();
    });
    const file = join(data.path, 'region.ldif');
    await pipeline(Readable.from(regionLdif({ persons, suffix })), createWriteStream(file));
    const loaded = await annuaire(data.path, ['import', 'ldif', file, '--json']);
    expect(loaded.code, loaded.output).to.equal(0);
    const { added } = JSON.parse(loaded.output) as { added: number };
    expect(added).to.be.within(140_000, 160_000);
    writeFileSync(file, '');
    running = opened.after(
      await startServiceProcess(data.path, {
        ANNUAIRE_DEMO: 'off',
        ANNUAIRE_ROOT_PASSWORD: root.password,
      }),
      (each) => each.kill('SIGTERM'),
    );
  });

  after(() => opened.all());

  const search = async (filter: string, ...attributes: string[]): Promise<string[]> => {
    const found = await ldapsearch(running, root, '-b', suffix, filter, ...attributes);
    expect(found.code, found.output).to.equal(0);
    return valuesIn(found, attributes[0] ?? 'dn');
  };

  it('is found by login, RPPS, name and group', async () => {
    const [rpps = ''] = await search('(uid=helene.legoff)', 'numeroRPPS');
    expect(rpps).to.match(/^99\d{9}$/);
    expect(await search(`(numeroRPPS=${rpps})`, 'uid')).to.deep.equal(['helene.legoff']);
    const namesakes = await search('(&(sn=le goff)(givenName=HÉLÈNE))', 'uid');
    expect(namesakes).to.include('helene.legoff').and.include('helene.legoff2');
    expect(await search('(sn=*henoret*)', 'sn')).to.deep.equal([]);
    expect((await search("(sn=l'h*)", 'sn')).length).to.be.greaterThan(1000);
    const group = `cn=cancerologie,ou=acces,${suffix}`;
    const members = await search(`(memberOf=${group})`, 'uid');
    expect(members.length).to.be.greaterThan(1000);
    const [first = ''] = members;
    expect(await search(`(uid=${first})`, 'memberOf')).to.include(group);
    expect(await search('(cn=cancerologie)', 'member')).to.include(person(first));
  });

  it('counts each person once in a paged dump', async () => {
    const dump = await ldapsearch(
      running,
      root,
      '-b',
      `ou=personnes,${suffix}`,
      '-E',
      'pr=1000/noprompt',
      '(objectClass=personneAnnuaire)',
      'uid',
    );
    const logins = valuesIn(dump, 'uid');
    expect(logins).to.have.length(persons);
    expect(new Set(logins)).to.have.length(persons);
  });

  it('has no fault that verify finds', async () => {
    const verified = await annuaire(data.path, ['verify']);
    expect(verified.output).to.include('sound');
  });
});
