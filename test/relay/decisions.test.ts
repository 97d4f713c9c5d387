import { expect } from 'chai';

import type { Mailer, MailMessage } from '../../src/notify/mail-message.js';
import { type Relay, startRelay } from '../../src/relay/relay.js';
import type { RelayEvent } from '../../src/relay/relay-event.js';
import { grangere, grangereUuid, quick, region, relayOptions, requested } from './region.js';

const seconds = 1_000;
const days = 24 * 60 * 60 * seconds;

/** A relay under a clock of the test's own, and the mails it sent. */
function office() {
  const world = region();
  const sent: MailMessage[] = [];
  const events: RelayEvent[] = [];
  const mailer: Mailer = {
    send: (message) => {
      sent.push(message);
      return Promise.resolve({ kind: 'sent' });
    },
    close: () => Promise.resolve(),
  };
  const clock = { now: Date.UTC(2026, 10, 26, 9, 0, 0) };
  const relays: Relay[] = [];
  const open = (): Relay => {
    const relay = startRelay({
      ...relayOptions(world, events),
      mailer,
      pace: { ...quick, reminderDays: 2, escalationDays: 5 },
      clock: () => new Date(clock.now),
    });
    relays.push(relay);
    return relay;
  };
  let relay = open();
  return {
    ...world,
    sent,
    subjects: () => sent.map(({ subject }) => subject),
    to: () => sent.map(({ to }) => to.address),
    later: async (ms: number) => {
      clock.now += ms;
      await relay.settled();
      await relay.settled();
    },
    restart: async () => {
      await relay.close();
      relay = open();
    },
    close: () => Promise.all(relays.map((each) => each.close())),
    status: () => relay.status(),
  };
}

const answered = (from: string, to: string, meaning: string, at = '20261126090000Z') => ({
  type: 'access-answered',
  service: 'Cancerologie',
  person: grangereUuid,
  personDn: grangere,
  from,
  to,
  meaning,
  at,
});
const accepted = (at?: string) => answered('A traiter', 'Acceptée', 'accepted', at);
const reopened = (at?: string) => answered('Acceptée', 'A traiter', 'reopened', at);

