import { expect } from 'chai';
import { adding, ask, renaming } from '../operations/controlled.js';
import {
  actorOf,
  type Opened,
  openFixture,
  personDn,
  smallDirectory,
  suffix,
} from '../operations/fixture.js';

const alias = `cn=alias,ou=structures,${suffix}`;

describe('what stands in the way of a write', () => {
  let opened: Opened;

  beforeEach(async () => {
    const target = { aliasedObjectName: personDn('anne.martin') };
    const classes = ['alias', 'extensibleObject'];
    opened = await openFixture({
      entries: [...smallDirectory, [alias, { objectClass: classes, cn: 'alias', ...target }]],
    });
  });
  afterEach(() => opened.close());

  it('does not show in a rename by who may not rename', async () => {
    const soazig = actorOf(opened.directory, personDn('soazig.riou'));
    for (const request of [
      renaming(personDn('soazig.riou'), 'uid=anne.martin'),
      renaming(personDn('soazig.riou'), 'uid=nobody'),
      renaming(personDn('soazig.riou'), 'uid=x', `ou=groupes,${suffix}`),
      renaming(personDn('soazig.riou'), 'uid=x', `ou=nowhere,${suffix}`),
    ]) {
      const result = await ask(opened.directory, soazig, request);
      expect(result).to.include({ code: 'insufficientAccessRights', matchedDn: '' });
    }
  });

  it('is no alias for who may not know of it', async () => {
    const soazig = actorOf(opened.directory, personDn('soazig.riou'));
    for (const parent of [alias, `cn=nothing,ou=structures,${suffix}`]) {
      const request = adding(`cn=x,${parent}`, { objectClass: 'person', cn: 'x', sn: 'x' });
      const result = await ask(opened.directory, soazig, request);
      expect(result).to.include({ code: 'noSuchObject', matchedDn: `ou=structures,${suffix}` });
    }
  });
});
