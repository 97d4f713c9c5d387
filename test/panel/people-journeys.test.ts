import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { textOf } from '../../src/model/entry.js';
import { until } from '../relay/region.js';
import { hasChromium, launchChromium, openPage, signInTo } from './chromium.js';
import { openOidcSite, profiles } from './oidc-site.js';
import { dnOf } from './region.js';
import { openSite, type Site } from './site.js';

describe('what people come for, in a browser', function () {
  this.timeout(90_000);
  let browser: Browser;
  before(async function () {
    if (!hasChromium) this.skip();
    browser = await launchChromium();
  });
  after(() => (browser as Browser | undefined)?.close());

  const open = (): Promise<Page> => openPage(browser);
  const stored = (site: Site, login: string, attribute: string): string | undefined => {
    const entry = site.region.operator.read(dnOf(login), [attribute]);
    return entry && textOf(entry, attribute);
  };

  it('a professional on the telephone: found, opened, and told the login', async () => {
    const site = await openSite();
    const page = await open();
    await signInTo(site, page);
    await page.getByRole('link', { name: 'Gestion des utilisateurs' }).click();
    await page.getByRole('link', { name: 'Professionnel au téléphone' }).click();
    await page.getByLabel('Nom, commune ou numéro RPPS :').fill('morvan 007');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'MORVAN 007 YANN' }).click();
    await page.getByLabel('Email principal').fill('yann@exemple.bzh');
    await page.getByRole('button', { name: 'Enregistrer et envoyer' }).click();
    await page.getByText('Le courriel d’activation part à l’instant.').waitFor();
    await page.getByText('Y A N N point M O R V A N 0 0 7').waitFor();
    expect(stored(site, 'yann.morvan007', 'reponseAccesCancerologie')).to.equal('Acceptée');
    expect(site.mails.map(({ recipient }) => recipient)).to.deep.equal(['yann@exemple.bzh']);
    await site.close();
  });

  it('a forgotten password: from the sign-in page to the next sign-in', async () => {
    const site = await openSite();
    const page = await open();
    await page.goto(`${site.url}/connexion`);
    await page.getByRole('link', { name: 'Vous avez oublié votre mot de passe ?' }).click();
    await page.getByLabel("Nom d'utilisateur :").fill('francois.grangere');
    await page.getByRole('button', { name: 'Recevoir le lien' }).click();
    await page.getByText('un courriel vient de partir à son adresse principale').waitFor();
    await until(() => site.mails.length === 1);
    const { link } = site.mails[0]?.data as { link: string };
    await page.goto(`${site.url}${link}`);
    const chosen = 'Trois bateaux gris dans la rade 29 !';
    await page.getByLabel('Mot de passe :').fill('bateau');
    await page.getByText('Trop faible').waitFor();
    await page.getByLabel('Mot de passe :').fill(chosen);
    await page.getByLabel('Le même, une seconde fois :').fill(chosen);
    await page.getByRole('button', { name: 'Enregistrer ce mot de passe' }).click();
    await page.getByRole('link', { name: 'Se connecter' }).click();
    await page.getByLabel("Nom d'utilisateur :").fill('francois.grangere');
    await page.getByLabel('Mot de passe :').fill(chosen);
    await page.getByRole('button', { name: 'Se connecter' }).click();
    await page.getByRole('heading', { name: 'Autres services disponibles' }).waitFor();
    await site.close();
  });

  it('two who answer the same request: the second learns who was first, and when', async () => {
    const site = await openSite();
    const [first, second] = await Promise.all([open(), open()]);
    await signInTo(site, first);
    await signInTo(site, second, 'maelle.kerbrat');
    for (const page of [first, second]) await page.goto(`${site.url}/demandes`);
    await first.getByRole('button', { name: /^Accepter GRANGERE/ }).click();
    await first.getByText('Demandes à traiter (0)').first().waitFor();
    await second.getByRole('button', { name: /^Refuser GRANGERE/ }).click();
    await second.getByText('déjà acceptée par anne.le-goff à 10 h 42').waitFor();
    expect(stored(site, 'francois.grangere', 'reponseAccesCancerologie')).to.equal('Acceptée');
    await site.close();
  });

  for (const profile of ['standard', 'psc'] as const) {
    it(`a sign-in through OpenID Connect, and the way out (${profile})`, async () => {
      const { site, close } = await openOidcSite(profile);
      const { label } = profiles[profile];
      const page = await open();
      await page.goto(`${site.url}/connexion?vers=/demandes`);
      await page.getByRole('link', { name: `S’identifier avec ${label}` }).click();
      await page.locator('input[name=login]').fill('anne');
      await page.locator('input[name=password]').fill('x');
      await page.locator('button[type=submit]').click();
      await page.locator('button[type=submit]').click();
      await page.waitForURL(`${site.url}/demandes`);
      await page.getByRole('button', { name: 'Se déconnecter' }).click();
      await page.getByRole('link', { name: `Se déconnecter aussi de ${label}` }).click();
      await page.locator('button[value=yes]').click();
      await page.waitForURL(`${site.url}/**`);
      expect(
        (await page.context().cookies()).some(({ name }) => name === 'annuaire-session'),
      ).to.equal(false);
      await close();
    });
  }
});
