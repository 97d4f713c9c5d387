import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { password } from './region.js';
import type { Site } from './site.js';

const executablePath = '/usr/bin/chromium';

/** Without it the tests in a browser are skipped, except in CI, where they fail. */
export const hasChromium = existsSync(executablePath) || process.env['CI'] === 'true';

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });

export interface Look {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly javaScriptEnabled?: boolean;
}

export async function openPage(browser: Browser, look: Look = {}): Promise<Page> {
  const { width = 1440, colorScheme = 'light', javaScriptEnabled = true } = look;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    javaScriptEnabled,
  });
  return context.newPage();
}

export async function signInTo(site: Site, page: Page, login = 'anne.le-goff'): Promise<void> {
  await page.goto(`${site.url}/connexion`);
  await page.getByLabel("Nom d'utilisateur").fill(login);
  await page.getByLabel('Mot de passe').fill(password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.waitForURL('**/espace-prive');
}

/** Presses Tab until the focus is on what is called so. @throws after eighty presses */
export async function tabTo(page: Page, isIt: (name: string) => boolean): Promise<void> {
  for (let press = 0; press < 80; press += 1) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate<string>(
      '(document.activeElement.labels?.[0] ?? document.activeElement).textContent',
    );
    if (isIt(name.replace(/\s+/g, ' ').trim())) return;
  }
  throw new Error('the focus never came there');
}
