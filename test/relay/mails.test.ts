import type { AddressInfo } from 'node:net';

import { expect } from 'chai';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

import type { Mailer } from '../../src/notify/mail-message.js';
import { smtpMailer } from '../../src/notify/mailer.js';
import { type Relay, startRelay } from '../../src/relay/relay.js';
import type { RelayEvent } from '../../src/relay/relay-event.js';
import { region, relayOptions, requested, until } from './region.js';

/** The server knows its connections, though its types do not say so. */
const connectionsOf = (server: SMTPServer) =>
  (
    server as unknown as {
      readonly connections: ReadonlySet<{
        readonly id: string;
        readonly _socket: { readonly destroy: () => void };
      }>;
    }
  ).connections;

/** An SMTP relay that keeps what it accepts. */
async function smtpRelay() {
  const mails: ParsedMail[] = [];
  const relay = {
    mails,
    url: '',
    /** A refusal for the next recipient, or none. */
    refusal: undefined as { readonly code: number } | undefined,
    /** So many mails are read to their end, and then the connection is gone. */
    drops: 0,
    dropped: [] as ParsedMail[],
    close: (): Promise<void> =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, callback) => {
      const { refusal } = relay;
      relay.refusal = undefined;
      if (!refusal) {
        callback();
        return;
      }
      callback(Object.assign(new Error('refused'), { responseCode: refusal.code }));
    },
    onData: (stream, session, callback) => {
      simpleParser(stream).then(
        (mail) => {
          if (relay.drops > 0) {
            relay.drops -= 1;
            relay.dropped.push(mail);
            for (const { id, _socket: socket } of connectionsOf(server)) {
              if (id === session.id) socket.destroy();
            }
            return;
          }
          mails.push(mail);
          callback();
        },
        (error: unknown) => {
          callback(error as Error);
        },
      );
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  relay.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return relay;
}

describe('the mails of an access request', () => {
  let smtp: Awaited<ReturnType<typeof smtpRelay>>;
  let events: RelayEvent[];
  let world: ReturnType<typeof region>;
  const relays: Relay[] = [];

  const start = (options: Partial<Parameters<typeof startRelay>[0]> = {}): Relay => {
    const relay = startRelay({
      ...relayOptions(world, events),
      mailer: smtpMailer(smtp.url),
      ...options,
    });
    relays.push(relay);
    return relay;
  };
  const recipients = () => smtp.mails.map(({ to }) => [to].flat()[0]?.value[0]?.address).sort();

  beforeEach(async () => {
    smtp = await smtpRelay();
    events = [];
    world = region();
  });
  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.close()));
    await smtp.close();
  });

  it('say line for line what the guide says, and where the request is', async () => {
    world.directory.commit({ events: [requested()] });
    start();
    await until(() => smtp.mails.length === 2);
    const [mail] = smtp.mails;
    expect(mail?.from?.text).to.equal('identity.manager@telesantebretagne.org');
    expect([mail?.to].flat()[0]?.value[0]?.name).to.equal(
      'Administrateur – Services e-Santé Bretagne',
    );
    expect(mail?.subject).to.equal(
      "Demande d'accès à traiter : Application Dossier Communicant de Cancérologie",
    );
    expect(mail?.text?.trimEnd().split('\n')).to.deep.equal([
      'Bonjour,',
      '',
      "Un professionnel de santé a demandé à accéder à l'application Dossier Communicant de " +
        "Cancérologie via le portail de l'ENRS :",
      '',
      'GRANGERE.FRANCOIS',
      'Ambulancier',
      'francois.grangere@example.org',
      '56000',
      "SAINT-AVÉ & L'ÎLE",
      '',
      "Une action de votre part est requise dans l'administration de l'Annuaire Régional pour " +
        'accepter ou refuser cette demande.',
      '',
      'Pour cela, vous pouvez consulter la liste personnalisée : "04-ACCES-WebDCR"',
      '',
      'Ouvrir la demande : https://annuaire.example.org/personnes/francois.grangere',
      '',
      "Email envoyé automatiquement, par l'Annuaire Régional, ne pas répondre.",
    ]);
    expect(mail?.html).to.include('SAINT-AVÉ &amp; L&#x27;ÎLE');
    expect(mail?.html).to.include("l'application Dossier Communicant de Cancérologie");
    const header = (name: string) => mail?.headerLines.find(({ key }) => key === name)?.line;
    expect(header('auto-submitted')).to.equal('Auto-Submitted: auto-generated');
    expect(header('x-auto-response-suppress')).to.equal('X-Auto-Response-Suppress: OOF, AutoReply');
    expect(header('list-id')).to.include('<demandes.telesantebretagne.org>');
    expect(mail?.messageId).to.match(/^<[0-9a-f]{40}@telesantebretagne\.org>$/);
  });

  it('go once to each referent who may sign in and has an address', async () => {
    start();
    world.directory.commit({ events: [requested()] });
    await until(() => smtp.mails.length === 2);
    world.directory.commit({ events: [requested()] });
    const again = start();
    await again.settled();
    await again.settled();
    expect(recipients()).to.deep.equal(['anne@3c.example', 'yann@3c.example']);
    world.directory.commit({ events: [requested('20261124090000Z')] });
    await until(() => smtp.mails.length === 4);
    expect(new Set(smtp.mails.map(({ messageId }) => messageId)).size).to.equal(4);
  });

  it('go to the competent 3C alone when so configured, to all when none is', async () => {
    const relay = start({ diffusion: 'competent' });
    world.directory.commit({ events: [requested()] });
    await until(() => smtp.mails.length > 0);
    await relay.settled();
    expect(recipients()).to.deep.equal(['yann@3c.example']);
    world.change({ codePostal: '75001' });
    world.directory.commit({ events: [requested('20261124090000Z')] });
    await until(() => smtp.mails.length === 3);
  });

  it('try again after a 4xx and give up after a 5xx', async () => {
    smtp.refusal = { code: 451 };
    const relay = start({ diffusion: 'competent' });
    world.directory.commit({ events: [requested()] });
    await until(() => smtp.mails.length === 1);
    expect(events.map(({ event }) => event)).to.include('mail-deferred');
    smtp.refusal = { code: 550 };
    world.directory.commit({ events: [requested('20261124090000Z')] });
    await until(() => relay.status().mails.failed === 1);
    expect(smtp.mails).to.have.length(1);
  });

  it('are neither lost nor doubled when the process dies between lease and send', async () => {
    let reached = 0;
    const dead: Mailer = {
      send: () => {
        reached += 1;
        return new Promise(() => undefined);
      },
      close: () => Promise.resolve(),
    };
    const first = start({ mailer: dead });
    world.directory.commit({ events: [requested()] });
    await until(() => reached === 2);
    await relays.splice(0)[0]?.close();
    expect(first.status().mails.leased).to.equal(2);
    start();
    await until(() => smtp.mails.length === 2);
    expect(recipients()).to.deep.equal(['anne@3c.example', 'yann@3c.example']);
  });

  it('keep their Message-ID when the process dies between the 250 and the commit', async () => {
    const mailer = smtpMailer(smtp.url);
    const dying: Mailer = {
      ...mailer,
      send: async (message) => {
        await mailer.send(message);
        return new Promise(() => undefined);
      },
    };
    start({ mailer: dying, diffusion: 'competent' });
    world.directory.commit({ events: [requested()] });
    await until(() => smtp.mails.length === 1);
    await relays.splice(0)[0]?.close();
    start();
    await until(() => smtp.mails.length === 2);
    expect(smtp.mails[0]?.messageId).to.equal(smtp.mails[1]?.messageId);
  });

  it('leave again, recognisable, when the connection drops after their last line', async () => {
    smtp.drops = 1;
    start({ diffusion: 'competent' });
    world.directory.commit({ events: [requested()] });
    await until(() => smtp.mails.length === 1);
    expect(events.map(({ event }) => event)).to.include('mail-deferred');
    expect(smtp.dropped).to.have.length(1);
    expect(smtp.dropped[0]?.messageId).to.equal(smtp.mails[0]?.messageId);
  });

  it('are queued once when the disk refuses the batch', async () => {
    world.store.failNextCommit();
    world.directory.commit({ events: [requested()] });
    const relay = start({ mailer: undefined });
    await relay.settled();
    expect(events.map(({ event }) => event)).to.include('relay-failed');
    await relay.settled();
    expect(relay.status().mails.queued).to.equal(2);
  });

  it('wait in the queue until an SMTP relay is configured', async () => {
    world.directory.commit({ events: [requested()] });
    const relay = start({ mailer: undefined });
    await relay.settled();
    expect(relay.status().mails).to.include({ queued: 2, sent: 0 });
    await relay.close();
    start();
    await until(() => smtp.mails.length === 2);
  });

  it('are not sent for a bulk load', async () => {
    world.directory.commit({ operation: 'load', events: [requested()] });
    const relay = start();
    await relay.settled();
    expect(relay.status().mails.queued).to.equal(0);
  });
});
