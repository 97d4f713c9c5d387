import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closing } from '../journey/closing.js';
import {
  accessName,
  type Demonstration,
  requireTools,
  somebody,
  startDemonstration,
} from './demonstration.js';
import { folder, run } from './program.js';
import { readmeConfiguration } from './readme-configuration.js';

describe('Postfix’s ldap tables, set up as the README says', () => {
  const opened = closing();
  let demonstration: Demonstration;
  let files = '';

  before(async function () {
    requireTools(this, 'postmap');
    demonstration = await startDemonstration(opened);
    files = folder('postfix', opened);
    writeFileSync(join(files, 'main.cf'), 'compatibility_level = 3.6\n');
    for (const table of ['personnes.cf', 'acces.cf']) {
      const text = readmeConfiguration(`/etc/postfix/${table}`, demonstration);
      writeFileSync(join(files, table), text);
    }
  });
  after(() => opened.all());

  const looked = async (table: string, key: string): Promise<string> => {
    const source = `ldap:${join(files, table)}`;
    return (await run('postmap', ['-c', files, '-q', key, source])).output.trim();
  };

  it('finds the address of a login', async () => {
    const address = `${somebody.login}@exemple.bzh`;
    expect(await looked('personnes.cf', `${somebody.login}@annuaire.bzh`)).to.equal(address);
  });

  it('finds nothing for a login that nobody has', async () => {
    expect(await looked('personnes.cf', 'personne@annuaire.bzh')).to.equal('');
  });

  it('expands an access to the addresses of its members', async () => {
    const addresses = (await looked('acces.cf', `${accessName}@annuaire.bzh`)).split(',');
    expect(addresses).to.include(`${somebody.login}@exemple.bzh`);
    expect(addresses.length).to.be.above(2);
  });
});
