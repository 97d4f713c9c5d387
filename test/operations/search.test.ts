import { expect } from 'chai';
import { type Opened, openFixture, personDn, plain, root, search, suffix } from './fixture.js';

describe('operations/search', () => {
  let opened: Opened;
  before(async () => {
    opened = await openFixture();
  });
  after(() => opened.close());

  const uidsOf = async (filter: string): Promise<string[]> => {
    const base = `ou=personnes,${suffix}`;
    const { result, entries } = await search(opened.directory, root, {
      base,
      scope: 'one',
      filter,
      attributes: ['uid'],
    });
    expect(result.code).to.equal('success');
    return entries.map((entry) => plain(entry)['uid']?.[0]?.split('.')[0] ?? '?').sort();
  };

  const everyone = ['anne', 'francois', 'helene', 'soazig', 'yann'];

  const filters: Readonly<Record<string, readonly string[]>> = {
    '(uid=francois.grangere)': ['francois'],
    '(UID=FRANCOIS.grangere)': ['francois'],
    '(0.9.2342.19200300.100.1.1=francois.grangere)': ['francois'],
    '(sn=martin)': ['anne', 'yann'],
    '(2.5.4.4=MARTIN)': ['anne', 'yann'],
    '(name=martin)': ['anne', 'yann'],
    '(nope=x)': [],
    '(!(nope=x))': [],
    '(!(nope=*))': [],
    '(|(nope=x)(uid=yann.martin))': ['yann'],
    '(&(nope=x)(uid=yann.martin))': [],
    '(!(&(nope=x)(uid=nobody)))': everyone,
    '(!(|(nope=x)(uid=nobody)))': [],
    '(createTimestamp=xx)': [],
    '(!(createTimestamp=xx))': [],
    '(objectClass=unknown)': [],
    '(!(objectClass=unknown))': [],
    '(objectClass=person)': everyone,
    '(objectClass=2.5.6.6)': everyone,
    '(objectClass=*)': everyone,
    '(&)': everyone,
    '(|)': [],
    '(!(&))': [],
    '(!(|))': everyone,
    '(mail=*)': ['anne', 'francois', 'helene'],
    '(!(mail=*))': ['soazig', 'yann'],
    '(name=*)': everyone,
    '(cn=*grang*)': ['francois'],
    '(cn=fran*re)': ['francois'],
    '(cn=*martin)': ['anne', 'yann'],
    '(cn=jean *)': [],
    '(description=jean marie)': ['francois'],
    '(description=jean *marie)': ['francois'],
    '(description>=a)': [],
    '(!(description>=a))': [],
    '(jpegPhoto=x)': [],
    '(!(jpegPhoto=x))': [],
    '(cn;lang-br=Frañsez Grangère)': ['francois'],
    '(cn=frañsez grangère)': ['francois'],
    '(cn;lang-br=François Grangère)': [],
    '(cn;lang-br=*)': ['francois'],
    '(sn~=legoff)': ['helene'],
    '(givenName~=helene)': ['helene'],
    '(sn~=martin)': ['anne', 'yann'],
    '(sn:caseExactMatch:=martin)': [],
    '(sn:caseExactMatch:=Martin)': ['anne', 'yann'],
    '(:caseIgnoreMatch:=martin)': ['anne', 'yann'],
    '(ou:dn:=personnes)': everyone,
    '(ou:=personnes)': [],
    '(:caseIgnoreMatch:dn:=nothing)': [],
    '(sn:nopeMatch:=martin)': [],
    '(!(sn:nopeMatch:=martin))': [],
    '(demandeAccesCancerologie>=20250101000000Z)': ['francois'],
    '(demandeAccesCancerologie<=20250101000000Z)': [],
    '(demandeAccesCancerologie<=20260101130000+0100)': ['francois'],
    '(reponseAccesCancerologie=acceptée)': ['francois', 'helene', 'soazig'],
    '(&(sn=martin)(mail=*))': ['anne'],
    '(&(sn=martin)(!(mail=*)))': ['yann'],
    '(uid=\\70)': [],
    '(entryDN=UID=yann.martin, OU=personnes,dc=telesantebretagne,dc=org)': ['yann'],
    '(hasSubordinates=TRUE)': ['francois'],
    '(hasSubordinates=FALSE)': ['anne', 'helene', 'soazig', 'yann'],
    '(subschemaSubentry=cn=subschema)': everyone,
  };
  for (const [filter, expected] of Object.entries(filters)) {
    it(`${filter} finds ${expected.join(' ') || 'nobody'}`, async () => {
      if (filter.includes(':dn:=nothing'))
        expect(await uidsOf('(:caseIgnoreMatch:=nothing)')).empty;
      else expect(await uidsOf(filter)).to.deep.equal(expected);
    });
  }

  const bases: Readonly<Record<string, readonly [code: string, matched: string]>> = {
    'foo bar': ['invalidDNSyntax', ''],
    [`ou=personnes,${suffix},`]: ['invalidDNSyntax', ''],
    [`cn=x,cn=y,ou=personnes,${suffix}`]: ['noSuchObject', `ou=personnes,${suffix}`],
    'dc=elsewhere': ['noSuchObject', ''],
    [`OU=Personnes , ${suffix}`]: ['success', ''],
  };
  for (const [base, [code, matched]] of Object.entries(bases)) {
    it(`a base of “${base}” answers ${code}`, async () => {
      const { result } = await search(opened.directory, root, { base, scope: 'base' });
      expect(result).to.include({ code, matchedDn: matched });
    });
  }

  it('a base that the filter does not match is a success without entries', async () => {
    const base = personDn('yann.martin');
    const found = await search(opened.directory, root, { base, scope: 'base', filter: '(uid=zz)' });
    expect(found.result.code).to.equal('success');
    expect(found.dns).to.be.empty;
  });

  it('each scope covers its part of the tree', async () => {
    const base = `ou=personnes,${suffix}`;
    const dnsOf = async (scope: 'base' | 'one' | 'sub'): Promise<number> =>
      (await search(opened.directory, root, { base, scope })).dns.length;
    expect([await dnsOf('base'), await dnsOf('one'), await dnsOf('sub')]).to.eql([1, 5, 7]);
    const whole = await search(opened.directory, root, {});
    expect(whole.dns).to.have.length(opened.store.current.entryCount);
    expect(new Set(whole.dns).size).to.equal(whole.dns.length);
  });

  describe('selection', () => {
    const read = async (...attributes: string[]): Promise<Record<string, string[]>> => {
      const base = personDn('francois.grangere');
      const found = await search(opened.directory, root, { base, scope: 'base', attributes });
      return plain(found.entries[0]);
    };

    it('an empty list is the user attributes', async () => {
      const entry = await read();
      expect(entry).to.include.keys('uid', 'objectClass', 'cn', 'cn;lang-br');
      expect(entry).to.not.have.any.keys('entryUUID', 'memberOf', 'entryDN');
      expect(await read('*')).to.deep.equal(entry);
    });

    it('“+” brings the operational ones, computed ones with them', async () => {
      const entry = await read('+');
      expect(entry).to.include.keys('entryUUID', 'memberOf', 'entryDN', 'hasSubordinates');
      expect(entry['subschemaSubentry']).to.deep.equal(['cn=Subschema']);
      expect(entry['structuralObjectClass']).to.deep.equal(['inetOrgPerson']);
      expect(entry).to.not.have.any.keys('uid', 'cn');
    });

    it('“1.1” alone brings nothing, beside a name it is ignored', async () => {
      expect(await read('1.1')).to.deep.equal({});
      expect(await read('1.1', 'uid')).to.deep.equal({ uid: ['francois.grangere'] });
    });

    it('names, OIDs, supertypes, options and classes are resolved, duplicates once', async () => {
      expect(await read('UID', '0.9.2342.19200300.100.1.1', 'nope')).to.have.all.keys('uid');
      expect(await read('2.5.4.4')).to.deep.equal({ sn: ['Grangère'] });
      expect(await read('cn;lang-br')).to.have.all.keys('cn;lang-br');
      expect(await read('cn')).to.have.all.keys('cn', 'cn;lang-br');
      expect(await read('name')).to.include.keys('cn', 'cn;lang-br', 'sn', 'givenName');
      expect(await read('@person')).to.include.keys('cn', 'sn', 'objectClass', 'description');
      expect(await read('@person')).to.not.have.any.keys('uid', 'mail');
      expect(await read('numSubordinates')).to.deep.equal({ numSubordinates: ['1'] });
    });
  });

  it('typesOnly is handed to the sink', async () => {
    const seen: boolean[] = [];
    await opened.directory.as(root).search(
      {
        kind: 'search',
        base: suffix,
        scope: 'base',
        deref: 'never',
        sizeLimit: 0,
        timeLimit: 0,
        typesOnly: true,
        filter: { kind: 'and', filters: [] },
        attributes: [],
      },
      {
        entry: (_entry, typesOnly) => seen.push(typesOnly) > 0,
        reference: () => true,
        drained: () => Promise.resolve(),
      },
      { controls: [] },
    );
    expect(seen).to.deep.equal([true]);
  });

  it('a size limit is passed only by a further match', async () => {
    const limited = async (sizeLimit: number): Promise<readonly [string, number]> => {
      const base = `ou=personnes,${suffix}`;
      const asked = { base, scope: 'one', sizeLimit } as const;
      const found = await search(opened.directory, root, asked);
      return [found.result.code, found.dns.length];
    };
    expect(await limited(2)).to.deep.equal(['sizeLimitExceeded', 2]);
    expect(await limited(5)).to.deep.equal(['success', 5]);
  });

  it('an aborted search ends without entries', async () => {
    const abort = new AbortController();
    abort.abort();
    const found = await search(opened.directory, root, { signal: abort.signal });
    expect(found.result.code).to.equal('canceled');
    expect(found.dns).to.be.empty;
  });

  it('reports one record of each operation', async () => {
    opened.records.length = 0;
    await search(opened.directory, root, { filter: '(sn=martin)' });
    expect(opened.records).to.have.length(1);
    expect(opened.records[0]).to.include({ operation: 'search', code: 'success', entries: 2 });
  });
});
