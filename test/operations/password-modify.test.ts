import { expect } from 'chai';
import { encodePasswordModify } from '../../src/protocol/extended/password-modify.js';
import type { Actor } from '../../src/operations/actor.js';
import type { ExtendedOutcome } from '../../src/operations/directory.js';
import { passwordFaults } from '../../src/password/quality.js';
import { actorOf, anonymous, type Opened, openFixture, personDn, root, suffix } from './fixture.js';
import { bindCode, change, lastRow, modify } from './writing.js';

const whoAmIOid = '1.3.6.1.4.1.4203.1.11.3';
const oid = '1.3.6.1.4.1.4203.1.11.1';
const anne = personDn('anne.martin');
const soazig = personDn('soazig.riou');
const good = 'Zt5!vNw8?gHs';

describe('Password Modify (RFC 3062)', () => {
  let opened: Opened;
  let self: Actor;

  beforeEach(async () => {
    opened = await openFixture();
    self = actorOf(opened.directory, soazig);
    await modify(opened.directory, soazig, [change('replace', 'userPassword', 'ancien')]);
  });
  afterEach(() => opened.close());

  function ask(
    actor: Actor,
    fields: { readonly user?: string; readonly old?: string; readonly next?: string } | undefined,
  ): Promise<ExtendedOutcome> {
    const octets = (text: string | undefined): Buffer | undefined =>
      text === undefined ? undefined : Buffer.from(text);
    const value =
      fields &&
      encodePasswordModify({
        identity: octets(fields.user),
        oldPassword: octets(fields.old),
        newPassword: octets(fields.next),
      });
    return opened.directory.as(actor).extended({ kind: 'extended', oid, value }, { controls: [] });
  }

  it('changes one’s own password without naming oneself', async () => {
    const { result, value } = await ask(self, { old: 'ancien', next: good });
    expect(result, result.message).include({ code: 'success' });
    expect(value).equal(undefined);
    expect(await bindCode(opened.directory, soazig, good)).equal('success');
    expect(await bindCode(opened.directory, soazig, 'ancien')).equal('invalidCredentials');
    expect(JSON.stringify(lastRow(opened.directory))).not.include('ARGON2');
  });

  it('makes a password when none is given', async () => {
    for (const fields of [undefined, {}, { old: 'ancien' }] as const) {
      await modify(opened.directory, soazig, [change('replace', 'userPassword', 'ancien')]);
      const { result, value } = await ask(self, fields);
      expect(result, result.message).include({ code: 'success' });
      const made = value?.subarray(4).toString('utf8') ?? '';
      expect(passwordFaults(made)).deep.equal([]);
      expect(await bindCode(opened.directory, soazig, made)).equal('success');
    }
  });

  it('refuses a wrong old password and changes nothing', async () => {
    const { result } = await ask(self, { old: 'faux', next: good });
    expect(result).include({ code: 'unwillingToPerform' });
    expect(await bindCode(opened.directory, soazig, 'ancien')).equal('success');
  });

  it('refuses a weak password, in French', async () => {
    const { result } = await ask(self, { next: 'facile' });
    expect(result.code).equal('constraintViolation');
    expect(result.message).include('trop faible');
    const named = await ask(self, { next: 'Soazig-2026!abcXYZ' });
    expect(named.result.message).include('ni votre nom');
  });

  it('is for oneself, or for who may write the password', async () => {
    const foreign = await ask(self, { user: anne, next: good });
    expect(['insufficientAccessRights', 'noSuchObject']).include(foreign.result.code);
    const admin = actorOf(opened.directory, anne);
    expect((await ask(admin, { user: soazig, next: good })).result).include({ code: 'success' });
    expect((await ask(root, { user: `dn:${soazig}`, next: 'court' })).result).include({
      code: 'success',
    });
  });

  it('refuses nobody, the root’s own, and what is malformed', async () => {
    expect((await ask(anonymous, { next: good })).result.code).equal('strongerAuthRequired');
    expect((await ask(root, { next: good })).result.code).equal('unwillingToPerform');
    expect((await ask(self, { user: 'foo', next: good })).result.code).equal('invalidDNSyntax');
    const value = Buffer.from('30058201', 'hex');
    const { result } = await opened.directory
      .as(self)
      .extended({ kind: 'extended', oid, value }, { controls: [] });
    expect(result.code).equal('protocolError');
  });
});

describe('a password written by modify', () => {
  let opened: Opened;
  beforeEach(async () => (opened = await openFixture()));
  afterEach(() => opened.close());

  it('is refused already hashed from a person, and taken from the root', async () => {
    const { directory } = opened;
    const hashed = [change('replace', 'userPassword', '{SSHA}A3hwQO6knXQOmQBsZCqIf8o5PcKQbrzp')];
    const self = actorOf(directory, soazig);
    expect(await modify(directory, soazig, hashed, self)).include({ code: 'constraintViolation' });
    expect(await modify(directory, soazig, hashed)).include({ code: 'success' });
  });

  it('must be good when a person sets it', async () => {
    const { directory } = opened;
    const self = actorOf(directory, soazig);
    const weak = [change('replace', 'userPassword', 'facile')];
    expect(await modify(directory, soazig, weak, self)).include({ code: 'constraintViolation' });
    const strong = [change('replace', 'userPassword', good)];
    expect(await modify(directory, soazig, strong, self)).include({ code: 'success' });
  });

  it('costs no hash to who may not write it', async () => {
    const { directory } = opened;
    const many = Array.from({ length: 9 }, (_, index) => `mot de passe ${index}`);
    const result = await modify(directory, soazig, [change('replace', 'userPassword', ...many)]);
    expect(result).include({ code: 'adminLimitExceeded' });
  });
});

describe('Who am I (RFC 4532)', () => {
  it('answers a value that is empty for nobody', async () => {
    const opened = await openFixture();
    const { directory } = opened;
    const whoAmI = async (actor: Actor): Promise<string | undefined> => {
      const { result, value } = await directory
        .as(actor)
        .extended({ kind: 'extended', oid: whoAmIOid, value: undefined }, { controls: [] });
      expect(result.code).equal('success');
      return value?.toString('utf8');
    };
    expect(await whoAmI(anonymous)).equal('');
    expect(await whoAmI(root)).equal(`dn:cn=admin,${suffix}`);
    expect(await whoAmI(actorOf(directory, anne))).equal(`dn:${anne}`);
    const other = await directory
      .as(root)
      .extended({ kind: 'extended', oid: '1.2.3', value: undefined }, { controls: [] });
    expect(other.result.code).equal('protocolError');
    await opened.close();
  });
});
