import type { Request } from '../../src/model/request.js';
import { passwordModify } from './client/extended.js';
import { suffix } from './servers.js';
import { type Change, compare, modify, search, type Values, simpleBind } from './session.js';

/**
 * The policy of draft-behera-10, the same turns asked of our server and of slapd with its ppolicy
 * overlay. Where slapd departs from the draft, the turn says what it answers instead.
 */

export const user = `uid=p,ou=people,${suffix}`;
export const policy = `cn=default,ou=politiques,${suffix}`;
const silent = 'insufficientAccessRights';
export const [first, second, third] = ['Zt5!vNw8?gHs', 'Kd7!rTz2?mPx', 'Bn4!wQy6?cLf'];
const whoAmI: Request = { kind: 'extended', oid: '1.3.6.1.4.1.4203.1.11.3', value: undefined };

type Who = 'root' | 'user';

/** What one turn does, and what comes of it; `slapd` where that is something else. */
export interface Turn {
  readonly who?: Who;
  readonly ask?: Request;
  readonly waitMs?: number;
  readonly then?: string;
  readonly slapd?: string;
}

const bind = (password: string, then: string, slapd?: string): Turn => ({
  who: 'user',
  ask: simpleBind(user, password),
  then,
  ...(slapd !== undefined && { slapd }),
});
const as = (who: Who, ask: Request, then: string, slapd?: string): Turn => ({
  who,
  ask,
  then,
  ...(slapd !== undefined && { slapd }),
});
const wait = (waitMs: number): Turn => ({ waitMs });
const replace = (password: string): Request => modify(user, ['replace', 'userPassword', password]);
const swap = (old: string, next: string): Request =>
  modify(user, ['delete', 'userPassword', old], ['add', 'userPassword', next]);
const exop = (fresh: string, old?: string): Request =>
  passwordModify(old === undefined ? { fresh } : { fresh, old });
const set = (...changes: readonly Change[]): Request => modify(policy, ...changes);

export interface Scenario {
  readonly policy: Values;
  readonly turns: readonly Turn[];
}

