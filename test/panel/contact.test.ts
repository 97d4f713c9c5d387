import { expect } from 'chai';
import { openSite, Visitor } from './site.js';

describe('where who is stuck writes to', () => {
  const rows = [
    ['aide@exemple.bzh', 'mailto:aide@exemple.bzh'],
    ['https://exemple.bzh/aide', 'https://exemple.bzh/aide'],
  ] as const;
  for (const [contact, href] of rows) {
    it(`stands on /accessibilite and on pages of error: ${contact}`, async () => {
      const site = await openSite({ contact });
      for (const path of ['/accessibilite', '/nulle-part']) {
        const { text } = await new Visitor(site).get(path);
        expect(text, path).to.contain(`<a href="${href}">${contact}</a>`);
      }
      await site.close();
    });
  }

  it('is left out where nothing is configured', async () => {
    const site = await openSite();
    const { text } = await new Visitor(site).get('/nulle-part');
    expect(text).to.not.contain('Besoin d’aide');
    await site.close();
  });
});
