import { expect } from 'chai';
import { nothingKnown, type PasswordState } from '../../src/password/password-state.js';
import { builtInPolicy, type PasswordPolicy } from '../../src/password/policy.js';
import { afterFailure, afterProof, isLocked } from '../../src/password/sign-in-rules.js';

const now = Date.parse('2026-06-15T08:00:00Z');
const seconds = (count: number): number => now - count * 1000;
const silent = builtInPolicy({ regional: false });

type Row<T> = readonly [
  title: string,
  policy: Partial<PasswordPolicy>,
  state: Partial<PasswordState>,
  expected: T,
];

const situation = <T>([, policy, state]: Row<T>): Parameters<typeof isLocked>[0] => ({
  policy: { ...silent, ...policy },
  state: { ...nothingKnown, ...state },
  now,
});

describe('whether an account is locked (draft-behera-10 §7.1)', () => {
  const rows: readonly Row<boolean>[] = [
    ['nothing is known', {}, {}, false],
    ['locked for good', {}, { lockedAt: 'for good' }, true],
    ['locked, and no duration says until when', {}, { lockedAt: seconds(9e6) }, true],
    ['locked for another second', { lockoutDuration: 10 }, { lockedAt: seconds(9) }, true],
    ['the lock has lasted', { lockoutDuration: 10 }, { lockedAt: seconds(10) }, false],
    ['its start is to come', {}, { startsAt: seconds(-1) }, true],
    ['it starts now', {}, { startsAt: seconds(0) }, false],
    ['it ends now', {}, { endsAt: seconds(0) }, true],
    ['its end is to come', {}, { endsAt: seconds(-1) }, false],
    ['a start after the end disables it', {}, { startsAt: seconds(1), endsAt: seconds(2) }, true],
    ['idle for as long as is allowed', { maxIdle: 60 }, { lastSuccessAt: seconds(60) }, true],
    ['used within that time', { maxIdle: 60 }, { lastSuccessAt: seconds(59) }, false],
    ['never used', { maxIdle: 60 }, {}, false],
    [
      'idle, but the password was set since',
      { maxIdle: 60 },
      { lastSuccessAt: seconds(600), changedAt: seconds(5) },
      false,
    ],
    ['many failures alone lock nobody', {}, { failedAt: Array<number>(50).fill(now) }, false],
  ];
  for (const row of rows) {
    it(`${row[0]}: ${row[3] ? 'locked' : 'open'}`, () => {
      expect(isLocked(situation(row))).equal(row[3]);
    });
  }
});

describe('what a proved password is good for (draft-behera-10 §8.1.2)', () => {
  const aged = { maxAge: 100 };
  const rows: readonly Row<string>[] = [
    ['no maximum age', {}, { changedAt: seconds(1e9) }, 'in'],
    ['nobody knows when it changed', aged, {}, 'in'],
    ['at its maximum age', aged, { changedAt: seconds(100) }, 'in'],
    ['past its maximum age', aged, { changedAt: seconds(101) }, 'passwordExpired'],
    [
      'past it, with grace',
      { ...aged, graceLimit: 3 },
      { changedAt: seconds(101) },
      'in grace graceAuthNsRemaining=2',
    ],
    [
      'its last grace',
      { ...aged, graceLimit: 3 },
      { changedAt: seconds(101), graceUsedAt: [1, 2] },
      'in grace graceAuthNsRemaining=0',
    ],
    [
      'its grace is used up',
      { ...aged, graceLimit: 3 },
      { changedAt: seconds(101), graceUsedAt: [1, 2, 3] },
      'passwordExpired',
    ],
    [
      'its grace has an end (§5.2.10), to come',
      { ...aged, graceLimit: 3, graceExpiry: 10 },
      { changedAt: seconds(110) },
      'in grace graceAuthNsRemaining=2',
    ],
    [
      'its grace has ended',
      { ...aged, graceLimit: 3, graceExpiry: 10 },
      { changedAt: seconds(111) },
      'passwordExpired',
    ],
    [
      'about to expire',
      { ...aged, expireWarning: 30 },
      { changedAt: seconds(70) },
      'in timeBeforeExpiration=30',
    ],
    ['not yet worth a warning', { ...aged, expireWarning: 30 }, { changedAt: seconds(69) }, 'in'],
    ['expiring this second', { ...aged, expireWarning: 30 }, { changedAt: seconds(100) }, 'in'],
    ['reset, but nobody must change', {}, { reset: true }, 'in'],
    ['must be changed', { mustChange: true }, { reset: true }, 'in must-change changeAfterReset'],
    ['chosen by its owner', { mustChange: true }, {}, 'in'],
    [
      'must be changed, and is expired: that comes first',
      { ...aged, mustChange: true },
      { reset: true, changedAt: seconds(500) },
      'in must-change changeAfterReset',
    ],
    [
      'must be changed, and soon expires',
      { ...aged, mustChange: true, expireWarning: 30 },
      { reset: true, changedAt: seconds(80) },
      'in must-change timeBeforeExpiration=20 changeAfterReset',
    ],
  ];
  for (const row of rows) {
    it(`${row[0]}: ${row[3]}`, () => {
      const verdict = afterProof(situation(row));
      if (!verdict.admitted) return void expect(verdict.error).equal(row[3]);
      const { usesGrace, mustChange, report } = verdict;
      const { warning, error } = report;
      const amount = warning && ('seconds' in warning ? warning.seconds : warning.count);
      const words = [
        'in',
        ...(usesGrace ? ['grace'] : []),
        ...(mustChange ? ['must-change'] : []),
        ...(warning ? [`${warning.kind}=${amount}`] : []),
        ...(error ? [error] : []),
      ];
      expect(words.join(' ')).equal(row[3]);
    });
  }
});

describe('what follows from a failure (draft-behera-10 §7.6, §7.7)', () => {
  const lockout = { lockout: true, maxFailure: 3 };
  const failures = (...ages: readonly number[]): Partial<PasswordState> => ({
    failedAt: ages.map(seconds),
  });
  const rows: readonly Row<readonly [locks: boolean, delayMs: number]>[] = [
    ['no lockout', { maxFailure: 3 }, failures(3, 2, 1, 0), [false, 0]],
    ['no maximum', { lockout: true }, failures(3, 2, 1, 0), [false, 0]],
    ['one less than the maximum', lockout, failures(1, 0), [false, 0]],
    ['the maximum', lockout, failures(2, 1, 0), [true, 0]],
    [
      'some are older than the interval',
      { ...lockout, failureCountInterval: 10 },
      failures(11, 1, 0),
      [false, 0],
    ],
    ['none is', { ...lockout, failureCountInterval: 10 }, failures(10, 1, 0), [true, 0]],
    ['the first delay', { minDelay: 2, maxDelay: 30 }, failures(0), [false, 2_000]],
    ['it doubles', { minDelay: 2, maxDelay: 30 }, failures(2, 1, 0), [false, 8_000]],
    ['up to the most', { minDelay: 2, maxDelay: 30 }, failures(5, 4, 3, 2, 1, 0), [false, 30_000]],
    ['both must be said', { minDelay: 2 }, failures(2, 1, 0), [false, 0]],
  ];
  for (const row of rows) {
    it(row[0], () => {
      const { locks, delayMs } = afterFailure(situation(row));
      expect([locks, delayMs]).deep.equal(row[3]);
    });
  }
});
