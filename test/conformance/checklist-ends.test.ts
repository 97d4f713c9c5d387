import { expect } from 'chai';
import type { Request } from '../../src/model/request.js';
import { checklist } from './checklist.js';
import { album, allPhotos } from './album.js';
import { person } from './checklist-fixture.js';
import { unknownCritical, whoAmI } from './checklist-session.js';
import { extension } from './oids.js';
import type { Peer } from './peer.js';
import { rootDn, rootPassword } from './servers.js';
import { search, type Session } from './session.js';
import type { Check } from './side-by-side.js';

const abandon = (messageId: number): Request => ({ kind: 'abandon', messageId });

/** The next answer on this connection is to Who am I: nothing came before it. */
async function expectSilence(session: Session): Promise<void> {
  expect((await session.ask(whoAmI)).result.code).to.equal('success');
}

/** What comes for a search that is abandoned while its entries leave. */
async function abandoned(session: Session): Promise<string[]> {
  session.connection.pause();
  const id = session.send(allPhotos);
  await new Promise((resolve) => setTimeout(resolve, 300));
  session.send(abandon(id));
  await new Promise((resolve) => setTimeout(resolve, 300));
  session.connection.resume();
  const who = session.send(whoAmI);
  const kinds: string[] = [];
  for (;;) {
    const message = await session.connection.next();
    if (!message) throw new Error('the server closed the connection');
    if (message.id === who) return kinds;
    kinds.push(message.response.kind);
  }
}

const silent: readonly Check[] = [
  {
    title: '18 an unbind closes, and nothing is sent (RFC 4511 §4.3)',
    run: async (peer) => {
      const session = await peer.open(person('p1'), 'secret1');
      session.send({ kind: 'unbind' });
      expect(await session.connection.rest()).to.have.length(0);
    },
  },
  {
    title: '18 an unbind with an unknown critical control too',
    run: async (peer) => {
      const session = await peer.open();
      session.send({ kind: 'unbind' }, [unknownCritical]);
      expect(await session.connection.rest()).to.have.length(0);
    },
  },
  {
    title: '18 an abandon is never answered (RFC 4511 §4.11)',
    run: async (peer) => {
      const session = await peer.open();
      session.send(abandon(77));
      await expectSilence(session);
    },
  },
  {
    title: '18 nor with an unknown critical control (RFC 4511 §4.1.11)',
    run: async (peer) => {
      const session = await peer.open();
      session.send(abandon(77), [unknownCritical]);
      await expectSilence(session);
    },
  },
  {
    title: '18 an abandon of itself, of zero, and of what is done are ignored',
    run: async (peer) => {
      const session = await peer.open();
      await expectSilence(session);
      for (const id of [2, 0, 1]) session.send(abandon(id));
      await expectSilence(session);
    },
  },
  {
    title: '19 an abandoned search ends at once, without a result',
    run: async (peer) => {
      const session = await peer.open(rootDn, rootPassword);
      const kinds = await abandoned(session);
      expect(kinds).to.not.include('result');
      expect(kinds.length, 'entries').to.be.below(album.length);
      await expectSilence(session);
    },
  },
  {
    title: '30 a time limit: entries so far, then timeLimitExceeded (RFC 4511 §4.5.1.5)',
    run: async (peer) => {
      const session = await peer.open(rootDn, rootPassword);
      session.connection.pause();
      const id = session.send({ ...allPhotos, timeLimit: 1 });
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      session.connection.resume();
      const { result, entries } = await session.answer(id);
      expect(result.code).to.equal('timeLimitExceeded');
      expect(entries.length).to.be.above(0).and.below(album.length);
    },
  },
  {
    title: '20 searches asked at once are all answered, each under its messageID',
    run: async (peer) => {
      const session = await peer.open(rootDn, rootPassword);
      const asked = ['p1', 'p2', 'p3', 'zz'].map((uid) => session.send(search(person(uid))));
      const ended: number[] = [];
      const entries: number[] = [];
      while (ended.length < asked.length) {
        const message = await session.connection.next();
        if (message?.response.kind === 'result') ended.push(message.id);
        else if (message) entries.push(message.id);
      }
      expect(ended).to.have.members(asked);
      expect(entries).to.have.members(asked.slice(0, 3));
    },
  },
];

async function expectNoticeAtShutdown(peer: Peer): Promise<void> {
  const twin = await peer.twin();
  const session = await twin.open();
  await expectSilence(session);
  const closed = twin.close({ keepSessions: true });
  const [notice, ...more] = await session.connection.rest();
  await closed;
  expect(more).to.have.length(0);
  expect(notice?.id).to.equal(0);
  const response = notice?.response;
  if (response?.kind !== 'result') throw new Error('no notice');
  expect(response.oid).to.equal(extension.noticeOfDisconnection);
  expect(response.result.code).to.equal('unavailable');
}

checklist(
  'session',
  [
    ...silent,
    {
      title: '21 a server that stops says so (RFC 4511 §4.4.1)',
      run: expectNoticeAtShutdown,
      slapdDeparts: 'it closes without a notice',
    },
  ],
  { entries: album },
);
