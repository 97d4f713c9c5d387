import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { type DemoWebdcr, startDemoWebdcr } from '../../src/demo/webdcr.js';
import { labels } from '../panel/labels.js';
import { closing } from './closing.js';
import { openBrowser, signedIn } from './browser.js';
import {
  type Account,
  administrator,
  hasTool,
  ldapmodify,
  ldapsearch,
  person,
  portail,
  referent,
  sso,
  suffix,
  valuesIn,
} from './ldap-tools.js';
import { dataDirectory, type ServiceProcess, startServiceProcess } from './service-process.js';
import { type SmtpRelay, startSmtpRelay } from './smtp-relay.js';
import { until } from './until.js';

const login = 'francois.grangere';
const professional: Account = { dn: person(login), password: 'Ajonc-Granit-35' };
const service = 'DOSSIER COMMUNICANT DE CANCÉROLOGIE';

/**
 * The main job over real sockets, in the order of the guide: each step stands on the one before.
 */
describe('the main job, from a request over LDAP to webDCR', function () {
  this.timeout(90_000);
  this.bail(true);
  const opened = closing();
  let running: ServiceProcess;
  let smtp: SmtpRelay;
  let webdcr: DemoWebdcr;
  let browser: Browser;
  let url: string;

  before(async function () {
    if (!hasTool('ldapsearch') || !hasTool('chromium')) this.skip();
    const data = opened.after(dataDirectory(), ({ remove }) => {
      remove();
    });
    smtp = opened.after(await startSmtpRelay(), (each) => each.close());
    const clock = (): Date => new Date();
    const host = '127.0.0.1';
    webdcr = opened.after(
      await startDemoWebdcr({
        host,
        port: 0,
        token: 'jeton',
        clock,
        randomUuid: randomUUID,
      }),
      (each) => each.close(),
    );
    running = opened.after(
      await startServiceProcess(data.path, {
        ANNUAIRE_SMTP_URL: smtp.url,
        ANNUAIRE_WEBDCR_URL: webdcr.url,
        ANNUAIRE_WEBDCR_TOKEN: 'jeton',
        ANNUAIRE_DEMO_PORT: '0',
        ANNUAIRE_ROOT_PASSWORD: 'racine',
      }),
      (each) => each.kill('SIGTERM'),
    );
    url = `http://${host}:${String(running.ports.http)}`;
    browser = opened.after(await openBrowser(), (open) => open.close());
  });

  after(() => opened.all());

  const search = async (attribute: string, filter = `(uid=${login})`): Promise<string[]> =>
    valuesIn(await ldapsearch(running, sso, '-b', suffix, filter, attribute), attribute);
  const account = (): Record<string, unknown> | undefined =>
    webdcr.accounts.all().find(({ user }) => user['userName'] === login)?.user;

  it('loads the demonstration into an empty store and prints its addresses and accounts', () => {
    const banner = running.banner();
    expect(banner).to.include(`ldap://127.0.0.1:${String(running.ports.ldap)}`);
    expect(banner).to.include(login);
    expect(banner, 'the receiver is another').to.not.include('webDCR  http');
    const ready = running.log.find(({ event }) => event === 'ready');
    expect(ready).to.include({ ldap: running.ports.ldap, http: running.ports.http });
  });

  it('makes a request of the portal « A traiter » in the same commit, at the server’s time', async () => {
    const before = Date.now();
    const ldif = `dn: ${person(login)}\nchangetype: modify\nreplace: demandeAccesCancerologie\ndemandeAccesCancerologie: 20200101000000Z\n`;
    expect((await ldapmodify(running, portail, ldif)).code).to.equal(0);
    expect(await search('reponseAccesCancerologie')).to.deep.equal(['A traiter']);
    const [at = ''] = await search('demandeAccesCancerologie');
    const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(at) ?? [];
    const time = Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s));
    expect(time).to.be.at.least(before - 1000);
  });

  it('gives the portal no right on the answer', async () => {
    const ldif = `dn: ${person(login)}\nchangetype: modify\nreplace: reponseAccesCancerologie\nreponseAccesCancerologie: Acceptée\n`;
    expect((await ldapmodify(running, portail, ldif)).code).to.equal(50);
    expect(await search('reponseAccesCancerologie')).to.deep.equal(['A traiter']);
  });

  it('mails every referent once, word for word as the guide says', async () => {
    await until('two mails', () => smtp.mails.length >= 2);
    const recipients = smtp.mails.map(({ to }) => [to].flat()[0]?.value[0]?.address).sort();
    expect(recipients).to.deep.equal(['erwan.kermarrec@exemple.bzh', 'marie.lebihan@exemple.bzh']);
    const [mail] = smtp.mails;
    expect(mail?.from?.value[0]?.address).to.equal('identity.manager@telesantebretagne.org');
    expect(mail?.subject).to.equal(
      "Demande d'accès à traiter : Application Dossier Communicant de Cancérologie",
    );
    for (const body of [mail?.text ?? '', textOfHtml(String(mail?.html))]) {
      const whole = [mail?.from?.text, mail?.subject, body].join(' ').replace(/\s+/g, ' ');
      for (const line of [...mailLines(), `${url}/personnes/${login}`]) {
        expect(whole).to.include(line);
      }
    }
  });

  let page: Page;

  it('shows the request to a referent in « Accès WebDCR »', async () => {
    page = await signedIn(browser, url, referent);
    await page.getByRole('link', { name: 'Gestion des utilisateurs' }).click();
    await page.getByRole('link', { name: /Accès WebDCR/ }).click();
    const caption = await page.getByRole('heading', { level: 1 }).innerText();
    expect(caption).to.match(/^Demandes Accès WebDCR \(\d+ enregistrements?\)$/);
    const count = Number(/\((\d+)/.exec(caption)?.[1]);
    expect(await page.locator('tbody tr').count()).to.equal(count);
    await page.getByRole('link', { name: 'GRANGERE', exact: true }).first().click();
    await page.waitForURL(new RegExp(`/personnes/${login}`));
  });

  it('lets the referent accept, with « Enregistrer » and « Retour » at hand', async () => {
    expect(await page.getByRole('link', { name: 'Retour' }).count()).to.be.at.least(1);
    await page.getByLabel('Réponse Accès Cancérologie * :').selectOption('Acceptée');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('La fiche est enregistrée').waitFor();
    expect(await search('reponseAccesCancerologie')).to.deep.equal(['Acceptée']);
  });

  it('makes the person member of the service’s group, both ways', async () => {
    const group = `cn=cancerologie,ou=acces,${suffix}`;
    expect(await search('memberOf')).to.include(group);
    const filter = `(&(uid=${login})(memberOf=${group}))`;
    expect(await search('uid', filter)).to.deep.equal([login]);
    expect(await search('member', '(cn=cancerologie)')).to.include(person(login));
  });

  it('has the person at webDCR within a minute, keyed by the login, with effective data', async () => {
    await until('an active account', () => account()?.['active'] === true, 60_000);
    const user = account();
    expect(user?.['externalId']).to.equal(login);
    expect(JSON.stringify(user?.['addresses'])).to.include('12 Rue DES ÉCLUSES 56300 PONTIVY');
    expect(JSON.stringify(user?.['emails'])).to.include('francois.grangere@exemple.bzh');
  });

  it('activates the tile once the professional signs in again', async () => {
    const visitor = await signedIn(browser, url, professional);
    await visitor.locator('.tuiles').getByRole('link', { name: service }).waitFor();
    expect(await visitor.getByRole('link', { name: 'Gestion des utilisateurs' }).count()).to.equal(
      0,
    );
    await visitor.getByText('Autres services disponibles').waitFor();
    await visitor.context().close();
  });

  it('offers the other services in the carousel, with a question before a request', async () => {
    const visitor = await signedIn(browser, url, professional);
    await visitor
      .getByRole('link', { name: /^Ajouter/ })
      .first()
      .click();
    await visitor.getByText('Souhaitez vous avoir accès à ce service ?').waitFor();
    await visitor.getByRole('link', { name: 'Annuler' }).click();
    await visitor
      .getByRole('link', { name: /^Ajouter/ })
      .first()
      .click();
    await visitor.getByRole('button', { name: 'Valider' }).click();
    await visitor
      .getByText(/demande envoyée le/)
      .first()
      .waitFor();
    await visitor.context().close();
  });

  it('keeps the access of an accepted person who asks again', async () => {
    const ldif = `dn: ${person(login)}\nchangetype: modify\nreplace: demandeAccesCancerologie\ndemandeAccesCancerologie: 20260101000000Z\n`;
    expect((await ldapmodify(running, portail, ldif)).code).to.equal(53);
    expect(await search('reponseAccesCancerologie')).to.deep.equal(['Acceptée']);
  });

  it('sends an override written in the panel to LDAP and to webDCR; a space empties it', async () => {
    await page.goto(`${url}/personnes/${login}`);
    await page.getByLabel('Numéro de voie :').fill('33');
    await page.getByLabel('Type de voie :').fill(' ');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('La fiche est enregistrée').waitFor();
    expect(await search('numeroVoie')).to.deep.equal(['33']);
    expect(await search('typeVoie')).to.deep.equal([]);
    expect(await search('adresseTransmise')).to.deep.equal(['33 DES ÉCLUSES 56300 PONTIVY']);
    await until('the address at webDCR', () =>
      JSON.stringify(account()?.['addresses']).includes('33 DES ÉCLUSES 56300 PONTIVY'),
    );
  });

  it('lets nobody write a national value over the wire, the root DN included', async () => {
    const ldif = `dn: ${person('pierre.barel')}\nchangetype: modify\nreplace: numeroVoieNational\nnumeroVoieNational: 9\n`;
    const root: Account = { dn: `cn=admin,${suffix}`, password: 'racine' };
    for (const each of [referent, portail, administrator, root]) {
      expect((await ldapmodify(running, each, ldif)).code).to.equal(50);
    }
    expect(await search('numeroVoie', '(uid=pierre.barel)')).to.deep.equal(['33']);
  });

  it('deactivates the account at webDCR when the access is refused', async () => {
    await page.goto(`${url}/personnes/${login}`);
    await page.getByLabel('Réponse Accès Cancérologie * :').selectOption('Refusée');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('La fiche est enregistrée').waitFor();
    await until('an inactive account', () => account()?.['active'] === false, 60_000);
    expect(await search('memberOf')).not.to.include(`cn=cancerologie,ou=acces,${suffix}`);
  });

  it('stops cleanly on SIGTERM', async () => {
    expect(await running.kill('SIGTERM')).to.equal(0);
  });
});

/** What the guide's mail says, its five data lines filled with the professional's. */
function mailLines(): string[] {
  const data = new Map([
    ['NOM.PRENOM', 'GRANGERE.FRANCOIS'],
    ['PROFESSION', 'Ambulancier'],
    ['MAIL', 'francois.grangere@exemple.bzh'],
    ['CODE POSTAL', '56300'],
    ['VILLE', 'PONTIVY'],
  ]);
  return labels.filter(({ place }) => 'mail' in place).map(({ text }) => data.get(text) ?? text);
}

function textOfHtml(html: string): string {
  return html
    .replace(/<a [^>]*href="([^"]*)"[^>]*>/g, ' $1 ')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&#x3D;', '=');
}
