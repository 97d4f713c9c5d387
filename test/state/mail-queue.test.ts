import { expect } from 'chai';

import {
  countMails,
  enqueueMail,
  forgetMails,
  leaseMails,
  mailDeferred,
  mailFailed,
  mailOf,
  mailSent,
  mailsAbout,
  mailWithdrawn,
  nextMailAt,
  renewLease,
  resendMail,
} from '../../src/state/mail-queue.js';
import { mailId } from '../../src/state/mail-row.js';
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

  it('never sends or queues again what was sent, and drops what was confidential', () => {
    const { state } = memoryState();
    enqueueMail(state, { ...mail, confidential: true }, 1);
    leaseMails(state, lease(1));
    mailSent(state, id, { now: 2, forgetAt: 100 });
    expect(mailOf(state, id)).to.include({ state: 'sent', data: null, settledAt: 2 });
    mailDeferred(state, id, 'late answer', 3);
    renewLease(state, id, 50);
    expect(leaseMails(state, lease(60))).to.deep.equal([]);
    expect(enqueueMail(state, mail, 60)).to.equal(false);
    expect(nextMailAt(state)).to.equal(undefined);
  });

  it('lists the mails about a person, and sends one again when asked', () => {
    const { state } = memoryState();
    enqueueMail(state, { ...mail, person: 'p' }, 1);
    enqueueMail(state, { ...mail, person: 'p', request: 'later', confidential: true }, 5);
    const later = mailId({ ...mail, request: 'later' });
    expect(mailsAbout(state, 'p').map((each) => each.id)).to.deep.equal([later, id]);
    expect(mailsAbout(state, 'q')).to.deep.equal([]);
    expect(resendMail(state, id, 6), 'it waits anyway').to.equal(false);
    leaseMails(state, lease(6));
    mailFailed(state, id, '550 unknown', { now: 7, forgetAt: 100 });
    mailSent(state, later, { now: 7, forgetAt: 100 });
    expect(resendMail(state, later, 8), 'confidential').to.equal(false);
    expect(resendMail(state, id, 8)).to.equal(true);
    expect(leaseMails(state, lease(8))).to.have.length(1);
    expect(mailOf(state, id)).to.include({ resent: 1, attempts: 0 });
    expect(forgetMails(state, 100, 10)).to.equal(1);
  });

  it('takes a mail back before it left, never after', () => {
    const { state } = memoryState();
    const when = { now: 2, forgetAt: 100 };
    enqueueMail(state, { ...mail, delayMs: 10 }, 1);
    expect(leaseMails(state, lease(10))).to.deep.equal([]);
    expect(mailWithdrawn(state, id, when)).to.equal(true);
    expect(leaseMails(state, lease(20))).to.deep.equal([]);
    enqueueMail(state, { ...mail, request: 'other' }, 1);
    leaseMails(state, lease(20));
    expect(mailWithdrawn(state, mailId({ ...mail, request: 'other' }), when)).to.equal(false);
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
