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

  it('read and rights answer for one entry', () => {
    const own = opened.directory.as(actorOf(opened.directory, francois));
    expect(own.read(francois)?.dn).to.equal(francois);
    expect(own.read(personDn('anne.martin'))).to.equal(undefined);
    expect(own.read('not a name')).to.equal(undefined);
    const rights = own.rights(francois);
    expect(rights).to.include({ add: false, delete: false, rename: false, represent: false });
    expect(rights?.may('SN', 'read')).to.equal(true);
    expect(rights?.may('cn;lang-br', 'search')).to.equal(true);
    expect(rights?.may('reponseAccesORIS', 'write')).to.equal(false);
    expect(rights?.may('demandeAccesORIS', 'write')).to.equal(true);
    expect(rights?.may('userPassword', 'compare')).to.equal(false);
    expect(rights?.may('nope', 'read')).to.equal(false);
    expect(own.rights(personDn('anne.martin'))).to.equal(undefined);
    expect(own.rights('not a name')).to.equal(undefined);
    const all = opened.directory.as(root).rights(francois);
    expect(all).to.include({ add: true, delete: true, rename: true, represent: true });
    expect(all?.may('entryUUID', 'write'), 'the server alone keeps it').to.equal(false);
  });
});
