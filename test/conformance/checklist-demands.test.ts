import { expect } from 'chai';
import type { Request } from '../../src/model/request.js';
import { album, allPhotos } from './album.js';
import { checklist, row, type Row } from './checklist.js';
import { people, person } from './checklist-fixture.js';
import { someone } from './checklist-update.js';
import { asserted } from './client/controls.js';
import type { Peer } from './peer.js';
import { rootDn, rootPassword } from './servers.js';
import {
  add,
  type Answer,
  compare,
  modify,
  remove,
  search,
  type Session,
  simpleBind,
} from './session.js';
import type { Check } from './side-by-side.js';

/** What one request cannot show, and a directory must do nonetheless. */

const clients = 8;

const several = (peer: Peer): Promise<Session[]> =>
  Promise.all(Array.from({ length: clients }, () => peer.open(rootDn, rootPassword)));

async function codes(
  sessions: readonly Session[],
  of: (at: number) => Promise<Answer>,
): Promise<string[]> {
  const answers = await Promise.all(sessions.map((_, at) => of(at)));
  return answers.map(({ result }) => result.code).sort();
}

const others = <T>(value: T): T[] => Array.from({ length: clients - 1 }, () => value);
const photo = `cn=album 0,${people}`;
const counter = person('compteur');

const isolation: readonly Check[] = [
  {
    title: 'one of several clients adds an entry, the others are told that it exists',
    run: async (peer) => {
      const sessions = await several(peer);
      for (const uid of ['un1', 'un2', 'un3']) {
        const told = await codes(sessions, (at) => sessions[at]!.ask(add(person(uid), someone)));
        expect(told).to.deep.equal([...others('entryAlreadyExists'), 'success']);
      }
    },
  },
  {
    title: 'one of several clients deletes an entry',
    run: async (peer) => {
      const sessions = await several(peer);
      const told = await codes(sessions, (at) => sessions[at]!.ask(remove(person('un1'))));
      expect(told).to.deep.equal([...others('noSuchObject'), 'success']);
    },
  },
  {
    title: 'increments of several clients add up (RFC 4525)',
    run: async (peer) => {
      const classes = ['inetOrgPerson', 'posixAccount'];
      await peer.load([
        add(counter, {
          ...someone,
          objectClass: classes,
          uidNumber: '0',
          gidNumber: '0',
          homeDirectory: '/',
        }),
      ]);
      const sessions = await several(peer);
      for (let round = 0; round < 10; round += 1) {
        await codes(sessions, (at) =>
          sessions[at]!.ask(modify(counter, ['increment', 'uidNumber', '1'])),
        );
      }
      const { result } = await sessions[0]!.ask(
        compare(counter, 'uidNumber', String(clients * 10)),
      );
      expect(result.code).to.equal('compareTrue');
    },
  },
  {
    title: 'of several clients that assert the same value, one replaces it (RFC 4528)',
    run: async (peer) => {
      await peer.load([modify(counter, ['replace', 'title', 'libre'])]);
      const sessions = await several(peer);
      const taken = (at: number): Request =>
        modify(counter, ['replace', 'title', `pris par ${at}`]);
      const told = await codes(sessions, (at) =>
        sessions[at]!.ask(taken(at), [asserted('(title=libre)')]),
      );
      expect(told).to.deep.equal([...others('assertionFailed'), 'success']);
    },
  },
  {
    title: 'a long search sees the directory as it was, whatever is written meanwhile',
    run: async (peer) => {
      const session = await peer.open(rootDn, rootPassword);
      session.connection.pause();
      const searched = session.send({ ...allPhotos, attributes: ['title', 'jpegPhoto'] });
      await new Promise((resolve) => setTimeout(resolve, 300));
      const writes = album.map((_, at) =>
        modify(`cn=album ${at},${people}`, ['replace', 'title', 'après']),
      );
      await peer.load(writes);
      await peer.load([
        remove(`cn=album 79,${people}`),
        add(`cn=album 80,${people}`, { ...someone, cn: 'album 80', title: 'après' }),
      ]);
      session.connection.resume();
      const { result, entries } = await session.answer(searched);
      expect(result.code).to.equal('success');
      expect(entries).to.have.length(album.length);
      const titles = entries.flatMap(({ attributes }) =>
        attributes
          .filter(({ attribute }) => attribute === 'title')
          .map(({ values }) => String(values)),
      );
      expect(new Set(titles)).to.deep.equal(new Set(['avant']));
      expect(titles).to.have.length(album.length);
    },
    slapdDeparts: 'it lets go of its view when the client stalls',
  },
];

/** To who may not know, what is there and what is not are the same answer. */
const alike = (title: string, of: (dn: string) => Request): Check => ({
  title,
  run: async (peer) => {
    const session = await peer.open();
    const answers = [];
    for (const dn of [person('p1'), person('personne'), `cn=x,${person('p1')}`]) {
      const { result, entries } = await session.ask(of(dn));
      answers.push(JSON.stringify([result.code, result.matchedDn, result.message, entries]));
    }
    expect(new Set(answers).size, answers.join(' ')).to.equal(1);
  },
});

const disclosure: readonly Check[] = [
  alike('nobody learns by a search whether an entry is there', (dn) => search(dn)),
  alike('nobody learns it by one level', (dn) => search(dn, { scope: 'one' })),
  alike('nobody learns it by a compare', (dn) => compare(dn, 'sn', 'x')),
  alike('nobody learns it by a delete', (dn) => remove(dn)),
  alike('nobody learns it by a modify', (dn) => modify(dn, ['replace', 'title', 'x'])),
  alike('nobody learns it by an add', (dn) => add(dn, someone)),
  alike('nobody learns it by a bind', (dn) => simpleBind(dn, 'faux')),
];

const limits: readonly (Row | Check)[] = [
  {
    title: 'a message of a megabyte from nobody ends the connection',
    run: async (peer) => {
      const session = await peer.open();
      session.send(compare(people, 'sn', Buffer.alloc(1_000_000, 0x61)));
      const messages = await session.connection.rest();
      expect(messages.every(({ id }) => id === 0)).to.equal(true);
    },
  },
  row(
    'a message of a megabyte from who has bound is served',
    modify(photo, ['replace', 'jpegPhoto', Buffer.alloc(1_000_000, 0x61)]),
    'success',
  ),
];

checklist('isolation', isolation, { entries: album });
checklist('disclosure', disclosure);
checklist('limits', limits, { entries: album.slice(0, 1) });
