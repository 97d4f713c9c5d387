import { mkdtempSync, rmSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { captureMails } from '../../src/demo/mails.js';

const mail = (n: number) => ({
  messageId: `${n}@example.org`,
  from: 'identity.manager@telesantebretagne.org',
  to: { name: 'Administrateur', address: 'anne@3c.example' },
  subject: `Demande ${n} <script>`,
  text: 'Ouvrir la demande : https://annuaire.example.org/personnes/a <b>',
  html: '<p>',
});
const clock = () => new Date('2026-11-23T09:42:00Z');

describe('the mails of the demonstration', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'annuaire-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('are listed, the last first, and read one by one, escaped and with their link', async () => {
    const capture = captureMails({ clock });
    await capture.send(mail(1));
    await capture.send(mail(2));
    const list = capture.page('/demo/courriels').body;
    expect(list.indexOf('Demande 2')).to.be.lessThan(list.indexOf('Demande 1'));
    const page = capture.page('/demo/courriels/1');
    expect(page.body).to.include('<a href="https://annuaire.example.org/personnes/a">');
    expect(page.body).to.include('23/11/2026 10:42');
    expect(page.body).not.to.include('<script>');
    expect(page.body).not.to.include(' <b>');
    expect(page.headers['content-security-policy']).to.match(/^default-src 'none'; style-src 'sha/);
  });

  it('say what the page is for when there is none, and when one is gone', () => {
    const capture = captureMails({ clock });
    expect(capture.page('/demo/courriels').body).to.include('Aucun courriel pour le moment');
    expect(capture.page('/demo/courriels/7')).to.include({ status: 404 });
  });

  it('outlive a restart, a repeated one once, and are two hundred at most', async () => {
    const file = join(directory, 'courriels.jsonl');
    const capture = captureMails({ clock, file });
    for (let n = 1; n <= 205; n += 1) await capture.send(mail(n));
    await capture.send(mail(100));
    appendFileSync(file, '{"messageId":"cut');
    const ids = captureMails({ clock, file })
      .mails()
      .map(({ messageId }) => messageId);
    expect(ids).to.have.length(200);
    expect(ids.filter((id) => id === '100@example.org')).to.have.length(1);
    expect(ids).to.include('205@example.org').and.not.to.include('1@example.org');
  });
});
