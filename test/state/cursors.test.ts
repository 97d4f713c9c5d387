import { expect } from 'chai';

import { cursorOf, moveCursor } from '../../src/state/cursors.js';
import {
  reconciliationOf,
  reconciliationSpread,
  reconciliationWanted,
  targetAnswered,
  targetOf,
  targetPaused,
} from '../../src/state/provisioning-target.js';
import { memoryState } from './memory-state.js';

describe('the cursors', () => {
  it('only go forward, each on its own', () => {
    const { state } = memoryState();
    expect(cursorOf(state, 'mails')).to.equal(undefined);
    expect(moveCursor(state, 'mails', 5)).to.equal(true);
    expect(moveCursor(state, 'mails', 5)).to.equal(false);
    expect(moveCursor(state, 'mails', 4)).to.equal(false);
    expect(cursorOf(state, 'mails')).to.equal(5);
    expect(cursorOf(state, 'webdcr')).to.equal(undefined);
  });
});

describe('the target', () => {
  it('counts one failure per pause and forgets them when it answers', () => {
    const { state } = memoryState();
    targetPaused(state, { until: 20, reason: '429', now: 10 });
    targetPaused(state, { until: 15, reason: '429', now: 11 });
    expect(targetOf(state)).to.include({ pausedUntil: 20, failures: 1 });
    targetPaused(state, { until: 40, reason: '503', now: 21 });
    expect(targetOf(state)).to.include({ pausedUntil: 40, failures: 2, reason: '503' });
    targetAnswered(state);
    expect(targetOf(state)).to.include({ pausedUntil: 0, failures: 0 });
  });

  it('keeps a wish to compare everyone that came while another was carried out', () => {
    const { state } = memoryState();
    reconciliationWanted(state, { sequence: 1, now: 1 });
    const first = reconciliationOf(state)!;
    reconciliationWanted(state, { sequence: 2, now: 2 });
    reconciliationSpread(state, first);
    expect(reconciliationOf(state)).to.deep.equal({ sequence: 2, askedAt: 2 });
    reconciliationSpread(state, reconciliationOf(state)!);
    expect(reconciliationOf(state)).to.equal(undefined);
  });
});
