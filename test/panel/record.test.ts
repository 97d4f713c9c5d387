import { expect } from 'chai';
import { type Entry, textOf, textsOf } from '../../src/model/entry.js';
import { dnOf, set } from './region.js';
import { openSite, readable, type Site, Visitor } from './site.js';

const path = '/personnes/francois.grangere';

/** What a browser would post back: each enabled control's name and value. */
function fieldsOf(html: string): Record<string, string> {
  const form = /<form action="\/personnes\/[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
  const fields: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    if (/\sdisabled/.test(tag)) continue;
    const name = / name="([^"]*)"/.exec(tag)?.[1] ?? '';
    fields[name] = (/ value="([^"]*)"/.exec(tag)?.[1] ?? '').replaceAll('&#x3D;', '=');
  }
  for (const [select] of form.matchAll(/<select[\s\S]*?<\/select>/g)) {
    if (/<select[^>]*\sdisabled/.test(select)) continue;
    const name = / name="([^"]*)"/.exec(select)?.[1] ?? '';
    fields[name] = /<option selected[^>]*>([^<]*)/.exec(select)?.[1] ?? '';
  }
  return fields;
}

/** The choices of one answer, those that cannot be made in brackets. */
function choicesOf(html: string, service: string): string {
  const select =
    new RegExp(`<select id="reponseAcces${service}"[\\s\\S]*?</select>`).exec(html)?.[0] ?? '';
  return [...select.matchAll(/<option([^>]*)>([^<]*)/g)]
    .map(([, marks = '', text = '']) => (marks.includes('disabled') ? `[${text}]` : text))
    .join(' ');
}

