import { expect } from 'chai';
import type { Result } from '../../src/model/result.js';
import type { Actor } from '../../src/operations/actor.js';
import { said } from '../conformance/password-control.js';
import { actorOf, personDn, root } from './fixture.js';
import { first, openPolicies, type PolicyDirectory, second, soazig } from './policies.js';
import { add, change, modify } from './writing.js';

const anne = personDn('anne.martin');
const restore: Actor = { kind: 'internal', door: 'import', secure: true, name: 'restore' };

describe('a change of password under a policy (draft-behera-10 §8.2)', () => {
  let at: PolicyDirectory;
  afterEach(() => at.close());

  it('says of a reset whether it must be changed, unless the request says it', async () => {
    at = await openPolicies({ pwdMustChange: 'TRUE' });
    const { directory } = at;
    expect(at.state()['pwdReset']).deep.equal(['TRUE']);
    await modify(directory, soazig, [
      change('replace', 'userPassword', second),
      change('replace', 'pwdReset', 'FALSE'),
    ]);
    expect(at.state()['pwdReset']).deep.equal(['FALSE']);
    expect(await at.bound(second)).equal('success');
    await modify(directory, soazig, [change('replace', 'userPassword', first)], restore);
    expect(at.state()['pwdReset']).deep.equal(['FALSE']);
  });

  it('dates a password when it changes, and not when its entry does', async () => {
    at = await openPolicies(undefined);
    expect(at.state()['pwdChangedTime']).deep.equal(['20260615080000Z']);
    at.later(60);
    await at.set(soazig, 'description', 'x');
    expect(at.state()['pwdChangedTime']).deep.equal(['20260615080000Z']);
    await at.set(soazig, 'userPassword', second);
    expect(at.state()['pwdChangedTime']).deep.equal(['20260615080100Z']);
    await at.set(soazig, 'userPassword');
    expect(at.state()).not.have.property('pwdChangedTime');
  });

  it('binds an administrator in what makes a password good, and not the root', async () => {
    at = await openPolicies({
      pwdCheckQuality: '2',
      pwdInHistory: '3',
      pwdMinAge: '3600',
      pwdSafeModify: 'TRUE',
    });
    const { directory } = at;
    const admin = actorOf(directory, anne);
    const by = async (actor: Actor, password: string): Promise<string> =>
      (await modify(directory, soazig, [change('replace', 'userPassword', password)], actor)).code;
    expect(await by(admin, 'facile')).equal('constraintViolation');
    expect(await by(admin, first)).equal('constraintViolation');
    expect(await by(admin, '{SHA}ZvlA2aEbDboYPacbKQnHlRCsh0w=')).equal('constraintViolation');
    expect(await by(admin, second)).equal('success');
    expect(await by(root, 'facile')).equal('success');
    expect(await by(root, first)).equal('success');
  });

  it('judges the password of an add, with the names that come with it', async () => {
    at = await openPolicies({ pwdCheckQuality: '2' });
    const { directory } = at;
    const admin = actorOf(directory, anne);
    const adding = (userPassword: string): Promise<Result> =>
      add(
        directory,
        personDn('gwen.kerbrat'),
        {
          objectClass: ['inetOrgPerson', 'personneAnnuaire'],
          cn: 'Gwen Kerbrat',
          sn: 'Kerbrat',
          givenName: 'Gwen',
          userPassword,
        },
        admin,
      );
    expect((await adding('facile')).message).include('trop faible');
    expect((await adding('Kerbrat-2026!xyZ')).message).include('ni votre nom');
    expect(await adding(first)).include({ code: 'success' });
  });

  it('lets one change win when two are made together', async () => {
    at = await openPolicies({ pwdInHistory: '3' });
    const { directory } = at;
    const self = actorOf(directory, soazig);
    const next = (password: string): Promise<Result> =>
      modify(directory, soazig, [change('replace', 'userPassword', password)], self);
    const codes = (await Promise.all([next(second), next('Bn4!wQy6?cLf')])).map(({ code }) => code);
    expect(codes.sort()).deep.equal(['busy', 'success']);
    expect(at.state()['pwdHistory']).length(1);
  });

  it('drops what another server counted, and keeps what it decided', async () => {
    at = await openPolicies({});
    const { directory } = at;
    const dn = personDn('venu.dailleurs');
    const result = await add(
      directory,
      dn,
      {
        objectClass: 'inetOrgPerson',
        cn: 'Venu',
        sn: 'Ailleurs',
        uid: 'venu.dailleurs',
        userPassword: '{SSHA}A3hwQO6knXQOmQBsZCqIf8o5PcKQbrzp',
        pwdChangedTime: '20240101000000Z',
        pwdFailureTime: '20240101000000Z',
        pwdLastSuccess: '20240101000000Z',
        pwdAccountLockedTime: '000001010000Z',
        pwdReset: 'TRUE',
      },
      restore,
    );
    expect(result, result.message).include({ code: 'success' });
    expect(at.state(dn)).deep.include({
      pwdChangedTime: ['20240101000000Z'],
      pwdAccountLockedTime: ['000001010000Z'],
      pwdReset: ['TRUE'],
    });
    expect(at.state(dn)).not.have.any.keys('pwdFailureTime', 'pwdLastSuccess');
    const locked = await at.bind('Secret été', '192.0.2.1', dn);
    expect(said(locked.result)).equal('invalidCredentials accountLocked');
  });
});
