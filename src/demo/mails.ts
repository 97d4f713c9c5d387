import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

import { demoPage, type DemoPage, escapeHtml, momentText } from './page.js';

/** A mail as the demonstration keeps it. */
export interface CapturedMail {
  readonly messageId: string;
  readonly from: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Takes mails in place of an SMTP relay, and shows them. */
export interface MailCapture {
  send(mail: Omit<CapturedMail, 'at'>): Promise<{ readonly kind: 'sent' }>;
  close(): Promise<void>;
  /** Oldest first. */
  readonly mails: () => readonly CapturedMail[];
  /** The page at a path below `/demo/courriels`: the list, or `/demo/courriels/<number>`. */
  page(path: string): DemoPage;
}

const mailsMax = 200;

/**
 * Captures mails; the last 200 are kept.
 *
 * @param file JSON lines that outlive a restart; without it, memory alone.
 */
export function captureMails(options: {
  readonly clock: () => Date;
  readonly file?: string;
}): MailCapture {
  const { clock, file } = options;
  let mails = file === undefined ? [] : readMails(file);
  return {
    send: (mail) => {
      const captured: CapturedMail = { ...mail, at: clock().toISOString() };
      // A mailbox too shows once what comes twice with one Message-ID.
      mails = [...mails.filter((each) => each.messageId !== mail.messageId), captured];
      const overflow = mails.length > mailsMax;
      mails = mails.slice(-mailsMax);
      if (file !== undefined) keep(file, overflow ? mails : [captured], overflow);
      return Promise.resolve({ kind: 'sent' });
    },
    close: () => Promise.resolve(),
    mails: () => mails,
    page: (path) => {
      const number = /^\/demo\/courriels\/(\d{1,4})$/.exec(path)?.[1];
      if (number === undefined) return listPage(mails);
      const mail = mails[Number(number) - 1];
      return mail ? mailPage(mail) : missingPage();
    },
  };
}

/** Rewrites the file now and then, so that it does not grow without bound. */
function keep(file: string, mails: readonly CapturedMail[], whole: boolean): void {
  const lines = mails.map((mail) => `${JSON.stringify(mail)}\n`).join('');
  if (whole) writeFileSync(file, lines, { mode: 0o600 });
  else appendFileSync(file, lines, { mode: 0o600 });
}

function readMails(file: string): CapturedMail[] {
  if (!existsSync(file)) return [];
  const byId = new Map<string, CapturedMail>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const mail = mailOf(line);
    if (mail) byId.set(mail.messageId, mail);
  }
  return [...byId.values()].slice(-mailsMax);
}

/** A line cut by a crash is left out. */
function mailOf(line: string): CapturedMail | undefined {
  try {
    return JSON.parse(line) as CapturedMail;
  } catch {
    return undefined;
  }
}

function listPage(mails: readonly CapturedMail[]): DemoPage {
  const title = 'Courriels de la démonstration';
  const rows = mails
    .map(({ at, to, subject }, index) => {
      const link = `<a href="/demo/courriels/${index + 1}">${escapeHtml(subject)}</a>`;
      const moment = momentText(new Date(at));
      return `<tr><td>${moment}</td><td>${escapeHtml(to.address)}</td><td>${link}</td></tr>`;
    })
    .reverse();
  const table = `<div class="scroll"><table>
<thead><tr><th scope="col">Envoyé</th><th scope="col">À</th><th scope="col">Objet</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;
  const empty =
    '<p class="note">Aucun courriel pour le moment. Demandez un accès dans l’espace privé : ' +
    'chaque référent du service en reçoit un ici.</p>';
  return demoPage(
    title,
    `<h1>${title}</h1>
<p>Aucun serveur SMTP n’est configuré : les courriels restent sur cette machine, les
${mailsMax} derniers sont lisibles ici.</p>
${mails.length > 0 ? table : empty}`,
  );
}

function mailPage({ from, to, subject, text, at, messageId }: CapturedMail): DemoPage {
  const fields = [
    ['De', from],
    ['Envoyé', momentText(new Date(at))],
    ['À', `${to.name} <${to.address}>`],
    ['Objet', subject],
    ['Message-ID', messageId],
  ];
  const list = fields
    .map(([name, value]) => `<dt>${name ?? ''}</dt><dd>${escapeHtml(value ?? '')}</dd>`)
    .join('\n');
  return demoPage(
    subject,
    `<p><a href="/demo/courriels">Tous les courriels</a></p>
<h1>${escapeHtml(subject)}</h1>
<dl>${list}</dl>
<pre>${withLinks(escapeHtml(text))}</pre>`,
  );
}

/** Links of an escaped text made to follow. */
function withLinks(escaped: string): string {
  return escaped.replace(/https?:\/\/[^\s&<]+/g, (url) => `<a href="${url}">${url}</a>`);
}

function missingPage(): DemoPage {
  return demoPage(
    'Courriel introuvable',
    `<h1>Courriel introuvable</h1>
<p>Ce courriel n’est plus gardé. <a href="/demo/courriels">Tous les courriels</a></p>`,
    404,
  );
}