describe('record of a person', () => {
  let site: Site;
  let referent: Visitor;
  beforeEach(async () => {
    site = await openSite();
    referent = new Visitor(site);
    await referent.signIn('anne.le-goff');
  });
  afterEach(() => site.close());

  const stored = (): Entry => site.region.operator.read(dnOf('francois.grangere'), ['*'])!;
  const save = async (changes: Record<string, string>, visitor = referent) => {
    const { text } = await visitor.get(path);
    return visitor.post(path, { ...fieldsOf(text), ...changes });
  };
  const lastRow = () =>
    site.region.directory.follow(0, 10_000).findLast(({ kind }) => kind === 'change')!;

  it('accepts a request, and only that is written', async () => {
    const answer = await save({ reponseAccesCancerologie: 'Acceptée' });
    expect(answer.status).to.equal(303);
    expect(textOf(stored(), 'reponseAccesCancerologie')).to.equal('Acceptée');
    const row = lastRow();
    expect([row.actor, row.door]).to.deep.equal([dnOf('anne.le-goff'), 'panel']);
    expect(row.changes.map(({ attribute }) => attribute)).to.include('reponseAccesCancerologie');
    expect(row.changes.map(({ attribute }) => attribute)).to.not.include('mail');
    expect(row.events.map(({ type }) => type)).to.include('access-answered');
    const groups = site.region.operator.read(dnOf('francois.grangere'), ['memberOf'])!;
    expect(textsOf(groups, 'memberOf')).to.include(
      'cn=cancerologie,ou=acces,dc=telesantebretagne,dc=org',
    );
  });

  it('says what was saved and shows it in the history', async () => {
    const answer = await save({ reponseAccesCancerologie: 'Refusée' });
    const text = readable((await referent.get(answer.location)).text);
    expect(text).to.contain('La fiche est enregistrée.');
    expect(text).to.contain('anne.le-goff · Panneau · Modification');
    expect(text).to.contain('Réponse Accès Cancérologie : A traiter → Refusée');
  });

  it('names in the history both who acted and for whom', async () => {
    const { directory } = site.region;
    const root = { kind: 'root', door: 'ldap', secure: true } as const;
    const authzId = Buffer.from(`dn:${dnOf('anne.le-goff')}`);
    const proxied = { oid: '2.16.840.1.113730.3.4.18', critical: true, value: authzId };
    const changes = [set('numeroVoieModification', '12')];
    const { code } = await directory
      .as(root)
      .modify({ kind: 'modify', dn: dnOf('francois.grangere'), changes }, { controls: [proxied] });
    expect(code).to.equal('success');
    const text = readable((await referent.get(path)).text);
    expect(text).to.contain('admin pour anne.le-goff · LDAP · Modification');
  });

  it('writes nothing when nothing was changed', async () => {
    const before = site.region.directory.lastSequence;
    expect((await save({})).status).to.equal(303);
    const rows = site.region.directory.follow(before, 100);
    expect(rows.every(({ kind }) => kind === 'audit')).to.equal(true);
  });

  type Value = string | undefined;
  type Override = readonly [name: string, typed: string, kept: Value, sent: Value];
  const overrides: readonly Override[] = [
    ['a value replaces the national one', '12', '12', '12'],
    ['a lone space empties the field', ' ', ' ', undefined],
    ['nothing gives the national value back', '', undefined, '7'],
  ];
  for (const [name, typed, kept, sent] of overrides) {
    it(name, async () => {
      expect((await save({ numeroVoieModification: typed })).status).to.equal(303);
      expect(textOf(stored(), 'numeroVoieModification')).to.equal(kept);
      expect(textOf(stored(), 'numeroVoie')).to.equal(sent);
    });
  }

  it('sends a space that is stored already back unchanged', async () => {
    await save({ reponseAccesCancerologie: 'Acceptée' });
    expect(textOf(stored(), 'indiceRepetitionVoieModification')).to.equal(' ');
  });

  it('explains a refused value under its field and keeps what was typed', async () => {
    const answer = await save({ numeroVoieModification: 'douze', communeModification: 'AURAY' });
    expect(answer.status).to.equal(422);
    const text = readable(answer.text);
    expect(text).to.contain('Rien n’a été enregistré. Numéro de voie (valeur pour modification) :');
    expect(answer.text).to.contain('value="douze"').and.to.contain('value="AURAY"');
    expect(answer.text).to.match(
      /id="erreur-numeroVoieModification">Merci d&#x27;indiquer une valeur/,
    );
    expect(textOf(stored(), 'numeroVoieModification')).to.equal('33');
    expect(textOf(stored(), 'communeModification')).to.equal(undefined);
  });

  it('offers a referent what it may decide, and nothing more', async () => {
    const { text } = await referent.get(path);
    expect(choicesOf(text, 'Cancerologie')).to.equal('A traiter Acceptée [Jamais demandé] Refusée');
    expect(choicesOf(text, 'PortailENRS')).to.equal(
      '[A traiter] Acceptée [Jamais demandé] [Refusée]',
    );
    expect(fieldsOf(text)).to.not.have.property('reponseAccesORIS');
    expect(fieldsOf(text)).to.have.property('reponseAccesCancerologie');
  });

  it('offers a regional administrator everything', async () => {
    const administrator = new Visitor(site);
    await administrator.signIn('maelle.kerbrat');
    const { text } = await administrator.get(path);
    for (const service of ['Cancerologie', 'ORIS', 'AdministrationAnnuaire']) {
      expect(choicesOf(text, service)).to.equal('A traiter Acceptée Jamais demandé Refusée');
    }
  });

  it('does not rely on the form: a forged answer is refused by the directory', async () => {
    const answer = await save({ reponseAccesORIS: 'Refusée' });
    expect(answer.status).to.equal(422);
    expect(readable(answer.text)).to.contain('Vous n’avez pas le droit de modifier cette donnée.');
    expect(textOf(stored(), 'reponseAccesORIS')).to.equal('Acceptée');
  });

  it('shields the mail and answers of members of the administration groups', async () => {
    const { text } = await referent.get('/personnes/maelle.kerbrat');
    const fields = fieldsOf(text);
    expect(fields).to.not.have.property('mail');
    expect(fields).to.not.have.property('reponseAccesCancerologie');
  });

  it('shows both versions when someone else changed the record, and loses neither', async () => {
    const { text } = await referent.get(path);
    await site.region.change('francois.grangere', [
      set('communeModification', 'LORIENT'),
      set('numeroVoieModification', '99'),
    ]);
    const typed = { ...fieldsOf(text), numeroVoieModification: '12' };
    const answer = await referent.post(path, typed);
    expect(answer.status).to.equal(409);
    const page = readable(answer.text);
    expect(page).to.contain('Cette fiche a changé pendant que vous la modifiiez');
    expect(page).to.match(/Numéro de voie \(valeur pour modification\) 33 99 12/);
    expect(page).to.match(/Commune \(valeur pour modification\) \(rien\) LORIENT —/);
    expect(textOf(stored(), 'numeroVoieModification')).to.equal('99');
    const again = await referent.post(path, fieldsOf(answer.text));
    expect(again.status).to.equal(303);
    expect(textOf(stored(), 'numeroVoieModification')).to.equal('12');
    expect(textOf(stored(), 'communeModification')).to.equal('LORIENT');
  });

  it('warns of a mixture of two addresses, and not of a whole override', async () => {
    expect(readable((await referent.get(path)).text)).to.contain('Adresse mélangée.');
    await save({
      typeVoieModification: 'Rue',
      libelleVoieModification: 'DU PORT',
      codePostalModification: '56100',
      communeModification: 'LORIENT',
    });
    const text = readable((await referent.get(path)).text);
    expect(text).to.not.contain('Adresse mélangée.');
    expect(text).to.contain('33 Rue DU PORT 56100 LORIENT');
  });

  it('goes back to the list it was opened from', async () => {
    const { text } = await referent.get(`${path}?retour=%2Flistes%2F04-ACCES-WebDCR`);
    expect(text).to.match(/href="\/listes\/04-ACCES-WebDCR">Retour/);
    const elsewhere = await referent.get(`${path}?retour=https%3A%2F%2Failleurs.example`);
    expect(elsewhere.text).to.match(/href="\/personnes">Retour/);
    expect(elsewhere.text).to.not.match(/(?:href|action)="[^"/]*\/\/ailleurs/);
  });

  it('leaves a trace of who read it', async () => {
    await referent.get(path);
    const row = site.region.directory.follow(0, 10_000).at(-1);
    expect([row?.kind, row?.operation, row?.actor]).to.deep.equal([
      'audit',
      'read-record',
      dnOf('anne.le-goff'),
    ]);
  });

  it('answers 404 for a login that nobody has, whatever its characters', async () => {
    for (const login of ['inconnu', 'a%2Cou%3Dpersonnes', '%00', 'x'.repeat(500)]) {
      expect((await referent.get(`/personnes/${login}`)).status, login).to.equal(404);
    }
  });

  it('shows the activities, and webDCR’s badge when there is one', async () => {
    const { text } = await referent.get(path);
    expect(readable(text)).to.contain(
      'CENTRE HOSPITALIER BRETAGNE ATLANTIQUE Ambulancier · Salarié · 56000 VANNES',
    );
    expect(text).to.not.contain('webDCR :');
  });
});
