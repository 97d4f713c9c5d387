import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { catalogueOf } from '../../src/domain/catalogue.js';
import { servicesOf, type ServiceData } from '../../src/domain/catalogue-data.js';
import { catalogueSchema } from '../../src/domain/catalogue-schema.js';
import { loadSchema } from '../../src/schema/load.js';
import { shippedTexts } from './shipped.js';

const slaptest = '/usr/sbin/slaptest';
const theirs = '/etc/ldap/schema';
const ours = fileURLToPath(new URL('../../schema', import.meta.url));

const services = JSON.parse(
  readFileSync(join(ours, 'data/services.json'), 'utf8'),
) as ServiceData[];
const catalogue = catalogueSchema(catalogueOf(servicesOf(services)));

function included(directory: string, files: readonly string[]): string {
  return files.map((file) => `include ${join(directory, file)}\n`).join('');
}

describe('OpenLDAP', () => {
  let directory: string;

  before(function () {
    if (!existsSync(slaptest) && process.env['CI'] !== 'true') this.skip();
    directory = mkdtempSync(join(tmpdir(), 'annuaire-schema-'));
    writeFileSync(join(directory, 'catalogue.schema'), catalogue);
  });

  after(() => {
    if (directory) rmSync(directory, { recursive: true, force: true });
  });

  it('loads our schema after its own', () => {
    const configuration = join(directory, 'slapd.conf');
    const text =
      included(theirs, ['core.schema', 'cosine.schema', 'inetorgperson.schema']) +
      included(directory, ['catalogue.schema']) +
      included(ours, ['annuaire.schema']);
    writeFileSync(configuration, text);
    execFileSync(slaptest, ['-u', '-f', configuration], { stdio: 'pipe' });
  });

  it('has nothing in core, cosine, inetOrgPerson and nis that we lack, name for name', () => {
    const schema = loadSchema([
      ...shippedTexts.filter(({ name }) => name !== 'catalogue'),
      { name: 'catalogue', text: catalogue },
    ]);
    for (const file of ['core', 'cosine', 'inetorgperson', 'nis']) {
      const text = readFileSync(join(theirs, `${file}.schema`), 'utf8').replace(/^#.*$/gm, '');
      const definition =
        /^(attributetype|objectclass) \( ([\d.]+)\s+NAME (?:'([^']+)'|\( ([^)]+) \))/gm;
      for (const [, kind, oid = '', only, several] of text.matchAll(definition)) {
        const find = (name: string): { readonly oid: string } | undefined =>
          kind === 'attributetype' ? schema.attributeType(name) : schema.objectClass(name);
        const names =
          only === undefined ? (several ?? '').replaceAll("'", '').split(/\s+/) : [only];
        expect(find(oid)?.oid, `${file} ${oid} ${names.join(' ')}`).to.equal(oid);
        for (const name of names) expect(find(name)?.oid, `${file} ${name}`).to.equal(oid);
      }
    }
  });
});
