import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { textOf } from '../../src/model/entry.js';
import { hasChromium, launchChromium, type Look, openPage, signInTo, tabTo } from './chromium.js';
import { dnOf, password } from './region.js';
import { openSite, type Site } from './site.js';

describe('journeys in a browser', function () {
  this.timeout(90_000);
  let site: Site;
  let browser: Browser;

  before(async function () {
    if (!hasChromium) this.skip();
    browser = await launchChromium();
  });
  beforeEach(async () => {
    site = await openSite();
  });
  afterEach(() => site.close());
  after(() => (browser as Browser | undefined)?.close());

  const open = (look?: Look): Promise<Page> => openPage(browser, look);
  const signIn = (page: Page, login?: string): Promise<void> => signInTo(site, page, login);

  it('answers a request by the keyboard alone, and takes it back', async () => {
    const page = await open();
    await signIn(page);
    await page.goto(`${site.url}/demandes`);
    await page.keyboard.press('j');
    await page.keyboard.press('a');
    await page.getByText('Demandes à traiter (0)').first().waitFor();
    await page.getByRole('button', { name: 'Annuler la décision' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Demandes à traiter (1)').first().waitFor();
    await page.keyboard.press('?');
    await page.getByText('demande suivante, précédente').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('r');
    await page.keyboard.press('E');
    await page.keyboard.press('Enter');
    await page.getByText('Demandes à traiter (0)').first().waitFor();
    await page.getByRole('button', { name: 'Annuler la décision' }).click();
    await page.getByText('Demandes à traiter (1)').first().waitFor();
  });

  it('signs in and reaches every part of the administration with Tab and Enter', async () => {
    const page = await open();
    await page.goto(`${site.url}/connexion`);
    await tabTo(page, (name) => name === "Nom d'utilisateur :");
    await page.keyboard.type('anne.le-goff');
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/espace-prive');
    await tabTo(page, (name) => name.startsWith('Gestion des utilisateurs'));
    await page.keyboard.press('Enter');
    await page.waitForURL('**/demandes');
    await tabTo(page, (name) => name.startsWith('Personnes'));
    await page.keyboard.press('Enter');
    await page.waitForURL('**/personnes');
  });

  it('can be read and used at 200 % without scrolling sideways', async () => {
    // Twice as large on the same screen: half as many CSS pixels.
    const page = await open({ width: 640 });
    await signIn(page);
    await page.goto(`${site.url}/personnes/francois.grangere`);
    await page.getByLabel('Commune :').fill('AURAY');
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await page.getByText('La fiche est enregistrée.').waitFor();
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).to.be.at.most(0);
    await page.getByRole('button', { name: 'Reprendre la valeur nationale : Commune' }).click();
    await page.getByText('La fiche est enregistrée.').waitFor();
  });

  it('finds a person as one types, by the arrows', async () => {
    const page = await open();
    await signIn(page);
    await page.goto(`${site.url}/personnes`);
    await page.keyboard.press('/');
    await page.keyboard.type('granjere');
    await page.getByRole('option', { name: /GRANGERE FRANCOIS/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/personnes/francois.grangere**');
  });

  it('works without script: from the list to the decision', async () => {
    const page = await open({ javaScriptEnabled: false });
    await signIn(page);
    await page.getByRole('link', { name: 'Gestion des utilisateurs' }).click();
    await page.getByRole('link', { name: /Accès WebDCR/ }).click();
    await page.getByLabel('Réponse Accès Cancérologie').selectOption('A traiter');
    await page.getByRole('button', { name: 'Rechercher' }).click();
    await page.getByRole('link', { name: 'GRANGERE' }).click();
    await page.getByLabel('Réponse Accès Cancérologie * :').selectOption('Acceptée');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByText('La fiche est enregistrée.').waitFor();
    await page.getByRole('link', { name: 'Retour' }).click();
    await page.getByText('Demandes Accès WebDCR (0 enregistrement)').waitFor();
  });

  it('previews the address while one types, a space included', async () => {
    const page = await open();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await signIn(page);
    await page.goto(`${site.url}/personnes/francois.grangere`);
    await page.getByLabel('Commune :').fill('AURAY');
    await page.getByLabel('Numéro de voie :').fill(' ');
    expect(await page.locator('.apercu .adresse').textContent()).to.equal(
      'Rue CENTRE HOSPITALIER BRETAGNE ATLANTIQUE 56000 AURAY',
    );
    expect(faults).to.deep.equal([]);
  });

  it('puts the search box under the key /', async () => {
    const page = await open();
    await signIn(page);
    await page.goto(`${site.url}/personnes`);
    await page.keyboard.press('/');
    await page.keyboard.type('grangere');
    await page.keyboard.press('Enter');
    await page.getByText('Liste des personnes (1 enregistrement)').first().waitFor();
  });

  it('changes and saves a record by the keyboard alone', async () => {
    const page = await open();
    await signIn(page);
    await page.goto(`${site.url}/personnes/yann.morvan003`);
    await tabTo(page, (name) => name === 'Commune :');
    await page.keyboard.type('AURAY');
    await page.keyboard.press('Enter');
    await page.getByText('La fiche est enregistrée.').waitFor();
    expect(await page.getByLabel('Commune :').inputValue()).to.equal('AURAY');
    await tabTo(page, (name) => name === 'Enregistrer');
  });

  it('works without script: a professional asks for a service', async () => {
    const page = await open({ javaScriptEnabled: false });
    await signIn(page, 'francois.grangere');
    await page
      .getByRole('link', { name: 'Ajouter RÉPERTOIRE OPÉRATIONNEL DES RESSOURCES' })
      .click();
    await page.getByText('Souhaitez vous avoir accès à ce service ?').waitFor();
    await page.getByRole('button', { name: 'Valider' }).click();
    await page.getByText('est envoyée au référent du service.').waitFor();
    await page.getByText('demande envoyée le 23/11/2026').waitFor();
  });

  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? 'follows' : 'works without script:';
    it(`${how} an import from the file to its result`, async () => {
      const page = await open({ javaScriptEnabled });
      await signIn(page, 'maelle.kerbrat');
      await page.getByRole('link', { name: 'Gestion des utilisateurs' }).click();
      await page.getByRole('link', { name: 'Imports' }).click();
      const login = javaScriptEnabled ? 'yann.morvan004' : 'yann.morvan005';
      const lines = [`dn: ${dnOf(login)}`, 'changetype: modify', 'replace: description'];
      const buffer = Buffer.from([...lines, 'description: importée', '-', ''].join('\n'));
      const file = { name: 'essai.ldif', mimeType: 'text/plain', buffer };
      await page.getByLabel('Fichier LDIF').setInputFiles(file);
      await page.getByRole('button', { name: 'Lire le fichier et montrer le plan' }).click();
      const result = async (text: string): Promise<void> => {
        // Where no script does it, the reader asks again.
        for (let n = 0; !javaScriptEnabled && n < 50; n += 1) {
          const again = page.getByRole('link', { name: 'Actualiser' });
          if ((await again.count()) === 0) break;
          await again.click();
        }
        await page.getByText(text).waitFor();
      };
      await result('Plan : rien n’est encore fait');
      await page.getByRole('button', { name: 'Appliquer 1 changement' }).click();
      await result('Résultat');
      const entry = site.region.operator.read(dnOf(login), ['description']);
      expect(entry && textOf(entry, 'description')).to.equal('importée');
    });
  }

  it('folds the menu and the search on a small screen, and opens them when asked', async () => {
    const page = await open({ width: 360 });
    await signIn(page, 'maelle.kerbrat');
    await page.goto(`${site.url}/personnes`);
    const journal = page.getByRole('link', { name: 'Journal' });
    expect(await journal.isVisible()).to.equal(false);
    expect(await page.getByLabel('Numéro RPPS :').isVisible()).to.equal(false);
    await page.getByText('Menu').click();
    await journal.click();
    await page.waitForURL('**/journal');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole('link', { name: 'Structures' }).waitFor();
  });

  it('prints a record without what only a screen can do', async () => {
    const page = await open();
    await signIn(page);
    await page.goto(`${site.url}/personnes/francois.grangere`);
    await page.emulateMedia({ media: 'print' });
    for (const hidden of [
      '.bouton',
      '.bouton-lien',
      '.rail',
      '.pied',
      '#recherche-rapide',
      'nav',
    ]) {
      const visible = page.locator(hidden).filter({ visible: true });
      expect(await visible.count(), hidden).to.equal(0);
    }
    await page.getByRole('heading', { name: 'GRANGERE FRANCOIS' }).waitFor();
    expect(await page.locator('.apercu .adresse').isVisible()).to.equal(true);
  });
});