describe('the mail of a decision', () => {
  let relay: ReturnType<typeof office>;
  beforeEach(() => {
    relay = office();
  });
  afterEach(() => relay.close());

  it('tells the person, a minute after, with the reason that was given', async () => {
    const refused = answered('A traiter', 'Refusée', 'refused');
    relay.directory.commit({ events: [refused], details: { reason: 'Hors région' } });
    await relay.later(0);
    await relay.later(59 * seconds);
    expect(relay.sent).to.deep.equal([]);
    await relay.later(2 * seconds);
    expect(relay.to()).to.deep.equal(['francois.grangere@example.org']);
    const [mail] = relay.sent;
    expect(mail?.to.name).to.equal('FRANCOIS GRANGERE');
    expect(mail?.text).to.include('Motif indiqué : Hors région');
    expect(mail?.text).to.include('https://annuaire.example.org/espace-prive');
  });

  const told: readonly (readonly [string, ReturnType<typeof answered>, RegExp])[] = [
    ['accepted', accepted(), /^Votre accès est ouvert : Application Dossier/],
    ['refused', answered('A traiter', 'Refusée', 'refused'), /^Votre demande d'accès n'a pas été/],
    ['revoked', answered('Acceptée', 'Refusée', 'revoked'), /^Votre accès est fermé/],
  ];
  for (const [meaning, event, subject] of told) {
    it(`says that the access was ${meaning}`, async () => {
      relay.directory.commit({ events: [event] });
      await relay.later(0);
      await relay.later(61 * seconds);
      expect(relay.subjects()).to.have.length(1);
      expect(relay.subjects()[0]).to.match(subject);
    });
  }

  it('never leaves when the decision is undone within a minute', async () => {
    relay.directory.commit({ events: [accepted()] });
    await relay.later(30 * seconds);
    relay.directory.commit({ events: [reopened()] });
    await relay.later(61 * seconds);
    await relay.later(61 * seconds);
    expect(relay.sent).to.deep.equal([]);
    expect(relay.status().mails.withdrawn).to.equal(1);
  });

  it('is that of the last decision when it was undone and taken anew', async () => {
    relay.directory.commit({ events: [accepted()] });
    await relay.later(10 * seconds);
    relay.directory.commit({ events: [reopened('20261126090010Z')] });
    relay.directory.commit({
      events: [answered('A traiter', 'Refusée', 'refused', '20261126090020Z')],
    });
    await relay.later(10 * seconds);
    await relay.later(61 * seconds);
    expect(relay.subjects()).to.have.length(1);
    expect(relay.subjects()[0]).to.match(/n'a pas été acceptée/);
  });

  it('says nothing of an access closed and opened again within the minute', async () => {
    relay.directory.commit({ events: [answered('Acceptée', 'Refusée', 'revoked')] });
    await relay.later(10 * seconds);
    relay.directory.commit({
      events: [answered('Refusée', 'Acceptée', 'accepted', '20261126090010Z')],
    });
    await relay.later(61 * seconds);
    await relay.later(61 * seconds);
    expect(relay.sent).to.deep.equal([]);
  });

  it('waits its minute over a restart, and is sent once', async () => {
    relay.directory.commit({ events: [accepted()] });
    await relay.later(10 * seconds);
    await relay.restart();
    await relay.later(51 * seconds);
    await relay.later(61 * seconds);
    expect(relay.subjects()).to.have.length(1);
  });

  it('is of one conversation with the next decision on the same service', async () => {
    relay.directory.commit({ events: [accepted()] });
    await relay.later(0);
    await relay.later(61 * seconds);
    relay.directory.commit({
      events: [answered('Acceptée', 'Refusée', 'revoked', '20261127090000Z')],
    });
    await relay.later(0);
    await relay.later(61 * seconds);
    const [first, second] = relay.sent;
    expect(first?.conversation).to.be.a('string').and.equal(second?.conversation);
    expect(first?.messageId).to.not.equal(second?.messageId);
  });
});

describe('a request that nobody answers', () => {
  let relay: ReturnType<typeof office>;
  beforeEach(() => {
    relay = office();
    relay.directory.put('cn=administrateurs,ou=groupes,dc=test', { member: ['uid=r,dc=test'] });
    relay.directory.put('uid=r,dc=test', { mail: 'region@example.org', etat: 'Actif' });
  });
  afterEach(() => relay.close());

  // Asked on a Thursday: two working days later is Monday, five are Thursday.
  const asked = () => {
    relay.directory.commit({ events: [requested('20261126090000Z')] });
  };

  it('is spoken of again after two working days, and to the region after five', async () => {
    asked();
    await relay.later(0);
    expect(relay.to().splice(0)).to.have.members(['anne@3c.example', 'yann@3c.example']);
    await relay.later(4 * days - seconds);
    expect(relay.sent).to.have.length(2);
    await relay.restart();
    await relay.later(2 * seconds);
    expect(relay.subjects().slice(2)).to.have.length(2);
    expect(relay.subjects()[2]).to.match(/^Rappel : demande d'accès en attente/);
    expect(relay.sent[2]?.text).to.include('depuis le 26/11/2026');
    expect(relay.sent[2]?.conversation).to.equal(relay.sent[0]?.conversation);
    await relay.later(3 * days);
    expect(relay.to().slice(4)).to.deep.equal(['region@example.org']);
    expect(relay.subjects()[4]).to.match(/^Demande d'accès sans réponse depuis 5 jours ouvrés/);
    await relay.later(30 * days);
    expect(relay.sent).to.have.length(5);
  });

  it('is not once it was answered, or withdrawn behind the journal’s back', async () => {
    asked();
    await relay.later(0);
    relay.directory.commit({ events: [accepted()] });
    await relay.later(30 * days);
    expect(relay.subjects().filter((subject) => subject.startsWith('Rappel'))).to.deep.equal([]);
    relay.directory.commit({ events: [requested('20261226090000Z')] });
    await relay.later(0);
    relay.change({ reponseAccesCancerologie: 'Jamais demandé' });
    await relay.later(30 * days);
    expect(relay.subjects().filter((subject) => subject.startsWith('Rappel'))).to.deep.equal([]);
  });

  it('is again when its answer was undone', async () => {
    asked();
    relay.directory.commit({ events: [accepted()] });
    relay.directory.commit({ events: [reopened()] });
    await relay.later(0);
    await relay.later(5 * days);
    expect(relay.subjects().filter((subject) => subject.startsWith('Rappel'))).to.have.length(2);
  });
});

describe('many requests at once', () => {
  it('are told one by one up to five, and then together, each once', async () => {
    const relay = office();
    for (let minute = 10; minute < 30; minute += 1) {
      relay.directory.commit({ events: [requested(`202611260${800 + minute}00Z`)] });
    }
    await relay.later(0);
    expect(relay.sent).to.have.length(10);
    await relay.restart();
    await relay.later(10 * 60 * seconds);
    expect(relay.sent).to.have.length(12);
    const digest = relay.sent.at(-1);
    expect(digest?.subject).to.equal("Demandes d'accès à traiter, nouvelles : 15");
    expect(digest?.text.match(/GRANGERE\.FRANCOIS, Ambulancier, 56000/g)).to.have.length(15);
    expect(relay.status().mails.grouped).to.equal(30);
    await relay.later(60 * 60 * seconds);
    expect(relay.sent).to.have.length(12);
    await relay.close();
  });
});

describe('a change of an account', () => {
  const changes = (attribute: string, before: readonly string[], after: readonly string[]) => ({
    dn: grangere,
    entryUuid: grangereUuid,
    time: '2026-11-26T09:00:00.000Z',
    actor: 'uid=anne,ou=personnes,dc=test',
    changes: [{ attribute, before, after }],
  });

  it('is told to the address before, when it is the address', async () => {
    const relay = office();
    const [before, after] = ['ancienne@exemple.bzh', 'francois.grangere@example.org'];
    relay.directory.commit(changes('mail', [before], [after]));
    relay.directory.commit(changes('mail', [], [after]));
    relay.directory.commit(changes('mail', [after], [after.toUpperCase()]));
    await relay.later(0);
    await relay.later(0);
    expect(relay.to()).to.deep.equal([before]);
    expect(relay.sent[0]?.text).to.include('a été changée le 26/11/2026');
    expect(relay.sent[0]?.text).to.not.include(after);
    await relay.close();
  });

  it('is told when it is the password, but neither its first nor its new hash', async () => {
    const relay = office();
    relay.directory.commit(changes('userPassword', [], ['modifié']));
    const rehash = changes('userPassword', ['modifié'], ['modifié']);
    relay.directory.commit({ ...rehash, actor: 'system' });
    await relay.later(0);
    expect(relay.sent).to.deep.equal([]);
    relay.directory.commit(rehash);
    await relay.later(0);
    await relay.later(0);
    expect(relay.subjects()).to.deep.equal(['Votre mot de passe a été changé']);
    await relay.close();
  });
});
