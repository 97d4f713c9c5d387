import { expect } from 'chai';
import { scimmyToken, type ScimmyServer, startScimmy } from '../provision/scimmy-server.js';
import { closing } from './closing.js';
import { hasTool, ldapmodify, person, referent } from './ldap-tools.js';
import { dataDirectory, type ServiceProcess, startServiceProcess } from './service-process.js';
import { until } from './until.js';

const login = 'francois.grangere';

/** The last steps of the main job again, at a receiver that is not ours. */
describe('webDCR played by SCIMMY on Express 4', function () {
  this.timeout(60_000);
  const opened = closing();
  let webdcr: ScimmyServer;
  let running: ServiceProcess;

  before(async function () {
    if (!hasTool('ldapmodify')) this.skip();
    const data = opened.after(dataDirectory(), ({ remove }) => {
      remove();
    });
    webdcr = opened.after(await startScimmy(), (each) => each.close());
    running = opened.after(
      await startServiceProcess(data.path, {
        ANNUAIRE_WEBDCR_URL: webdcr.url,
        ANNUAIRE_WEBDCR_TOKEN: scimmyToken,
      }),
      (each) => each.kill('SIGTERM'),
    );
  });

  after(() => opened.all());

  const answer = async (state: string): Promise<void> => {
    const ldif = `dn: ${person(login)}\nchangetype: modify\nreplace: reponseAccesCancerologie\nreponseAccesCancerologie: ${state}\n`;
    expect((await ldapmodify(running, referent, ldif)).code).to.equal(0);
  };
  const held = () => [...webdcr.users.values()].filter(({ userName }) => userName === login);

  it('receives an accepted person once, active, with the effective address', async () => {
    await answer('Acceptée');
    await until('an active account', () => held()[0]?.['active'] === true);
    expect(held()).to.have.length(1);
    expect(held()[0]?.['externalId']).to.equal(login);
    expect(JSON.stringify(held()[0]?.['addresses'])).to.include('12 Rue DES ÉCLUSES 56300 PONTIVY');
  });

  it('sees the account inactive after a refusal, and still there', async () => {
    await answer('Refusée');
    await until('an inactive account', () => held()[0]?.['active'] === false);
    expect(held()).to.have.length(1);
  });
});
