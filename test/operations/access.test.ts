import { expect } from 'chai';
import {
  actorOf,
  anonymous,
  type Asked,
  type Found,
  type Opened,
  openFixture,
  personDn,
  plain,
  root,
  search,
  smallDirectory,
  suffix,
} from './fixture.js';

const francois = personDn('francois.grangere');
const secretEntries = smallDirectory.map(([dn, values]) =>
  dn === francois
    ? ([dn, { ...values, userPassword: 'secret' }] as const)
    : ([dn, values] as const),
);

describe('operations/access', () => {
  let opened: Opened;
  beforeEach(async () => {
    opened = await openFixture({ entries: secretEntries });
  });
  afterEach(() => opened.close());

  const as = (dn: string, asked: Asked): Promise<Found> =>
    search(opened.directory, actorOf(opened.directory, dn), asked);

  it('anonymous finds nothing, not even that the suffix is there', async () => {
    const { result, dns } = await search(opened.directory, anonymous, {});
    expect(result).to.include({ code: 'noSuchObject', matchedDn: '' });
    expect(dns).to.be.empty;
  });

  it('a person finds itself and no other person', async () => {
    const own = await as(francois, { filter: '(objectClass=person)' });
    expect(own.dns).to.eql([francois]);
    const other = await as(francois, { base: personDn('anne.martin'), scope: 'base' });
    expect(other.result.code).to.equal('noSuchObject');
    expect(other.dns).to.be.empty;
  });

  it('a password is returned to the root DN alone, and no filter tells of it', async () => {
    const own = await as(francois, { base: francois, scope: 'base', attributes: ['userPassword'] });
    expect(plain(own.entries[0])).to.deep.equal({});
    const all = await search(opened.directory, root, {
      base: francois,
      scope: 'base',
      attributes: ['userPassword'],
    });
    expect(plain(all.entries[0])).to.deep.equal({ userPassword: ['secret'] });
    for (const filter of [
      '(userPassword=secret)',
      '(userPassword=*)',
      '(!(userPassword=*))',
      '(!(userPassword=x))',
      '(&(uid=francois.grangere)(|(userPassword=*)(uid=x)))',
    ]) {
      expect((await as(francois, { base: francois, scope: 'base', filter })).dns, filter).to.be
        .empty;
    }
  });

  it('a referent gains and loses its view with its group', async () => {
    const yann = actorOf(opened.directory, personDn('yann.martin'));
    const base = `ou=personnes,${suffix}`;
    const count = async (): Promise<number> =>
      (await search(opened.directory, yann, { base, scope: 'one' })).dns.length;
    expect(await count()).to.equal(5);
    const group = `cn=referents-Cancerologie,ou=groupes,${suffix}`;
    const member = (dn: string): Buffer => Buffer.from(dn);
    const { code, message } = await opened.directory.as(root).modify(
      {
        kind: 'modify',
        dn: group,
        changes: [
          { kind: 'delete', attribute: 'member', values: [member(personDn('yann.martin'))] },
        ],
      },
      { controls: [] },
    );
    expect(code, message).to.equal('success');
    expect(await count()).to.equal(1);
  });

  it('an entry that became inactive is nobody', async () => {
    const yann = actorOf(opened.directory, personDn('yann.martin'));
    const base = personDn('yann.martin');
    expect((await search(opened.directory, yann, { base })).dns).to.have.length(1);
    const { code, message } = await opened.directory.as(root).modify(
      {
        kind: 'modify',
        dn: base,
        changes: [{ kind: 'replace', attribute: 'etat', values: [Buffer.from('Inactif')] }],
      },
      { controls: [] },
    );
    expect(code, message).to.equal('success');
    expect((await search(opened.directory, yann, { base })).result.code).to.equal('noSuchObject');
  });

  it('read and may answer for one entry', () => {
    const own = opened.directory.as(actorOf(opened.directory, francois));
    expect(own.read(francois)?.dn).to.equal(francois);
    expect(own.read(personDn('anne.martin'))).to.equal(undefined);
    expect(own.read('not a name')).to.equal(undefined);
    expect(own.may(francois, 'read', 'sn')).to.equal(true);
    expect(own.may(francois, 'write', 'reponseAccesORIS')).to.equal(false);
    expect(own.may(francois, 'write', 'demandeAccesORIS')).to.equal(true);
    expect(own.may(personDn('anne.martin'), 'read', 'sn')).to.equal(false);
  });
});
