import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { annuaire } from '../journey/command.js';
import { hasTool, suffix } from '../journey/ldap-tools.js';
import { dataDirectory } from '../journey/service-process.js';
import { regionLdif } from '../region/region.js';

describe('leaving for OpenLDAP', function () {
  this.timeout(60_000);

  it('exports a schema and entries that slapadd loads', async function () {
    if (!hasTool('slapd')) this.skip();
    const data = dataDirectory();
    try {
      const region = join(data.path, 'region.ldif');
      writeFileSync(region, [...regionLdif({ persons: 50, suffix })].join(''));
      const loaded = await annuaire(data.path, ['import', 'ldif', region]);
      expect(loaded.code, loaded.output).to.equal(0);
      const schema = join(data.path, 'annuaire.schema');
      writeFileSync(schema, (await annuaire(data.path, ['export', '--schema', 'openldap'])).output);
      const ldif = join(data.path, 'export.ldif');
      writeFileSync(ldif, (await annuaire(data.path, ['export'])).output);
      const database = join(data.path, 'mdb');
      mkdirSync(database);
      const configuration = join(data.path, 'slapd.conf');
      writeFileSync(configuration, slapdConf(schema, database));
      execFileSync('/usr/sbin/slapadd', ['-q', '-f', configuration, '-l', ldif], { stdio: 'pipe' });
      const slapcat = execFileSync('/usr/sbin/slapcat', ['-f', configuration], {
        stdio: 'pipe',
        maxBuffer: 64 << 20,
      }).toString();
      const count = (text: string): number => text.match(/^dn:/gm)?.length ?? 0;
      expect(count(slapcat)).to.equal(count((await annuaire(data.path, ['export'])).output));
    } finally {
      data.remove();
    }
  });
});

function slapdConf(schema: string, database: string): string {
  return [
    ...['core', 'cosine', 'inetorgperson', 'nis'].map(
      (name) => `include /etc/ldap/schema/${name}.schema`,
    ),
    `include ${schema}`,
    'modulepath /usr/lib/ldap',
    'moduleload back_mdb',
    'moduleload ppolicy',
    'database mdb',
    'maxsize 1073741824',
    `suffix "${suffix}"`,
    `directory ${database}`,
    '',
  ].join('\n');
}
