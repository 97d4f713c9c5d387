import { expect } from 'chai';
import { anonymous, type Opened, openFixture, plain, root, search, suffix } from './fixture.js';

describe('operations/root DSE and subschema', () => {
  let opened: Opened;
  before(async () => {
    opened = await openFixture();
  });
  after(() => opened.close());

  it('anyone reads the root DSE; its operational attributes only on request', async () => {
    const asked = { base: '', scope: 'base' } as const;
    const brief = await search(opened.directory, anonymous, asked);
    expect(plain(brief.entries[0])).to.have.all.keys('objectClass');
    const full = await search(opened.directory, anonymous, { ...asked, attributes: ['+'] });
    const entry = plain(full.entries[0]);
    expect(entry['namingContexts']).to.deep.equal([suffix]);
    expect(entry['supportedLDAPVersion']).to.deep.equal(['3']);
    expect(entry['supportedFeatures']).to.include('1.3.6.1.4.1.4203.1.5.3');
    expect(entry['supportedControl']).to.include('1.2.840.113556.1.4.319');
    // By transport: `sasl.test.ts`. Inside the process there is none.
    expect(entry).to.not.have.property('supportedSASLMechanisms');
  });

  it('any filter that it satisfies finds it, no other', async () => {
    const found = async (filter: string): Promise<number> =>
      (await search(opened.directory, anonymous, { base: '', scope: 'base', filter })).dns.length;
    expect(await found('(supportedLDAPVersion=3)')).to.equal(1);
    expect(await found('(objectClass=top)')).to.equal(1);
    expect(await found('(cn=x)')).to.equal(0);
  });

  it('no other scope starts at the zero-length name', async () => {
    const { result, dns } = await search(opened.directory, root, { base: '', scope: 'sub' });
    expect(result.code).to.equal('noSuchObject');
    expect(dns).to.be.empty;
  });

  it('anyone reads the schema as loaded, its parts by name', async () => {
    const asked = {
      base: 'CN=Subschema',
      scope: 'base',
      filter: '(objectClass=subschema)',
    } as const;
    const brief = await search(opened.directory, anonymous, asked);
    expect(plain(brief.entries[0])).to.have.all.keys('objectClass', 'cn');
    const full = await search(opened.directory, anonymous, { ...asked, attributes: ['+'] });
    expect(plain(full.entries[0])).to.include.keys(
      'attributeTypes',
      'objectClasses',
      'ldapSyntaxes',
      'matchingRules',
      'matchingRuleUse',
    );
    const first = await search(opened.directory, anonymous, {
      ...asked,
      filter: '(attributeTypes=2.5.4.3)',
    });
    expect(first.dns).to.have.length(1);
  });
});
