import type { Browser, Page } from 'playwright-core';
import { until } from '../relay/region.js';
import { hasChromium, launchChromium, openPage } from '../panel/chromium.js';
import { openSite, type Site } from '../panel/site.js';

/**
 * Pages whose address is a secret asked browsers for no referrer at all; these then send
 * `Origin: null` with the forms of the page, which the forms' guard refuses. No client but a
 * browser does so.
 */
describe('the forms that one-time links lead to, in a browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  let site: Site;
  let page: Page;

  before(async function () {
    if (!hasChromium) this.skip();
    browser = await launchChromium();
  });
  beforeEach(async () => {
    site = await openSite();
    page = await openPage(browser);
  });
  afterEach(() => site.close());
  after(() => (browser as Browser | undefined)?.close());

  const followMail = async (): Promise<void> => {
    await until(() => site.mails.length === 1);
    const { link } = site.mails[0]?.data as { link: string };
    await page.goto(site.url + link);
  };

  it('take a new password', async () => {
    await page.goto(`${site.url}/mot-de-passe-oublie`);
    await page.getByLabel("Nom d'utilisateur :").fill('francois.grangere');
    await page.getByRole('button', { name: 'Recevoir le lien' }).click();
    await followMail();
    const chosen = 'Trois bateaux gris dans la rade 29 !';
    await page.getByLabel('Mot de passe :').fill(chosen);
    await page.getByLabel('Le même, une seconde fois :').fill(chosen);
    await page.getByRole('button', { name: 'Enregistrer ce mot de passe' }).click();
    await page.getByText('Votre mot de passe est enregistré').waitFor();
  });

  it('take the confirmation of an address', async () => {
    await page.goto(`${site.url}/activation`);
    await page.getByLabel("Nom d'usage").fill('MADEC');
    await page.getByLabel('Prénom').fill('Soazig');
    await page.getByLabel('Profession').fill('Infirmière');
    await page.getByLabel('Date de naissance').fill('1980-02-29');
    await page.getByLabel('Numéro RPPS').fill('99002141010');
    await page.getByLabel('Email principal').fill('soazig.madec@exemple.bzh');
    await page.getByRole('button', { name: 'Envoyer' }).click();
    await page.getByText('Un courriel vient de partir').waitFor();
    await followMail();
    await page.getByRole('button', { name: 'Confirmer' }).click();
    await page.getByText('C’est fait.').waitFor();
  });
});
