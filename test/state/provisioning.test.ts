import { expect } from 'chai';

import {
  comparisonWanted,
  duePersons,
  nextPersonAt,
  personBlocked,
  personDeferred,
  personForgotten,
  personReleased,
  personSent,
  personWanted,
  provisioningOf,
  removalWanted,
  personHeld,
} from '../../src/state/provisioning.js';
import {
  blockedPersons,
  countPersons,
  countWaiting,
  heldPersons,
  indexAnew,
  waitingSince,
} from '../../src/state/provisioning-index.js';
import { memoryState } from './memory-state.js';

const sent = { hash: 'h', remoteId: 'r1', filled: [], login: 'anne.le-goff', now: 5 };

describe('the provisioning rows', () => {
  it('make many changes one push, covered by the last', () => {
    const { state } = memoryState();
    personWanted(state, { person: 'p', dn: 'uid=a', sequence: 1, now: 1 });
    personWanted(state, { person: 'p', sequence: 3, now: 2 });
    expect([...duePersons(state, 2)]).to.have.length(1);
    expect(provisioningOf(state, 'p')).to.include({ wanted: 3, since: 1, dn: 'uid=a' });
    personSent(state, 'p', { ...sent, covered: 3 });
    expect(provisioningOf(state, 'p')).to.include({ state: 'à jour', remoteId: 'r1', dueAt: null });
    expect(nextPersonAt(state)).to.equal(undefined);
  });

  it('keep waiting when the person changed while it was being sent', () => {
    const { state } = memoryState();
    personWanted(state, { person: 'p', sequence: 1, now: 1 });
    personWanted(state, { person: 'p', sequence: 2, now: 2 });
    personSent(state, 'p', { ...sent, covered: 1 });
    expect(provisioningOf(state, 'p')).to.include({ state: 'en attente', dueAt: 5, sent: 1 });
    personDeferred(state, 'p', { reason: 'old news', covered: 1, nextAt: 99 });
    personBlocked(state, 'p', { reason: 'old news', covered: 1 });
    personForgotten(state, 'p', 1);
    expect(provisioningOf(state, 'p')).to.include({ state: 'en attente', dueAt: 5 });
  });

  it('block until the person changes or is released', () => {
    const { state } = memoryState();
    personWanted(state, { person: 'p', sequence: 1, now: 1 });
    personBlocked(state, 'p', { reason: 'login déjà pris', covered: 1 });
    expect(nextPersonAt(state)).to.equal(undefined);
    expect(personReleased(state, 'p', 7)).to.equal(true);
    expect(provisioningOf(state, 'p')).to.include({ state: 'en attente', dueAt: 7 });
    personBlocked(state, 'p', { reason: 'login déjà pris', covered: 1 });
    personWanted(state, { person: 'p', sequence: 2, now: 9 });
    expect(provisioningOf(state, 'p')).to.include({ state: 'en attente', lastError: null });
  });

  it('come back later, one bad person behind the others', () => {
    const { state } = memoryState();
    personWanted(state, { person: 'bad', sequence: 1, now: 1 });
    personWanted(state, { person: 'good', sequence: 2, now: 2 });
    personDeferred(state, 'bad', { reason: '500', covered: 1, nextAt: 50 });
    expect([...duePersons(state, 10)].map(({ person }) => person)).to.deep.equal(['good']);
    expect(provisioningOf(state, 'bad')).to.include({ state: 'nouvel essai', attempts: 1 });
  });

  it('send changes before comparisons, and lose neither', () => {
    const { state } = memoryState();
    comparisonWanted(state, { person: 'a', sequence: 1, now: 1 });
    comparisonWanted(state, { person: 'b', sequence: 1, now: 1 });
    personWanted(state, { person: 'b', sequence: 2, now: 3 });
    expect([...duePersons(state, 9)].map(({ person }) => person)).to.deep.equal(['b', 'a']);
    expect(provisioningOf(state, 'b')).to.include({ compare: true, urgent: true });
    personSent(state, 'b', { ...sent, covered: 2 });
    expect([...duePersons(state, 9)].map(({ person }) => person)).to.deep.equal(['a']);
    expect([...state.list('provisioning', { prefix: 'due/' })]).to.have.length(1);
  });

  it('carry the login of a removed person', () => {
    const { state } = memoryState();
    removalWanted(state, { person: 'p', login: 'anne.le-goff', sequence: 4, now: 1 });
    expect(provisioningOf(state, 'p')).to.include({
      removed: true,
      login: 'anne.le-goff',
    });
  });

  it('count the states, find who waits longest, who is blocked and who is held', () => {
    const { state } = memoryState();
    personWanted(state, { person: 'p', sequence: 4, now: 10 });
    personWanted(state, { person: 'q', sequence: 5, now: 20 });
    personWanted(state, { person: 'r', sequence: 6, now: 30 });
    expect(waitingSince(state)).to.equal(10);
    expect(countWaiting(state, 25, 10)).to.equal(2);
    personBlocked(state, 'p', { reason: '400', covered: 4 });
    personHeld(state, 'q', { batch: 'lot', reason: 'retenu' });
    expect(countPersons(state)).to.include({ 'en attente': 1, bloqué: 1, retenu: 1 });
    expect(blockedPersons(state, 10)).to.deep.equal(['p']);
    expect(heldPersons(state, 'lot', 10)).to.deep.equal(['q']);
    expect(waitingSince(state)).to.equal(30);
    personWanted(state, { person: 'q', sequence: 7, now: 40 });
    expect(heldPersons(state, 'lot', 10)).to.deep.equal([]);
    expect(countPersons(state)).to.include({ 'en attente': 2, retenu: 0 });
  });

  it('are indexed anew, once, where an earlier version left them', () => {
    const { state } = memoryState();
    personWanted(state, { person: 'p', sequence: 4, now: 10 });
    personWanted(state, { person: 'q', sequence: 5, now: 20 });
    for (const { key } of [...state.list('provisioning')]) {
      if (!key.startsWith('person/') && !key.startsWith('due/')) state.remove('provisioning', key);
    }
    indexAnew(state);
    indexAnew(state);
    expect(countPersons(state)['en attente']).to.equal(2);
    expect(waitingSince(state)).to.equal(10);
  });
});
