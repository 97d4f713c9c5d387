import { createTransport } from 'nodemailer';

import type { Mailer, MailMessage, MailOutcome } from './mail-message.js';

/** A server may think long before its 250 (RFC 5321 §4.5.3.2.6); giving up early sends twice. */
const answerTimeoutMs = 300_000;
const connectTimeoutMs = 10_000;

/** A key that signs what leaves (RFC 6376). */
export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  /** PEM. */
  readonly privateKey: string;
}

/**
 * A mailer over SMTP. One connection per mail, no pool: the queue is durable and elsewhere.
 *
 * @param url `smtp://user:password@host:port`, `smtps://…`; never logged.
 */
export function smtpMailer(url: string, dkim?: DkimKey): Mailer {
  const transport = createTransport({
    url,
    pool: false,
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: answerTimeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim && {
      dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey },
    }),
  });
  return {
    send: async (message) => {
      try {
        await transport.sendMail(nodemailerMessage(message));
        return { kind: 'sent' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    close: () => {
      transport.close();
      return Promise.resolve();
    },
  };
}

/** The message as nodemailer wants it, with the headers of an automatic mail. */
function nodemailerMessage(message: MailMessage): Parameters<Transport['sendMail']>[0] {
  return {
    messageId: `<${message.messageId}>`,
    from: message.from,
    to: message.to,
    subject: message.subject,
    text: message.text,
    html: message.html,
    ...(message.conversation !== undefined && {
      inReplyTo: `<${message.conversation}>`,
      references: `<${message.conversation}>`,
    }),
    ...(message.bounce !== undefined && {
      envelope: { from: message.bounce, to: message.to.address },
    }),
    list: { id: { url: message.list.id, comment: message.list.comment } },
    // RFC 3834 §5, and what Exchange heeds: no out-of-office answers to a robot.
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
    },
  };
}

type Transport = ReturnType<typeof createTransport>;

/** Only an SMTP 5xx about the mail is final; a wrong password is the operator's to repair. */
function outcomeOf(error: unknown): MailOutcome {
  const { responseCode, code, response } = error as {
    readonly responseCode?: number;
    readonly code?: string;
    readonly response?: string;
  };
  const final = responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH';
  const reason = response?.slice(0, 200) ?? code ?? 'unknown failure';
  return { kind: final ? 'failed' : 'retry', reason };
}
