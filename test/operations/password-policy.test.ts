import { expect } from 'chai';
import type { Result } from '../../src/model/result.js';
import type { Actor } from '../../src/operations/actor.js';
import { policyControl, said } from '../conformance/password-control.js';
import { encodePasswordModify } from '../../src/protocol/extended/password-modify.js';
import { actorOf, personDn, root, search, suffix } from './fixture.js';
import { first, openPolicies, policy, type PolicyDirectory, second, soazig } from './policies.js';
import { change, lastRow, modify, remove } from './writing.js';

const anne = personDn('anne.martin');
const policyDn = `cn=default,ou=politiques,${suffix}`;
const strictDn = `cn=stricte,ou=politiques,${suffix}`;

describe('the password policy of an entry (draft-behera-10)', () => {
  let at: PolicyDirectory;
  afterEach(() => at.close());

  it('is the one it names, before the default, before what is built in', async () => {
    at = await openPolicies({ pwdMaxAge: '100' }, [policy('stricte', { pwdMaxAge: '10' })]);
    expect(at.state()['pwdPolicySubentry']).deep.equal([policyDn]);
    at.later(11);
    expect(await at.bound(first)).equal('success');
    await at.set(soazig, 'pwdPolicySubentry', strictDn);
    expect(at.state()['pwdPolicySubentry']).deep.equal([strictDn]);
    expect(await at.bound(first)).equal('invalidCredentials passwordExpired');
    await remove(at.directory, strictDn);
    expect(await at.bound(first)).equal('success');
    at.later(100);
    expect(await at.bound(first)).equal('invalidCredentials passwordExpired');
    await remove(at.directory, policyDn);
    expect(await at.bound(first)).equal('success');
  });

  it('is not what is about another attribute', async () => {
    at = await openPolicies({ pwdMaxAge: '10', pwdAttribute: 'description' });
    at.later(11);
    expect(await at.bound(first)).equal('success');
    expect(at.state()).not.have.property('pwdPolicySubentry');
  });

  it('keeps counts out of the entry and the journal, and shows them', async () => {
    at = await openPolicies({ pwdLockout: 'TRUE', pwdMaxFailure: '3' });
    await at.bound(first);
    const { directory } = at;
    const [before, sequence] = [at.state(), directory.lastSequence];
    await at.bound('faux');
    at.later(1);
    await at.bound('faux');
    const after = at.state();
    expect(directory.lastSequence).equal(sequence);
    expect(after['entryCSN']).deep.equal(before['entryCSN']);
    expect(after['pwdLastSuccess']).deep.equal(['20260615080000.500000Z']);
    expect(after['pwdFailureTime']).length(2);
    expect(after).not.have.property('pwdAccountLockedTime');
    await at.bound('faux');
    expect(at.state()['pwdAccountLockedTime']).deep.equal(['20260615080001.500000Z']);
    const found = await search(directory, root, { filter: '(pwdAccountLockedTime=*)' });
    expect(found.dns).deep.equal([soazig]);
  });

  it('shows them to their owner and to who administers the region, not to others', async () => {
    at = await openPolicies({});
    await at.bound('faux');
    const { directory } = at;
    const seen = async (actor: Actor): Promise<number | undefined> =>
      (
        await search(directory, actor, { base: soazig, scope: 'base', attributes: ['+'] })
      ).entries[0]?.attributes.get('pwdfailuretime')?.values.length;
    expect(await seen(actorOf(directory, soazig))).equal(1);
    expect(await seen(actorOf(directory, anne))).equal(1);
    expect(await seen(actorOf(directory, personDn('yann.martin')))).equal(undefined);
    const asked = { filter: '(pwdFailureTime=*)' };
    const found = await search(directory, actorOf(directory, personDn('yann.martin')), asked);
    expect(found.dns).deep.equal([]);
  });

  it('shows former passwords to the root alone, hashed', async () => {
    at = await openPolicies({ pwdInHistory: '2' });
    await at.set(soazig, 'userPassword', second);
    expect(at.state()['pwdHistory']?.[0]).match(/^\d{14}Z#[\d.]+#\d+#\{ARGON2\}\$argon2id/);
    const { directory } = at;
    for (const dn of [anne, soazig]) {
      const { entries } = await search(directory, actorOf(directory, dn), {
        base: soazig,
        scope: 'base',
        attributes: ['*', '+', 'pwdHistory', 'userPassword'],
      });
      expect([...(entries[0]?.attributes.keys() ?? [])]).not.include.members(['pwdhistory']);
    }
    expect(JSON.stringify(lastRow(directory))).not.include('ARGON2');
  });

  it('treats a name without entry as it treats one with', async () => {
    at = await openPolicies({ pwdLockout: 'TRUE', pwdMaxFailure: '2' });
    const answers = async (dn: string): Promise<string[]> => {
      const words: string[] = [];
      for (let count = 0; count < 4; count += 1) {
        words.push(said((await at.bind('faux', '192.0.2.1', dn)).result));
      }
      return words;
    };
    expect(await answers(personDn('personne'))).deep.equal(await answers(soazig));
  });

  it('locks out attempts that are made together', async () => {
    at = await openPolicies({ pwdLockout: 'TRUE', pwdMaxFailure: '3' });
    const guesses = Array.from({ length: 12 }, () => at.bind('faux'));
    const outcomes = await Promise.all([...guesses, at.bind(first)]);
    expect(said(outcomes.at(-1)!.result)).equal('invalidCredentials accountLocked');
  });

  it('uses up grace once for each sign-in, also of those made together', async () => {
    at = await openPolicies({ pwdMaxAge: '10', pwdGraceAuthNLimit: '2' });
    at.later(11);
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => at.bind(first)));
    const admitted = outcomes.filter(({ result }) => result.code === 'success');
    expect(admitted).length(2);
    expect(at.state()['pwdGraceUseTime']).length(2);
  });

  it('locks what is idle, until an administrator sets the password', async () => {
    at = await openPolicies({ pwdMaxIdle: '60' });
    expect(await at.bound(first)).equal('success');
    // A good sign-in is noted unhurried: a write after it ends after it.
    await at.set(soazig, 'title', 'x');
    at.later(61);
    expect(await at.bound(first)).equal('invalidCredentials accountLocked');
    await at.set(soazig, 'userPassword', second);
    expect(await at.bound(second)).equal('success');
  });

  it('answers failures later and later where it says so (§7.7), and nothing else', async () => {
    at = await openPolicies({ pwdMinDelay: '1', pwdMaxDelay: '8' });
    const order: string[] = [];
    const bound = async (password: string): Promise<void> => {
      order.push(await at.bound(password));
    };
    const failing = bound('faux');
    await bound(first);
    await failing;
    expect(order).deep.equal(['success', 'invalidCredentials']);
  });

  it('keeps a password to its time (§5.3.9, §5.3.10)', async () => {
    at = await openPolicies({});
    await at.set(soazig, 'pwdStartTime', '20260616000000Z');
    expect(await at.bound(first)).equal('invalidCredentials accountLocked');
    await at.set(soazig, 'pwdStartTime', '20260601000000Z');
    expect(await at.bound(first)).equal('success');
    await at.set(soazig, 'pwdEndTime', '20260615000000Z');
    expect(await at.bound(first)).equal('invalidCredentials accountLocked');
  });

  it('tells nobody but who has the password that it has expired', async () => {
    at = await openPolicies({ pwdMaxAge: '10' });
    at.later(11);
    expect(await at.bound('faux')).equal('invalidCredentials');
    const { result, actor } = await at.bind(first);
    expect(result).include({ code: 'invalidCredentials', message: 'invalid credentials' });
    expect(actor.kind).equal('anonymous');
  });

  it('holds who must change a password to that, by both ways, and to its own', async () => {
    at = await openPolicies({ pwdMustChange: 'TRUE' });
    await modify(at.directory, anne, [change('replace', 'userPassword', first)]);
    const { directory } = at;
    const { actor } = await at.bind(first, '192.0.2.1', anne);
    const code = async (result: Promise<Result>): Promise<string> => (await result).code;
    const self = [change('replace', 'userPassword', second)];
    expect(await code(modify(directory, soazig, self, actor))).equal('insufficientAccessRights');
    expect((await search(directory, actor)).result.code).equal('insufficientAccessRights');
    const identity = Buffer.from(soazig);
    const foreign = encodePasswordModify({
      identity,
      oldPassword: undefined,
      newPassword: Buffer.from(second),
    });
    const oid = '1.3.6.1.4.1.4203.1.11.1';
    const extended = await directory
      .as(actor)
      .extended({ kind: 'extended', oid, value: foreign }, { controls: [] });
    expect(extended.result.code).equal('insufficientAccessRights');
    expect(await code(modify(directory, anne, self, actor))).equal('success');
    expect((await search(directory, actor)).result.code).equal('success');
    expect(at.state(anne)).not.have.property('pwdReset');
  });

  it('answers a compare by the password and its policy (§8.1)', async () => {
    at = await openPolicies({ pwdMaxAge: '10', pwdGraceAuthNLimit: '1' });
    const { directory } = at;
    const compare = async (value: string): Promise<string> =>
      said(
        await directory
          .as(root)
          .compare(
            { kind: 'compare', dn: soazig, attribute: 'userPassword', value: Buffer.from(value) },
            { controls: [policyControl] },
          ),
      );
    expect(await compare(first)).equal('compareTrue');
    expect(await compare('faux')).equal('compareFalse');
    expect(await compare(at.state()['userPassword']?.[0] ?? '')).equal('compareFalse');
    at.later(11);
    expect(await compare(first)).equal('compareTrue grace=0');
    expect(await compare(first)).equal('compareFalse passwordExpired');
  });
});
