import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { textOf } from '../../src/model/entry.js';
import { openOneTimeLinks } from '../../src/state/one-time-links.js';
import { hasChromium, launchChromium, type Look, openPage, signInTo } from './chromium.js';
import { openExamples } from './examples-site.js';
import { everyPage, otherRoutes, pages } from './page-examples.js';
import { dnOf } from './region.js';
import { type Site, Visitor } from './site.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

describe('pages in a browser', function () {
  this.timeout(60_000);
  let site: Site;
  let browser: Browser;

  before(async function () {
    if (!hasChromium) this.skip();
    site = await openExamples();
    browser = await launchChromium();
  });
  after(async () => {
    await (browser as Browser | undefined)?.close();
    await (site as Site | undefined)?.close();
  });

  const open = (look?: Look): Promise<Page> => openPage(browser, look);
  const signIn = (page: Page, login?: string): Promise<void> => signInTo(site, page, login);
  const violationsOf = async (page: Page): Promise<string[]> => {
    // Through the debugger: our policy refuses scripts put into a page.
    await page.evaluate(`if (!window.axe) { ${axe} }`);
    const result = await page.evaluate<{ violations: Violation[] }>('axe.run(document)');
    return result.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
    );
  };

  it('has an example here of every page that there is', () => {
    const known = new Set([...Object.keys(pages), ...otherRoutes]);
    const read = site.routes.filter(({ methods }) => methods.includes('GET'));
    expect(read.map(({ path }) => path).filter((path) => !known.has(path))).to.deep.equal([]);
  });

  const looks: Readonly<Record<string, Look & { readonly language: string }>> = {
    light: { colorScheme: 'light', language: 'fr' },
    dark: { colorScheme: 'dark', language: 'fr' },
    'small, in English': { width: 360, language: 'en' },
  };
  for (const [name, { language, ...look }] of Object.entries(looks)) {
    it(`has no accessibility fault, ${name}`, async function () {
      this.timeout(180_000);
      const page = await open(look);
      await page.goto(`${site.url}/langue/${language}`);
      const anonymous = everyPage.slice(0, 7);
      for (const path of anonymous) {
        await page.goto(site.url + path);
        expect(await violationsOf(page), path).to.deep.equal([]);
      }
      await page.goto(`${site.url}/langue/fr`);
      await signIn(page, 'maelle.kerbrat');
      await page.goto(`${site.url}/langue/${language}`);
      for (const path of everyPage) {
        await page.goto(site.url + path);
        expect(await violationsOf(page), path).to.deep.equal([]);
      }
    });
  }

  it('has no accessibility fault where a one-time link leads', async () => {
    const { operator, store } = site.region;
    const dn = dnOf('francois.grangere');
    const entry = operator.read(dn, ['entryUUID']);
    const clock = (): Date => new Date(site.time.now);
    const links = openOneTimeLinks({ store, clock, random: randomBytes });
    const lien = await links.issue({
      ...{ purpose: 'password', subject: (entry && textOf(entry, 'entryUUID')) ?? '' },
      ...{ data: { dn }, lifetimeMs: 60_000 },
    });
    const page = await open();
    await page.goto(`${site.url}/nouveau-mot-de-passe?lien=${lien}`);
    await page.getByLabel('Mot de passe :').waitFor();
    expect(await violationsOf(page)).to.deep.equal([]);
  });

  for (const width of [1440, 768, 360]) {
    it(`fits a screen of ${String(width)} pixels`, async function () {
      this.timeout(120_000);
      const page = await open({ width });
      await signIn(page, 'maelle.kerbrat');
      for (const path of everyPage) {
        await page.goto(site.url + path);
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect(overflow, path).to.be.at.most(0);
      }
    });
  }

  it('sends no page above 60 kB, nor more than 30 kB of script with one', async () => {
    const visitor = new Visitor(site);
    await visitor.signIn('maelle.kerbrat');
    for (const path of everyPage) {
      const { text } = await visitor.get(path);
      const assets = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)];
      const sizes = { script: 0, all: Buffer.byteLength(text) };
      for (const [, asset = ''] of assets) {
        const { headers } = await visitor.get(asset);
        const size = Number(headers.get('content-length'));
        expect(size, asset).to.be.above(0);
        sizes.all += size;
        if (asset.endsWith('.js')) sizes.script += size;
      }
      expect(sizes.script, `${path} script`).to.be.at.most(30_000);
      expect(sizes.all, path).to.be.at.most(60_000);
    }
  });
});
