import { expect } from 'chai';
import { type Opened, openFixture, personDn, root, suffix } from './fixture.js';

describe('operations/compare', () => {
  let opened: Opened;
  before(async () => {
    opened = await openFixture();
  });
  after(() => opened.close());

  const dn = personDn('francois.grangere');
  const rows: readonly (readonly [dn: string, attribute: string, value: string, code: string])[] = [
    [dn, 'sn', 'GRANGÈRE', 'compareTrue'],
    [dn, 'sn', 'x', 'compareFalse'],
    [dn, 'name', 'grangère', 'compareTrue'],
    [dn, '2.5.4.4', 'grangère', 'compareTrue'],
    [dn, 'title', 'x', 'noSuchAttribute'],
    [dn, 'nope', 'x', 'undefinedAttributeType'],
    [dn, 'demandeAccesCancerologie', 'x', 'invalidAttributeSyntax'],
    [dn, 'memberOf', `cn=cancerologie,ou=acces,${suffix}`, 'compareTrue'],
    [dn, 'memberOf', `cn=oris,ou=acces,${suffix}`, 'compareFalse'],
    [dn, 'entryDN', dn.toUpperCase(), 'compareTrue'],
    [personDn('nobody'), 'sn', 'x', 'noSuchObject'],
    ['not a name', 'sn', 'x', 'invalidDNSyntax'],
  ];
  for (const [name, attribute, value, code] of rows) {
    it(`${attribute} with “${value}” of ${name.split(',')[0] ?? ''} answers ${code}`, async () => {
      const result = await opened.directory
        .as(root)
        .compare(
          { kind: 'compare', dn: name, attribute, value: Buffer.from(value) },
          { controls: [] },
        );
      expect(result.code).to.equal(code);
      if (code === 'noSuchObject') expect(result.matchedDn).to.equal(`ou=personnes,${suffix}`);
    });
  }
});
