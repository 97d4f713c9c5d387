import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect } from 'chai';

import { accessRequestedData } from '../../src/notify/access-requested.js';
import { headerText, isAddress } from '../../src/notify/mail-message.js';
import { mailRenderer } from '../../src/notify/render.js';
import { readMailTemplates } from '../../src/notify/template-files.js';
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
    const render = mailRenderer(readMailTemplates(['templates/mail']));
    const person = { ...nobody, surname: "L'HOSTIS", givenName: '<b>' };
    const mail = render('access-requested', accessRequestedData(cancerologie, person, undefined));
    expect(mail.text).to.include("L'HOSTIS.<B>").and.not.to.include('Ouvrir');
    expect(mail.html).to.include('L&#x27;HOSTIS.&lt;B&gt;').and.not.to.include('Ouvrir');
    expect(mail.subject).not.to.match(/[\r\n]/);
  });

  it('takes each template from the first directory that has it', () => {
    const directory = mkdtempSync(join(tmpdir(), 'annuaire-'));
    mkdirSync(join(directory, 'mail'));
    writeFileSync(join(directory, 'mail', 'access-requested.subject.hbs'), 'Accès {{identity}}');
    const texts = readMailTemplates([join(directory, 'mail'), 'templates/mail']);
    const data = accessRequestedData(cancerologie, { ...nobody, surname: 'LE GOFF' }, undefined);
    expect(mailRenderer(texts)('access-requested', data).subject).to.equal('Accès LE GOFF');
    expect(() => readMailTemplates([directory])).to.throw('access-requested.subject.hbs');
    rmSync(directory, { recursive: true });
  });

  it('refuses, before any mail, a template that does not compile', () => {
    const texts = readMailTemplates(['templates/mail']);
    const broken = { ...texts['access-requested'], text: '{{#if' };
    expect(() => mailRenderer({ 'access-requested': broken })).to.throw('access-requested.text');
  });
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
