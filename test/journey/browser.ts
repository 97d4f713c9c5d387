import { type Browser, chromium, type Page } from 'playwright-core';
import type { Account } from './ldap-tools.js';

/** Debian's Chromium, headless and without any connection of its own. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A new visitor, signed in with a login and an LDAP password. */
export async function signedIn(
  browser: Browser,
  url: string,
  { dn, password }: Account,
): Promise<Page> {
  const context = await browser.newContext({ locale: 'fr-FR' });
  const page = await context.newPage();
  await page.goto(`${url}/connexion`);
  await page.getByLabel("Nom d'utilisateur").fill(/^uid=([^,]*)/.exec(dn)?.[1] ?? '');
  await page.getByLabel('Mot de passe').fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.waitForURL(/espace-prive|administration/);
  return page;
}
