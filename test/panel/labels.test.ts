import { expect } from 'chai';
import { labels } from './labels.js';
import { openSite, readable, type Site, Visitor } from './site.js';

const logins = {
  professional: 'francois.grangere',
  referent: 'anne.le-goff',
  administrator: 'maelle.kerbrat',
} as const;

describe('labels of the guide', () => {
  let site: Site;
  const pages = new Map<string, string>();

  before(async () => {
    site = await openSite();
    const visitors = new Map<string, Visitor>([['nobody', new Visitor(site)]]);
    for (const [as, login] of Object.entries(logins)) {
      const visitor = new Visitor(site);
      await visitor.signIn(login);
      visitors.set(as, visitor);
    }
    for (const { place } of labels) {
      if (!('page' in place)) continue;
      const key = `${place.as ?? 'nobody'} ${place.page}`;
      if (pages.has(key)) continue;
      const answer = await visitors.get(place.as ?? 'nobody')!.get(place.page);
      expect(answer.status, key).to.equal(200);
      pages.set(key, readable(answer.text));
    }
  });

  after(() => site.close());

  for (const { text, place } of labels) {
    if (!('page' in place)) continue;
    it(`« ${text} » stands on ${place.page}`, () => {
      expect(pages.get(`${place.as ?? 'nobody'} ${place.page}`)).to.contain(text);
    });
  }
});
