import { expect } from 'chai';
import type { PolicyErrorName } from '../../src/model/password-policy.js';
import { ownChangeRefusal, qualityRefusal } from '../../src/password/change-rules.js';
import {
  builtInPolicy,
  historyMax,
  policyOf,
  type PasswordPolicy,
} from '../../src/password/policy.js';

const now = Date.parse('2026-06-15T08:00:00Z');
const silent = builtInPolicy({ regional: false });

interface Given {
  readonly policy?: Partial<PasswordPolicy>;
  readonly ageSeconds?: number;
  readonly reset?: boolean;
  readonly hasPassword?: boolean;
  readonly provesOld?: boolean;
}

describe('whether an owner may change its password (draft-behera-10 §8.2)', () => {
  const rows: readonly (readonly [title: string, given: Given, refusal?: PolicyErrorName])[] = [
    ['no policy', {}],
    [
      'safe modification without the old',
      { policy: { safeModify: true } },
      'mustSupplyOldPassword',
    ],
    ['safe modification with it', { policy: { safeModify: true }, provesOld: true }],
    ['safe modification of none', { policy: { safeModify: true }, hasPassword: false }],
    ['users may not', { policy: { allowUserChange: false } }, 'passwordModNotAllowed'],
    [
      'what is missing of both is said in the draft’s order',
      { policy: { allowUserChange: false, safeModify: true } },
      'mustSupplyOldPassword',
    ],
    ['too young', { policy: { minAge: 10 }, ageSeconds: 9 }, 'passwordTooYoung'],
    ['just old enough', { policy: { minAge: 10 }, ageSeconds: 10 }],
    ['of an age nobody knows', { policy: { minAge: 10 } }],
    [
      'too young, but reset where it must be changed (§7.8)',
      { policy: { minAge: 10, mustChange: true }, ageSeconds: 1, reset: true },
    ],
    [
      'too young and reset, where nobody must change',
      { policy: { minAge: 10 }, ageSeconds: 1, reset: true },
      'passwordTooYoung',
    ],
  ];
  for (const [title, given, refusal] of rows) {
    it(`${title}: ${refusal ?? 'yes'}`, () => {
      const { ageSeconds, reset = false, hasPassword = true, provesOld = false } = given;
      const changedAt = ageSeconds === undefined ? undefined : now - ageSeconds * 1000;
      const policy = { ...silent, ...given.policy };
      const found = ownChangeRefusal(
        { policy, state: { changedAt, reset }, now },
        { hasPassword, provesOld },
      );
      expect(found).equal(refusal);
    });
  }
});

describe('whether a new password is good enough (draft-behera-10 §8.2.5)', () => {
  const checked = { checksQuality: true, minLength: 14, maxLength: 20 };
  const rows: readonly (readonly [
    title: string,
    policy: Partial<PasswordPolicy>,
    password: string,
    refusal?: PolicyErrorName,
  ])[] = [
    ['unchecked', { minLength: 14 }, 'court'],
    ['too short by characters, not octets', checked, 'éééé7!Kmpqrtw', 'passwordTooShort'],
    ['long enough', checked, 'éè7!KmpqrtwXzB'],
    ['too long', checked, 'Zt5!vNw8?gHsKd7!rTz2?', 'insufficientPasswordQuality'],
    ['too weak by the CNIL’s count', checked, 'motdepassefacile', 'insufficientPasswordQuality'],
    ['naming its owner', checked, 'Grangere-2026!xyZ', 'insufficientPasswordQuality'],
  ];
  for (const [title, policy, password, refusal] of rows) {
    it(`${title}: ${refusal ?? 'yes'}`, () => {
      const found = qualityRefusal({ ...silent, ...policy }, password, ['Grangère']);
      expect(found?.error).equal(refusal);
      if (found) expect(found.message).match(/^Le mot de passe /);
    });
  }
});

describe('a policy read from its entry (draft-behera-10 §5.2)', () => {
  const read = (values: Readonly<Record<string, string>>): PasswordPolicy =>
    policyOf((attribute) => values[attribute]);

  it('asks nothing where it says nothing', () => {
    expect(read({})).deep.equal({ ...silent, isEntry: true, acceptsHashed: true });
  });

  it('takes hashed passwords unless quality is always checked', () => {
    const quality = (value: string): readonly boolean[] => {
      const { checksQuality, acceptsHashed } = read({ pwdCheckQuality: value });
      return [checksQuality, acceptsHashed];
    };
    expect(quality('0')).deep.equal([false, true]);
    expect(quality('1')).deep.equal([true, true]);
    expect(quality('2')).deep.equal([true, false]);
  });

  it('lets users change their passwords unless it says FALSE', () => {
    expect(read({}).allowUserChange).equal(true);
    expect(read({ pwdAllowUserChange: 'FALSE' }).allowUserChange).equal(false);
  });

  it('bounds what costs', () => {
    const { inHistory, recordedFailures } = read({
      pwdInHistory: '1000000',
      pwdMaxRecordedFailure: '1000000',
    });
    expect(inHistory).equal(historyMax);
    expect(recordedFailures).equal(100);
  });

  it('takes what is no count for none', () => {
    expect(read({ pwdMaxAge: '-5' }).maxAge).equal(0);
    expect(read({ pwdMaxAge: '99999999999999999999' }).maxAge).equal(0);
  });
});
