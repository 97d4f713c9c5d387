import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { Attribute, Change, Client } from 'ldapts';
import { type DemoWebdcr, startDemoWebdcr } from '../../src/demo/webdcr.js';
import { chanceOf } from '../region/chance.js';
import { ldifEntry } from '../region/ldif-text.js';
import {
  administrator,
  hasTool,
  ldapsearch,
  person,
  portail,
  sso,
  suffix,
  valuesIn,
} from './ldap-tools.js';
import { closing } from './closing.js';
import { annuaire } from './command.js';
import { dataDirectory, type ServiceProcess, startServiceProcess } from './service-process.js';
import { type SmtpRelay, startSmtpRelay } from './smtp-relay.js';
import { until } from './until.js';

const rounds = 8;
const writers = 4;

/** What a writer has sent and what was acknowledged, over all rounds. */
interface Tally {
  readonly login: string;
  sent: number;
  acknowledged: number;
}

describe('a service killed at any moment', function () {
  this.timeout(180_000);
  const opened = closing();
  let data: ReturnType<typeof dataDirectory>;
  let smtp: SmtpRelay;
  let webdcr: DemoWebdcr;
  let running: ServiceProcess;
  const chance = chanceOf(9);
  const tallies: Tally[] = Array.from({ length: writers }, (_, n) => ({
    login: `ecrivain${String(n)}`,
    sent: 0,
    acknowledged: 0,
  }));
  /** Logins whose request was acknowledged, and those whose fate a kill left open. */
  const asked = { acknowledged: new Set<string>(), open: new Set<string>() };
  let roundsInFlight = 0;

  const start = (): Promise<ServiceProcess> =>
    startServiceProcess(data.path, {
      ANNUAIRE_SMTP_URL: smtp.url,
      ANNUAIRE_WEBDCR_URL: webdcr.url,
      ANNUAIRE_WEBDCR_TOKEN: 'jeton',
      ANNUAIRE_WEBDCR_CRON: '*/2 * * * * *',
      // Each mail by itself: what is counted here is mails.
      ANNUAIRE_MAIL_DIGEST_ABOVE: '1000',
    });

  before(async function () {
    if (!hasTool('ldapsearch')) this.skip();
    data = opened.after(dataDirectory(), ({ remove }) => {
      remove();
    });
    smtp = opened.after(await startSmtpRelay(), (each) => each.close());
    const clock = (): Date => new Date();
    webdcr = opened.after(
      await startDemoWebdcr({
        host: '127.0.0.1',
        port: 0,
        token: 'jeton',
        clock,
        randomUuid: randomUUID,
      }),
      (each) => each.close(),
    );
    running = await start();
    opened.after(undefined, () => running.kill('SIGKILL'));
    const logins = [
      ...tallies.map(({ login }) => login),
      ...Array.from({ length: rounds }, (_, n) => `demandeur${String(n)}`),
    ];
    const result = await annuaire(
      data.path,
      ['import', 'ldif', '-'],
      logins.map(personLdif).join(''),
    );
    expect(result.code, result.output).to.equal(0);
  });

  after(() => opened.all());

  it('loses nothing that it acknowledged, over kills spread across the commit window', async () => {
    for (let round = 0; round < rounds; round += 1) {
      await writeUntilKilled(round);
      running = await start();
      for (const { login, sent, acknowledged } of tallies) {
        const search = await ldapsearch(
          running,
          sso,
          '-b',
          person(login),
          '-s',
          'base',
          'numeroVoie',
        );
        const stored = Number(valuesIn(search, 'numeroVoie')[0] ?? 0);
        expect(stored, login).to.be.at.least(acknowledged).and.at.most(sent);
      }
    }
    const verified = await annuaire(data.path, ['verify']);
    expect(verified.code, verified.output).to.equal(0);
    process.stdout.write(
      `      ${String(roundsInFlight)} of ${String(rounds)} kills met an unacknowledged write\n`,
    );
    expect(roundsInFlight / rounds).to.be.at.least(0.3);
  });

  it('still mails each referent once for each acknowledged request', async () => {
    const mailsOf = (login: string): string[] =>
      smtp.mails
        .filter(({ text }) => text?.includes(`${login}@exemple.bzh`))
        .map(
          ({ to, messageId }) =>
            `${String([to].flat()[0]?.value[0]?.address)} ${String(messageId)}`,
        );
    for (const login of asked.acknowledged) {
      await until(`the mails of ${login}`, () => new Set(mailsOf(login)).size >= 2, 60_000);
    }
    for (const login of [...asked.acknowledged, ...asked.open]) {
      // A kill between the relay's 250 and our commit repeats a mail with its Message-ID.
      const recipients = [...new Set(mailsOf(login))].map((mail) => mail.split(' ')[0]);
      expect(new Set(recipients).size, login).to.equal(recipients.length);
      expect(recipients.length === 2 || !asked.acknowledged.has(login), login).to.equal(true);
    }
  });

  it('still brings every change to webDCR, into one account per person', async () => {
    for (const { login } of tallies) {
      const search = await ldapsearch(
        running,
        sso,
        '-b',
        person(login),
        '-s',
        'base',
        'adresseTransmise',
      );
      const [address = ''] = valuesIn(search, 'adresseTransmise');
      await until(
        `${login} at webDCR`,
        () => {
          const held = webdcr.accounts.all().filter(({ user }) => user['userName'] === login);
          return held.length === 1 && JSON.stringify(held[0]?.user['addresses']).includes(address);
        },
        60_000,
      );
    }
  });

  /** Writers keep one write each under way; one request is sent; the kill comes some time after. */
  async function writeUntilKilled(round: number): Promise<void> {
    const state = { stopped: false };
    const url = `ldap://127.0.0.1:${String(running.ports.ldap)}`;
    const writing = tallies.map((tally) => keepWriting(url, tally, state));
    const asking = ask(url, `demandeur${String(round)}`);
    await new Promise((resolve) => setTimeout(resolve, 20 + chance.below(300)));
    const inFlight = tallies.some(({ sent, acknowledged }) => sent > acknowledged);
    if (inFlight) roundsInFlight += 1;
    await running.kill('SIGKILL');
    state.stopped = true;
    await Promise.all([...writing, asking]);
  }

  async function keepWriting(
    url: string,
    tally: Tally,
    state: { stopped: boolean },
  ): Promise<void> {
    const client = new Client({ url, timeout: 5_000, connectTimeout: 5_000 });
    try {
      await client.bind(administrator.dn, administrator.password);
      while (!state.stopped) {
        const value = tally.sent + 1;
        tally.sent = value;
        await client.modify(person(tally.login), replace('numeroVoieModification', String(value)));
        tally.acknowledged = value;
      }
    } catch {
      // The kill: what was under way stays unacknowledged.
    } finally {
      await client.unbind().catch(() => undefined);
    }
  }

  async function ask(url: string, login: string): Promise<void> {
    const client = new Client({ url, timeout: 5_000, connectTimeout: 5_000 });
    asked.open.add(login);
    try {
      await client.bind(portail.dn, portail.password);
      await client.modify(person(login), replace('demandeAccesCancerologie', '20260101000000Z'));
      asked.open.delete(login);
      asked.acknowledged.add(login);
    } catch {
      // The kill came first.
    } finally {
      await client.unbind().catch(() => undefined);
    }
  }
});

function replace(type: string, value: string): Change {
  return new Change({
    operation: 'replace',
    modification: new Attribute({ type, values: [value] }),
  });
}

function personLdif(login: string): string {
  return ldifEntry(`uid=${login},ou=personnes,${suffix}`, [
    ['objectClass', 'inetOrgPerson'],
    ['objectClass', 'personneAnnuaire'],
    ['uid', login],
    ['cn', login],
    ['sn', login.toUpperCase()],
    ['givenName', 'TEST'],
    ['typePersonne', 'AGENT'],
    ['mail', `${login}@exemple.bzh`],
    ['libelleVoieModification', 'QUAI'],
    ['codePostalModification', '29200'],
    ['communeModification', 'BREST'],
  ]);
}
