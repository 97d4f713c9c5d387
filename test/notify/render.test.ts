import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { accessRequestedData } from '../../src/notify/access-requested.js';
import { headerText, isAddress } from '../../src/notify/mail-message.js';
import { mailRenderer } from '../../src/notify/mail-renderer.js';
import { mailTemplateNames, mailTemplates } from '../../src/notify/mail-templates.js';
import { cancerologie } from '../relay/region.js';

const nobody = {
  login: 'é/a',
  surname: undefined,
  givenName: undefined,
  profession: '  ',
  mail: undefined,
  postalCode: undefined,
  city: 'VANNES\r\nBcc: tous@example.org',
};

const ours = () => mailRenderer({ own: 'templates/mail', refused: () => undefined });

describe('the mail of an access request', () => {
  it('has its five lines whatever the person lacks, and names the list by title', () => {
    const service = { ...cancerologie, list: { ...cancerologie.list, code: undefined } };
    const data = accessRequestedData(service, nobody, 'https://a.example/');
    expect(data).to.deep.equal({
      application: 'Dossier Communicant de Cancérologie',
      identity: 'Non renseigné',
      profession: 'Non renseigné',
      mail: 'Non renseigné',
      postalCode: 'Non renseigné',
      city: 'VANNES Bcc: tous@example.org',
      list: 'Demandes Accès WebDCR',
      link: 'https://a.example/personnes/%C3%A9%2Fa',
    });
  });

  it('escapes HTML and only HTML, and leaves the link out without an address', () => {
    const render = ours();
    const person = { ...nobody, surname: "L'HOSTIS", givenName: '<b>' };
    const mail = render('access-requested', accessRequestedData(cancerologie, person, undefined));
    expect(mail.text).to.include("L'HOSTIS.<B>").and.not.to.include('Ouvrir');
    expect(mail.html).to.include('L&#x27;HOSTIS.&lt;B&gt;').and.not.to.include('Ouvrir');
    expect(mail.subject).not.to.match(/[\r\n]/);
  });
});

describe('every mail', () => {
  const render = ours();
  for (const name of mailTemplateNames) {
    it(`${name} reads as sentences, escapes HTML and names no place it lacks`, () => {
      const hostile = Object.fromEntries(
        Object.entries(mailTemplates[name].sample).map(([key, value]) =>
          typeof value === 'string' && key !== 'link'
            ? [key, `<script>${value}</script>`]
            : [key, value],
        ),
      );
      const mail = render(name, hostile);
      expect(mail.html).to.not.include('<script>');
      expect(mail.html).to.match(/<title>[^<]+<\/title>/);
      expect(mail.text).to.match(/^Bonjour[^\n]*,\n\n/);
      expect(mail.text.trimEnd()).to.match(
        /Email envoyé automatiquement, par l'Annuaire Régional, ne pas répondre\.$/,
      );
      expect(mail.text).to.not.match(/&[a-z#0-9]+;|\n{3,}/);
    });
  }
});

describe('the templates of an operator', () => {
  let directory: string;
  const refused: string[] = [];
  const file = (name: string, text: string): void => {
    writeFileSync(join(directory, name), text);
  };
  const data = accessRequestedData(cancerologie, { ...nobody, surname: 'LE GOFF' }, undefined);

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'annuaire-'));
    refused.length = 0;
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });
  const rendering = () =>
    mailRenderer({
      own: 'templates/mail',
      override: directory,
      refused: (template, reason) => refused.push(`${template}: ${reason}`),
    });

  it('stand in place of ours, file by file, and change without a restart', () => {
    file('access-requested.subject.hbs', 'Accès {{identity}}');
    const render = rendering();
    expect(render('access-requested', data).subject).to.equal('Accès LE GOFF');
    expect(render('access-requested', data).text).to.include('via le portail');
    file('access-requested.subject.hbs', 'Nouvel accès {{identity}}');
    expect(render('access-requested', data).subject).to.equal('Nouvel accès LE GOFF');
    rmSync(join(directory, 'access-requested.subject.hbs'));
    expect(render('access-requested', data).subject).to.match(/^Demande d'accès à traiter/);
  });

  for (const [fault, text] of [
    ['does not compile', '{{#if'],
    ['names what the mail does not have', '{{motDePasse}}'],
  ] as const) {
    it(`are refused by name, and ours used, when one ${fault}`, () => {
      file('access-requested.text.hbs', text);
      const render = rendering();
      expect(render('access-requested', data).text).to.include('via le portail');
      expect(refused).to.have.length(1);
      expect(refused[0]).to.match(/^access-requested: mail template access-requested/);
    });
  }
});

describe('header values', () => {
  const headers: readonly [string, string][] = [
    ['a\r\nBcc: b', 'a Bcc: b'],
    ['a\u2028b\u0000c', 'a b c'],
    ['x'.repeat(300), 'x'.repeat(200)],
  ];
  for (const [given, text] of headers) {
    it(`make ${JSON.stringify(given.slice(0, 20))} one line`, () => {
      expect(headerText(given)).to.equal(text);
    });
  }

  const addresses: readonly [string, boolean][] = [
    ['anne@3c.example', true],
    ['rené@example.org', true],
    ['anne', false],
    ['a@b\r\nRCPT TO:<c@d>', false],
    ['a@b, c@d', false],
    ['"a b"@c', false],
    ['<a@b>', false],
    [`${'a'.repeat(250)}@b.fr`, false],
  ];
  for (const [text, fit] of addresses) {
    it(`${fit ? 'take' : 'refuse'} ${JSON.stringify(text.slice(0, 24))} as a recipient`, () => {
      expect(isAddress(text)).to.equal(fit);
    });
  }
});
