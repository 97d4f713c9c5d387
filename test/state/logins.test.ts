import { expect } from 'chai';
import {
  failuresOf,
  forgetLogin,
  loginKey,
  loginOf,
  type LoginRecord,
  noFailures,
  saveFailures,
  saveLogin,
} from '../../src/state/logins.js';
import { memoryState } from './memory-state.js';

describe('what is known of sign-ins', () => {
  const key = loginKey('ABCDEF00-0000-4000-8000-000000000001');
  const record: LoginRecord = {
    failedAt: [1, 2],
    strangers: { failures: 2, lastFailureAt: 2, notBefore: 0 },
    lockedAt: 2,
    graceUsedAt: [3],
    lastSuccessAt: 4,
    networks: [{ network: 'abc', failures: 1, lastFailureAt: 2, notBefore: 0 }],
  };

  it('is nothing at first', async () => {
    await memoryState().write(({ state }) => {
      expect(loginOf(state, key)).deep.include({ failedAt: [], networks: [], lockedAt: undefined });
      expect(failuresOf(state, 'pair:1')).deep.equal(noFailures);
    });
  });

  it('comes back as it was saved, and is forgotten with the entry', async () => {
    await memoryState().write(({ state }) => {
      saveLogin(state, key, record);
      saveFailures(state, 'pair:1', record.strangers);
      expect(loginOf(state, key)).deep.equal(record);
      expect(failuresOf(state, 'pair:1')).deep.equal(record.strangers);
      forgetLogin(state, 'abcdef00-0000-4000-8000-000000000001');
      expect(loginOf(state, key).failedAt).deep.equal([]);
    });
  });

  it('reads what is no record as nothing known', async () => {
    await memoryState().write(({ state }) => {
      for (const value of [null, 7, 'x', [], { failedAt: 'x', networks: [{}], strangers: 3 }]) {
        state.put('logins', key, value);
        expect(loginOf(state, key)).deep.include({ failedAt: [], strangers: noFailures });
      }
    });
  });
});
