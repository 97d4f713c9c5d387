import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import { type Browser, chromium, type Page } from 'playwright-core';
import { password } from './region.js';
import { openSite, type Site } from './site.js';

const executablePath = '/usr/bin/chromium';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

const pages: readonly (readonly [name: string, path: string])[] = [
  ['home', '/'],
  ['forgotten password', '/mot-de-passe-oublie'],
  ['private space', '/espace-prive'],
  ['profile', '/espace-prive/profil'],
  ['request', '/espace-prive/services/ROR'],
  ['persons', '/personnes'],
  ['search', '/personnes?nom=morvan'],
  ['empty search', '/personnes?q=zzzz'],
  ['custom list', '/listes/04-ACCES-WebDCR'],
  ['record', '/personnes/francois.grangere'],
  ['structures', '/structures'],
  ['structure', '/structures/r1'],
  ['error', '/nulle-part'],
];

describe('pages in a browser', function () {
  this.timeout(60_000);
  let site: Site;
  let browser: Browser;

  before(async function () {
    if (!existsSync(executablePath) && process.env['CI'] !== 'true') this.skip();
    site = await openSite();
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
    });
  });
  after(async () => {
    await (browser as Browser | undefined)?.close();
    await (site as Site | undefined)?.close();
  });

  const open = async (
    look: { width?: number; colorScheme?: 'light' | 'dark'; javaScriptEnabled?: boolean } = {},
  ): Promise<Page> => {
    const { width = 1440, colorScheme = 'light', javaScriptEnabled = true } = look;
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      javaScriptEnabled,
    });
    return context.newPage();
  };
  const signIn = async (page: Page, login = 'anne.le-goff'): Promise<void> => {
    await page.goto(`${site.url}/connexion`);
    await page.getByLabel("Nom d'utilisateur").fill(login);
    await page.getByLabel('Mot de passe').fill(password);
    await page.getByRole('button', { name: 'Se connecter' }).click();
    await page.waitForURL('**/espace-prive');
  };
  const violationsOf = async (page: Page): Promise<string[]> => {
    // Through the debugger: our policy refuses scripts put into a page.
    await page.evaluate(`if (!window.axe) { ${axe} }`);
    const result = await page.evaluate<{ violations: Violation[] }>('axe.run(document)');
    return result.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  };

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has no serious accessibility fault, ${colorScheme}`, async () => {
      const page = await open({ colorScheme });
      await page.goto(`${site.url}/connexion`);
      expect(await violationsOf(page), 'sign-in').to.deep.equal([]);
      await signIn(page);
      for (const [name, path] of pages) {
        await page.goto(site.url + path);
        expect(await violationsOf(page), name).to.deep.equal([]);
      }
    });
  }

  for (const width of [1440, 768, 360]) {
    it(`fits a screen of ${String(width)} pixels`, async () => {
      const page = await open({ width });
      await signIn(page);
      for (const [name, path] of pages) {
        await page.goto(site.url + path);
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect(overflow, name).to.be.at.most(0);
      }
    });
  }

  it('works without script: from the list to the decision', async () => {
    const page = await open({ javaScriptEnabled: false });
    await signIn(page);
    await page.getByRole('link', { name: 'Gestion des utilisateurs' }).click();
    await page.getByRole('link', { name: /Accès WebDCR/ }).click();
    await page.getByLabel('Réponse Accès Cancérologie').selectOption('A traiter');
    await page.getByRole('button', { name: 'Rechercher' }).click();
    await page.getByRole('link', { name: 'GRANGERE' }).click();
    await page.getByLabel('Réponse Accès Cancérologie').selectOption('Acceptée');
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
});
