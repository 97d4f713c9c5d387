import { expect } from 'chai';

import {
  countMails,
  enqueueMail,
  forgetMails,
  leaseMails,
  mailDeferred,
  mailFailed,
  mailId,
  mailOf,
  mailSent,
  nextMailAt,
  renewLease,
} from '../../src/state/mail-queue.js';
import { memoryState } from './memory-state.js';

const mail = {
  template: 'access-requested',
  request: 'person service time',
  transition: 'A traiter',
  recipient: 'anne@example.org',
  data: { city: 'VANNES' },
};
const id = mailId(mail);
const none = new Set<string>();
const lease = (now: number) => ({ now, until: now + 10, limit: 10, except: none });

describe('the mail queue', () => {
  it('queues a mail once, whatever the case of its recipient', () => {
    const { state } = memoryState();
    expect(enqueueMail(state, mail, 1)).to.equal(true);
    expect(enqueueMail(state, { ...mail, recipient: 'ANNE@example.org' }, 2)).to.equal(false);
    expect(countMails(state).queued).to.equal(1);
  });

  for (const part of ['template', 'request', 'transition', 'recipient'] as const) {
    it(`tells mails of another ${part} apart`, () => {
      expect(mailId({ ...mail, [part]: 'other' })).not.to.equal(id);
    });
  }

  it('gives a leased mail to nobody else until the lease runs out', () => {
    const { state } = memoryState();
    enqueueMail(state, mail, 1);
    expect(leaseMails(state, lease(1)).map((each) => each.id)).to.deep.equal([id]);
    expect(leaseMails(state, lease(5))).to.deep.equal([]);
    expect(leaseMails(state, lease(11))).to.have.length(1);
  });

  it('keeps a renewed lease, and leaves those of this process alone', () => {
    const { state } = memoryState();
    enqueueMail(state, mail, 1);
    leaseMails(state, lease(1));
    renewLease(state, id, 30);
    expect(leaseMails(state, lease(20))).to.deep.equal([]);
    expect(leaseMails(state, { ...lease(40), except: new Set([id]) })).to.deep.equal([]);
  });

  it('never sends or queues again what was sent, and drops its data', () => {
    const { state } = memoryState();
    enqueueMail(state, mail, 1);
    leaseMails(state, lease(1));
    mailSent(state, id, { now: 2, forgetAt: 100 });
    expect(mailOf(state, id)).to.include({ state: 'sent', data: null, settledAt: 2 });
    mailDeferred(state, id, 'late answer', 3);
    renewLease(state, id, 50);
    expect(leaseMails(state, lease(60))).to.deep.equal([]);
    expect(enqueueMail(state, mail, 60)).to.equal(false);
    expect(nextMailAt(state)).to.equal(undefined);
  });

  it('waits until the time of the retry, counting attempts', () => {
    const { state } = memoryState();
    enqueueMail(state, mail, 1);
    leaseMails(state, lease(1));
    mailDeferred(state, id, '451 later', 20);
    expect(mailOf(state, id)).to.include({ state: 'retry', attempts: 1, lastError: '451 later' });
    expect(nextMailAt(state)).to.equal(20);
    expect(leaseMails(state, lease(19))).to.deep.equal([]);
    expect(leaseMails(state, lease(20))).to.have.length(1);
  });

  it('forgets proofs, of sent and failed mails, after their retention', () => {
    const { state } = memoryState();
    enqueueMail(state, mail, 1);
    leaseMails(state, lease(1));
    mailFailed(state, id, '550 unknown', { now: 2, forgetAt: 100 });
    expect(forgetMails(state, 99, 10)).to.equal(0);
    expect(forgetMails(state, 100, 10)).to.equal(1);
    expect([...state.list('mails')]).to.deep.equal([]);
  });
});