export const scenarios: Readonly<Record<string, Scenario>> = {
  'a policy that asks nothing has nothing to say': {
    policy: {},
    turns: [
      bind(first, 'success'),
      bind('faux', 'invalidCredentials'),
      bind(first, 'success'),
      as('user', replace(second), 'success'),
      bind(second, 'success'),
    ],
  },
  'a lockout (§7.6, §8.1.3.2)': {
    policy: { pwdLockout: 'TRUE', pwdMaxFailure: '3' },
    turns: [
      bind('faux', 'invalidCredentials'),
      bind('faux', 'invalidCredentials'),
      bind('faux', 'invalidCredentials accountLocked', 'invalidCredentials'),
      bind(first, 'invalidCredentials accountLocked'),
      as('root', modify(user, ['delete', 'pwdAccountLockedTime']), 'success'),
      bind(first, 'success'),
    ],
  },
  'a success forgets the failures before it (§8.1.2.1)': {
    policy: { pwdLockout: 'TRUE', pwdMaxFailure: '2' },
    turns: [
      bind('faux', 'invalidCredentials'),
      bind(first, 'success'),
      bind('faux', 'invalidCredentials'),
      bind(first, 'success'),
    ],
  },
  'a lock for a time (§5.2.12)': {
    policy: { pwdLockout: 'TRUE', pwdMaxFailure: '1', pwdLockoutDuration: '2' },
    turns: [
      bind('faux', 'invalidCredentials accountLocked', 'invalidCredentials'),
      bind(first, 'invalidCredentials accountLocked'),
      wait(3_100),
      bind(first, 'success'),
    ],
  },
  'a reset lifts a lock (§5.2.12)': {
    policy: { pwdLockout: 'TRUE', pwdMaxFailure: '1' },
    turns: [
      bind('faux', 'invalidCredentials accountLocked', 'invalidCredentials'),
      bind(first, 'invalidCredentials accountLocked'),
      as('root', replace(second), 'success'),
      bind(second, 'success'),
    ],
  },
  'an administrator locks an account for good (§5.3.3)': {
    policy: {},
    turns: [
      as('root', modify(user, ['add', 'pwdAccountLockedTime', '000001010000Z']), 'success'),
      // slapd looks at locks only where pwdLockout is TRUE; §7.1 does not ask.
      bind(first, 'invalidCredentials accountLocked', 'success'),
      as('root', modify(user, ['delete', 'pwdAccountLockedTime']), 'success'),
      bind(first, 'success'),
    ],
  },
  'a password that has expired serves a few times more (§8.1.2.3)': {
    policy: { pwdMaxAge: '1', pwdGraceAuthNLimit: '2' },
    turns: [
      wait(2_100),
      bind(first, 'success grace=1'),
      bind(first, 'success grace=0'),
      bind(first, 'invalidCredentials passwordExpired'),
      as('root', replace(second), 'success'),
      bind(second, 'success'),
    ],
  },
  'without grace an expired password is refused': {
    policy: { pwdMaxAge: '1' },
    turns: [
      bind(first, 'success'),
      wait(2_100),
      bind(first, 'invalidCredentials passwordExpired'),
      bind('faux', 'invalidCredentials'),
    ],
  },
  'a password about to expire warns (§8.1.2.4)': {
    policy: { pwdMaxAge: '3600', pwdExpireWarning: '3599' },
    turns: [wait(2_100), bind(first, 'success expires in time')],
  },
  'a password that is young does not': {
    policy: { pwdMaxAge: '3600', pwdExpireWarning: '60' },
    turns: [bind(first, 'success')],
  },
  'a password that was reset is changed before all else (§8.1.2.2, §8.3)': {
    policy: { pwdMustChange: 'TRUE' },
    turns: [
      as('root', replace(second), 'success'),
      bind(second, 'success changeAfterReset'),
      // slapd refuses without saying why in the control.
      as('user', search(suffix), 'insufficientAccessRights changeAfterReset', silent),
      as('user', compare(user, 'sn', 'p'), 'insufficientAccessRights changeAfterReset', silent),
      as('user', whoAmI, 'success'),
      as(
        'user',
        modify(user, ['replace', 'userPassword', third], ['replace', 'description', 'x']),
        'insufficientAccessRights changeAfterReset',
      ),
      as('user', replace(third), 'success'),
      as('user', search(suffix), 'success'),
      bind(third, 'success'),
    ],
  },
  'the same by Password Modify': {
    policy: { pwdMustChange: 'TRUE' },
    turns: [
      as('root', replace(second), 'success'),
      bind(second, 'success changeAfterReset'),
      as('user', exop(third, second), 'success'),
      as('user', search(suffix), 'success'),
      bind(third, 'success'),
    ],
  },
  'users who may not change their password (§8.2.3)': {
    policy: { pwdAllowUserChange: 'FALSE' },
    turns: [
      bind(first, 'success'),
      as('user', replace(second), 'insufficientAccessRights passwordModNotAllowed'),
      as('user', exop(second, first), 'insufficientAccessRights passwordModNotAllowed'),
      as('root', replace(second), 'success'),
      bind(second, 'success'),
    ],
  },
  'the old password must come with the new (§8.2.1)': {
    policy: { pwdSafeModify: 'TRUE' },
    turns: [
      bind(first, 'success'),
      as('user', replace(second), 'insufficientAccessRights mustSupplyOldPassword'),
      as('user', exop(second), 'insufficientAccessRights mustSupplyOldPassword'),
      as('user', swap(first, second), 'success'),
      as('user', exop(third, second), 'success'),
      bind(third, 'success'),
    ],
  },
  'too early to change again (§8.2.4)': {
    policy: { pwdMinAge: '3600' },
    turns: [
      bind(first, 'success'),
      as('user', replace(second), 'constraintViolation passwordTooYoung'),
      as('user', exop(second, first), 'constraintViolation passwordTooYoung'),
      as('root', replace(second), 'success'),
      bind(second, 'success'),
    ],
  },
  'too short (§8.2.5)': {
    policy: { pwdCheckQuality: '2', pwdMinLength: '12' },
    turns: [
      bind(first, 'success'),
      as('user', replace('Court-7!'), 'constraintViolation passwordTooShort'),
      as('user', exop('Court-7!', first), 'constraintViolation passwordTooShort'),
      as('user', replace(second), 'success'),
    ],
  },
  'what is hashed cannot be checked (§8.2.5)': {
    policy: { pwdCheckQuality: '2' },
    turns: [
      bind(first, 'success'),
      as(
        'user',
        replace('{SSHA}A3hwQO6knXQOmQBsZCqIf8o5PcKQbrzp'),
        'constraintViolation insufficientPasswordQuality',
      ),
      as('root', set(['replace', 'pwdCheckQuality', '1']), 'success'),
      as('user', replace('{SSHA}A3hwQO6knXQOmQBsZCqIf8o5PcKQbrzp'), 'success'),
      bind('Secret été', 'success'),
    ],
  },
  'a password that served already (§8.2.6)': {
    policy: { pwdInHistory: '2' },
    turns: [
      bind(first, 'success'),
      as('user', replace(first), 'constraintViolation passwordInHistory'),
      as('user', replace(second), 'success'),
      wait(1_100),
      as('user', replace(first), 'constraintViolation passwordInHistory'),
      as('user', exop(first, second), 'constraintViolation passwordInHistory'),
      as('user', replace(third), 'success'),
      wait(1_100),
      as('user', replace(first), 'constraintViolation passwordInHistory'),
      as('user', replace('Rq8!hVd3?tWk'), 'success'),
      as('user', replace(first), 'success'),
    ],
  },
  'one value only (§8)': {
    policy: {},
    turns: [
      bind(first, 'success'),
      // slapd sees it only where one request brings several.
      as('user', modify(user, ['add', 'userPassword', second]), 'constraintViolation', 'success'),
      bind(second, 'invalidCredentials', 'success'),
      bind(first, 'success'),
    ],
  },
  'a wrong old password changes nothing': {
    policy: { pwdSafeModify: 'TRUE' },
    turns: [
      bind(first, 'success'),
      as(
        'user',
        swap('faux', second),
        'insufficientAccessRights mustSupplyOldPassword',
        'unwillingToPerform mustSupplyOldPassword',
      ),
      as('user', exop(second, 'faux'), 'unwillingToPerform'),
      bind(first, 'success'),
    ],
  },
};
