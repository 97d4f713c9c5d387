import { expect } from 'chai';
import { formatVerifier, makeVerifier } from '../../src/password/scram.js';
import type { Actor } from '../../src/operations/actor.js';
import type { Directory } from '../../src/operations/directory.js';
import {
  decodePasswordModify,
  encodePasswordModify,
  passwordModifyOid,
} from '../../src/protocol/extended/password-modify.js';
import { actorOf, type Opened, openFixture, personDn, plain, root } from './fixture.js';
import { scram } from './sasl-client.js';
import { add, change, context, lastRow, modify, read } from './writing.js';

const anne = personDn('anne.martin');
const yann = personDn('yann.martin');
const soazig = personDn('soazig.riou');
const [first, second] = ['Xy7!kLm9?pQr', 'Goéland-Phare-29!'];

async function verifierOf(secret: string): Promise<string> {
  const made = await makeVerifier(Buffer.from(secret));
  if (!made) throw new Error('a verifier is expected');
  return formatVerifier(made).toString();
}

describe('verifiers of SCRAM beside their passwords (RFC 5803)', () => {
  let opened: Opened;
  let directory: Directory;
  let holder: Actor;
  let administrator: Actor;
  beforeEach(async () => {
    opened = await openFixture();
    ({ directory } = opened);
    await modify(directory, soazig, [
      change('replace', 'userPassword', first),
      change('replace', 'authPassword', await verifierOf(first)),
    ]);
    holder = actorOf(directory, soazig);
    administrator = actorOf(directory, anne);
  });
  afterEach(() => opened.close());

  const signsIn = async (secret: string, login = 'soazig.riou'): Promise<boolean> =>
    (await scram(directory, login, secret)).result.code === 'success';
  const verifiers = (dn = soazig): readonly string[] => read(directory, dn)['authPassword'] ?? [];

  it('give an entry the class that may hold them', () => {
    expect(read(directory, soazig)['objectClass']).to.include('authPasswordObject');
  });

  describe('follow a new password', () => {
    const ways: Readonly<Record<string, () => Promise<{ readonly code: string }>>> = {
      'of a modify by its owner': () =>
        modify(directory, soazig, [change('replace', 'userPassword', second)], holder),
      'of a modify by an administrator': () =>
        modify(directory, soazig, [change('replace', 'userPassword', second)], administrator),
      'of a Password Modify': async () => {
        const value = encodePasswordModify({
          ...decodePasswordModify(undefined),
          newPassword: Buffer.from(second),
        });
        const request = { kind: 'extended', oid: passwordModifyOid, value } as const;
        return (await directory.as(holder).extended(request, context)).result;
      },
      'that is added where the old one is deleted': () =>
        modify(directory, soazig, [
          change('delete', 'userPassword'),
          change('add', 'userPassword', second),
        ]),
    };
    for (const [title, way] of Object.entries(ways)) {
      it(title, async () => {
        const before = verifiers();
        expect((await way()).code).to.equal('success');
        expect(await signsIn(second)).to.equal(true);
        expect(await signsIn(first)).to.equal(false);
        expect(verifiers()).to.have.length(1);
        expect(verifiers()).not.to.deep.equal(before);
      });
    }
  });

  describe('go with the password', () => {
    const ways: Readonly<Record<string, Parameters<typeof change>>> = {
      'that is deleted': ['delete', 'userPassword'],
      'whose hash an operator sets': [
        'replace',
        'userPassword',
        '{SSHA}A3hwQO6knXQOmQBsZCqIf8o5PcKQ',
      ],
      'that no client of SCRAM could send': ['replace', 'userPassword', 'Xy7!kLm9?pQ\u0007r'],
    };
    for (const [title, what] of Object.entries(ways)) {
      it(title, async () => {
        expect((await modify(directory, soazig, [change(...what)])).code).to.equal('success');
        expect(verifiers()).to.deep.equal([]);
        expect(await signsIn(first)).to.equal(false);
      });
    }

    it('even when one is added beside it', async () => {
      const result = await modify(directory, soazig, [
        change('replace', 'userPassword', second),
        change('add', 'authPassword', await verifierOf(second)),
      ]);
      expect(result.code).to.equal('success');
      expect(verifiers()).to.have.length(1);
      expect(await signsIn(first)).to.equal(false);
      expect(await signsIn(second)).to.equal(true);
    });
  });

  it('stay when something else changes, and when only the hash is made anew', async () => {
    const before = verifiers();
    await modify(directory, soazig, [change('replace', 'mail', 'soazig@example.org')]);
    expect(verifiers()).to.deep.equal(before);
  });

  it('may be removed alone', async () => {
    expect(
      (await modify(directory, soazig, [change('delete', 'authPassword')], holder)).code,
    ).equal('success');
    expect(await signsIn(first)).to.equal(false);
  });

  it('are not made for who has none', async () => {
    await modify(directory, yann, [change('replace', 'userPassword', second)]);
    expect(verifiers(yann)).to.deep.equal([]);
    expect(await signsIn(second, 'yann.martin')).to.equal(false);
  });

  describe('that others than the operator give', () => {
    const set = async (
      dn: string,
      actor: Actor,
      { password, verifier }: { readonly password?: string; readonly verifier: string },
    ): Promise<string> => {
      const changes = [
        ...(password === undefined ? [] : [change('replace', 'userPassword', password)]),
        change('replace', 'authPassword', verifier),
      ];
      return (await modify(directory, dn, changes, actor)).code;
    };

    it('come with the password that they are of', async () => {
      const given = { password: second, verifier: await verifierOf(second) };
      expect(await set(soazig, holder, given)).to.equal('success');
      expect(await set(yann, administrator, given)).to.equal('success');
      expect(await signsIn(second, 'yann.martin')).to.equal(true);
    });

    it('do not come alone, with another password or with a weak one', async () => {
      const verifier = await verifierOf(second);
      const before = read(directory, soazig);
      expect(await set(soazig, holder, { verifier })).to.equal('constraintViolation');
      expect(await set(soazig, holder, { password: first, verifier })).to.equal(
        'constraintViolation',
      );
      const weak = { password: 'marie', verifier: await verifierOf('marie') };
      expect(await set(soazig, holder, weak)).to.equal('constraintViolation');
      expect(read(directory, soazig)).to.deep.equal(before);
    });

    it('are refused to who may not write the password', async () => {
      const given = { password: second, verifier: await verifierOf(second) };
      expect(await set(yann, holder, given)).not.to.equal('success');
      const referent = actorOf(directory, yann);
      expect(await set(soazig, referent, given)).to.equal('insufficientAccessRights');
      const alone = { verifier: await verifierOf(second) };
      expect(await set(soazig, referent, alone)).to.equal('insufficientAccessRights');
    });
  });

  it('of the operator are sound, or not of SCRAM', async () => {
    const sound = await verifierOf(second);
    const rows: readonly (readonly [string, string])[] = [
      [sound, 'success'],
      [sound.replace(/\$\d+:/, '$100:'), 'constraintViolation'],
      ['SCRAM-SHA-256$x$y', 'constraintViolation'],
      ['MD5$c2FsdA==$aGFzaA==', 'success'],
      ['no verifier', 'invalidAttributeSyntax'],
    ];
    for (const [value, code] of rows) {
      const result = await modify(directory, yann, [change('replace', 'authPassword', value)]);
      expect(result.code, value).to.equal(code);
    }
  });

  it('may be given with a new entry', async () => {
    const dn = personDn('nouveau.venu');
    const result = await add(directory, dn, {
      objectClass: ['inetOrgPerson', 'personneAnnuaire'],
      uid: 'nouveau.venu',
      cn: 'Nouveau Venu',
      sn: 'Venu',
      userPassword: second,
      authPassword: await verifierOf(second),
    });
    expect(result.code, result.message).to.equal('success');
    expect(await signsIn(second, 'nouveau.venu')).to.equal(true);
  });

  it('are shown to the root alone, and stand nowhere in the journal', () => {
    const [verifier = ''] = verifiers();
    expect(verifier).to.match(/^SCRAM-SHA-256\$60000:/);
    for (const actor of [holder, administrator]) {
      const entry = plain(directory.as(actor).read(soazig, ['*', '+', 'authPassword']));
      expect(entry).not.to.have.property('authPassword');
    }
    const row = lastRow(directory);
    const changed = row.changes.find(({ attribute }) => attribute === 'authPassword');
    expect(changed).to.deep.equal({ attribute: 'authPassword', before: [], after: ['modifié'] });
    expect(JSON.stringify(directory.follow(0, 1000))).not.to.contain('SCRAM-SHA-256$');
  });

  it('are told by no filter and no comparison', async () => {
    const [verifier = ''] = verifiers();
    const value = Buffer.from(verifier);
    for (const actor of [holder, administrator]) {
      const compared = await directory
        .as(actor)
        .compare({ kind: 'compare', dn: soazig, attribute: 'authPassword', value }, context);
      expect(compared.code).to.equal('insufficientAccessRights');
    }
    const own = await directory
      .as(root)
      .compare({ kind: 'compare', dn: soazig, attribute: 'authPassword', value }, context);
    expect(own.code).to.equal('compareTrue');
  });
});
