import { createHash, createVerify, generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';

import { expect } from 'chai';
import { SMTPServer } from 'smtp-server';

import type { MailMessage } from '../../src/notify/mail-message.js';
import { smtpMailer } from '../../src/notify/mailer.js';

const message: MailMessage = {
  messageId: 'un@annuaire.example',
  from: 'Annuaire Régional <annuaire@annuaire.example>',
  to: { name: 'Référente', address: 'anne@3c.example' },
  subject: 'Accès à traiter',
  text: 'Bonjour,\n\nUne   demande  attend.  \n\n\n',
  html: '<p>Bonjour</p>',
  list: { id: 'demandes.annuaire.example', comment: 'Annuaire Régional' },
  conversation: 'conversation.deux@annuaire.example',
  bounce: 'retours+un@annuaire.example',
};

/** An SMTP relay that keeps the octets it accepts and the sender of the envelope. */
async function smtpRelay() {
  const mails: { readonly from: string; readonly octets: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        mails.push({ from, octets: Buffer.concat(chunks).toString('latin1') });
        callback();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(resolve);
    });
  return { mails, url: `smtp://127.0.0.1:${port}`, close };
}

/** Verifies the signature of RFC 6376 with relaxed canonicalization, as a receiver does. */
function isSigned(octets: string, publicKey: string): boolean {
  const end = octets.indexOf('\r\n\r\n');
  const headers = octets
    .slice(0, end)
    .split(/\r\n(?![ \t])/)
    .map((header) => {
      const colon = header.indexOf(':');
      const value = header
        .slice(colon + 1)
        .replace(/\s+/g, ' ')
        .trim();
      return [header.slice(0, colon).trim().toLowerCase(), value] as const;
    });
  const signature = headers.find(([name]) => name === 'dkim-signature')?.[1] ?? '';
  const tag = (name: string): string =>
    (new RegExp(`(?:^|; ?)${name}=([^;]*)`).exec(signature)?.[1] ?? '').replace(/ /g, '');
  const body = octets
    .slice(end + 4)
    .replace(/[ \t]+(?=\r\n)/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/(?:\r\n)*$/, '\r\n');
  const bodyHash = createHash('sha256').update(body, 'latin1').digest('base64');
  const names = tag('h').toLowerCase().split(':');
  const signed = names.flatMap((name) => headers.filter(([each]) => each === name));
  const unsigned = signature.replace(/(^|; ?)b=[^;]*/, '$1b=');
  const text = [...signed, ['dkim-signature', unsigned] as const]
    .map(([name, value]) => `${name}:${value}`)
    .join('\r\n');
  const isGenuine = createVerify('sha256')
    .update(text, 'latin1')
    .verify(publicKey, tag('b'), 'base64');
  return bodyHash === tag('bh') && isGenuine && names.includes('from');
}

describe('a mail over SMTP', () => {
  let relay: Awaited<ReturnType<typeof smtpRelay>>;
  beforeEach(async () => {
    relay = await smtpRelay();
  });
  afterEach(() => relay.close());

  it('says that a machine sent it, in which conversation, and where it comes back to', async () => {
    const mailer = smtpMailer(relay.url);
    expect(await mailer.send(message)).to.deep.equal({ kind: 'sent' });
    await mailer.close();
    const [mail] = relay.mails;
    expect(mail?.from).to.equal('retours+un@annuaire.example');
    for (const header of [
      'Message-ID: <un@annuaire.example>',
      'In-Reply-To: <conversation.deux@annuaire.example>',
      'References: <conversation.deux@annuaire.example>',
      'Auto-Submitted: auto-generated',
    ]) {
      expect(mail?.octets).to.include(`${header}\r\n`);
    }
    expect(mail?.octets).to.match(/^List-Id: .*<demandes\.annuaire\.example>/im);
  });

  it('is signed by the key of its domain, so that a receiver can tell', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const key = { domain: 'annuaire.example', selector: 'n2026', privateKey };
    const mailer = smtpMailer(relay.url, key);
    await mailer.send(message);
    await mailer.close();
    const octets = relay.mails[0]?.octets ?? '';
    expect(octets).to.match(/d=annuaire\.example;[^]*s=n2026;/);
    expect(isSigned(octets, publicKey)).to.equal(true);
    expect(isSigned(octets.replace('demande', 'commande'), publicKey)).to.equal(false);
    expect(isSigned(octets.replace('anne@', 'eve@'), publicKey)).to.equal(false);
  });
});
