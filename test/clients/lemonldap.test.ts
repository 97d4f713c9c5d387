import { expect } from 'chai';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closing } from '../journey/closing.js';
import { freePort } from '../journey/service-process.js';
import {
  accessName,
  type Demonstration,
  eventually,
  requireTools,
  somebody,
  startDemonstration,
} from './demonstration.js';
import { folder, start } from './program.js';
import { readmeConfiguration } from './readme-configuration.js';

const shippedConfiguration = '/var/lib/lemonldap-ng/conf/lmConf-1.json';
const portalProgram = '/usr/share/lemonldap-ng/portal/htdocs/index.psgi';

describe('LemonLDAP::NG’s portal, set up as the README says', () => {
  const opened = closing();
  let demonstration: Demonstration;
  let files = '';
  let sessions = '';
  let port = 0;

  before(async function () {
    this.timeout(60_000);
    requireTools(this, 'plackup');
    demonstration = await startDemonstration(opened);
    files = folder('lemonldap', opened);
    sessions = join(files, 'sessions');
    port = await freePort();
    for (const name of ['conf', 'cache', 'sessions', 'sessions/lock']) {
      mkdirSync(join(files, name));
    }
    writeFileSync(join(files, 'conf/lmConf-1.json'), JSON.stringify(configuration()));
    const ini = join(files, 'lemonldap-ng.ini');
    writeFileSync(ini, iniText(files));
    const args = ['--host', '127.0.0.1', '--port', String(port), portalProgram];
    start('plackup', args, { opened, environment: { LLNG_DEFAULTCONFFILE: ini } });
    await eventually(() =>
      signIn('').then(
        () => true as const,
        () => undefined,
      ),
    );
  });
  after(() => opened.all());

  /** What the package ships, and over it the README's part. */
  const configuration = (): Readonly<Record<string, unknown>> => {
    const storage = { Directory: sessions, LockDirectory: join(sessions, 'lock') };
    const text = readmeConfiguration('lmConf', demonstration).replace(/^\/\/.*$/gm, '');
    return {
      ...(JSON.parse(readFileSync(shippedConfiguration, 'utf8')) as Record<string, unknown>),
      ...(JSON.parse(text) as Record<string, unknown>),
      requireToken: 0,
      registerDB: 'Null',
      globalStorage: 'Apache::Session::File',
      globalStorageOptions: storage,
      persistentStorage: 'Apache::Session::File',
      persistentStorageOptions: storage,
    };
  };

  const signIn = async (password: string): Promise<{ error: string | number; id?: string }> => {
    const response = await fetch(`http://127.0.0.1:${String(port)}/`, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({ user: somebody.login, password }),
    });
    return (await response.json()) as { error: string | number; id?: string };
  };

  it('signs in and keeps a session with the attributes and the accesses', async () => {
    const { error, id = '' } = await signIn(somebody.password);
    expect(String(error)).to.equal('0');
    const session = JSON.parse(readFileSync(join(sessions, id), 'utf8')) as Record<string, string>;
    expect(session['mail']).to.equal(`${somebody.login}@exemple.bzh`);
    expect(session['groups']?.split('; ')).to.include(accessName);
  });

  it('refuses a wrong password', async () => {
    const { error, id } = await signIn('Faux-Passe-99');
    expect(error).to.equal(5);
    expect(id).to.equal(undefined);
  });
});

const iniText = (path: string): string => `[all]
logLevel = warn
[configuration]
type = File
dirName = ${path}/conf
localStorage = Cache::FileCache
localStorageOptions = { 'namespace' => 'c', 'default_expires_in' => 600, 'cache_root' => '${path}/cache' }
[portal]
staticPrefix = /static
templateDir = /usr/share/lemonldap-ng/portal/templates
languages = fr
[handler]
`;
