import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import { textOf } from '../../src/model/entry.js';
import { dnOf, set, suffix } from './region.js';
import { type Answer, openSite, readable, type Site, tokenIn, Visitor } from './site.js';

const record = (dn: string, ...lines: string[]): string => [`dn: ${dn}`, ...lines, ''].join('\n');
const structure = (cn: string): string =>
  record(
    `cn=${cn},ou=structures,${suffix}`,
    ...['objectClass: organization', 'objectClass: structureAnnuaire', `cn: ${cn}`],
    ...['o: CLINIQUE', 'raisonSociale: CLINIQUE', 'typeStructure: Clinique'],
    ...['codePostal: 29200', 'commune: BREST'],
  );
const described = (login: string, text: string): string =>
  record(dnOf(login), 'changetype: modify', 'replace: description', `description: ${text}`, '-');
const national = record(
  dnOf('francois.grangere'),
  ...['changetype: modify', 'replace: communeNational', 'communeNational: BREST', '-'],
);
const ldif = (text: string, name = 'essai.ldif'): File => new File([text], name);

describe('imports', () => {
  let site: Site;
  let administrator: Visitor;

  beforeEach(async () => {
    site = await openSite();
    administrator = new Visitor(site);
    await administrator.signIn('maelle.kerbrat');
  });
  afterEach(() => site.close());

  const tokenFor = async (visitor: Visitor, path = '/imports'): Promise<string> =>
    tokenIn((await visitor.get(path)).text);
  const handIn = async (
    file: File,
    fields: Readonly<Record<string, string>> = {},
  ): Promise<Answer> => {
    const jeton = await tokenFor(administrator);
    return administrator.upload('/imports', { jeton, ...fields }, file);
  };
  /** The page of a file once it is read. */
  const settled = async (path: string): Promise<string> => {
    for (;;) {
      const { text } = await administrator.get(path);
      if (!text.includes('data-en-cours')) return text;
      await sleep(10);
    }
  };
  const act = async (path: string, fields: Record<string, string> = {}): Promise<Answer> => {
    const [, file = ''] = /^(\/imports\/\w+)/.exec(path) ?? [];
    return administrator.post(path, { jeton: await tokenFor(administrator, file), ...fields });
  };
  const figure = (page: string, label: string): string =>
    new RegExp(`${label} (\\d+)`).exec(readable(page))?.[1] ?? '';
  const descriptionOf = (login: string): string | undefined => {
    const entry = site.region.operator.read(dnOf(login), ['description']);
    return entry && textOf(entry, 'description');
  };

  it('are planned first, which changes nothing, and applied by a second act', async () => {
    const text = [structure('c1'), described('yann.morvan001', 'importé'), national].join('\n');
    const before = site.region.directory.lastSequence;
    const { status, location } = await handIn(ldif(text));
    expect([status, location]).to.deep.equal([303, '/imports/i1']);

    const plan = await settled(location);
    expect(readable(plan)).to.contain('Plan : rien n’est encore fait');
    expect(figure(plan, 'Créations')).to.equal('1');
    expect(figure(plan, 'Modifications')).to.equal('1');
    expect(figure(plan, 'Refus')).to.equal('1');
    expect(readable(plan)).to.match(/Vous n’avez pas le droit[^<]*national/);
    expect(site.region.directory.lastSequence).to.equal(before);

    await act(`${location}/appliquer`, { continuer: 'on' });
    const result = await settled(location);
    expect(readable(result)).to.contain('Appliqué');
    expect(descriptionOf('yann.morvan001')).to.equal('importé');
    const rows = site.region.directory.follow(before, 10);
    expect(rows.map(({ operation, door }) => [operation, door])).to.deep.equal([
      ['import', 'panel'],
      ['add', 'panel'],
      ['modify', 'panel'],
    ]);
    expect(rows.at(-1)).to.deep.include({ actor: dnOf('maelle.kerbrat') });
    expect(rows.at(-1)?.details).to.deep.include({ reason: 'Import du fichier essai.ldif' });
    expect((await act(`${location}/appliquer`)).status).to.equal(409);
  });

  it('stop at the first refusal unless told to go on, and say what is done', async () => {
    const text = [described('yann.morvan001', 'un'), national, described('yann.morvan002', 'deux')];
    const { location } = await handIn(ldif(text.join('\n')));
    await settled(location);
    await act(`${location}/appliquer`);
    const page = await settled(location);
    expect(readable(page)).to.contain('Arrêté au premier refus');
    expect(readable(page)).to.contain('Le fichier n’est pas appliqué en entier');
    expect(descriptionOf('yann.morvan001')).to.equal('un');
    expect(descriptionOf('yann.morvan002')).to.equal(undefined);
  });

  it('give the refused records back, each with its reason, to be handed in again', async () => {
    const text = ['version: 1', national, described('yann.morvan003', 'Équipe de nuit')].join('\n');
    const { location } = await handIn(ldif(text));
    await settled(location);
    const refused = await administrator.get(`${location}/refus`);
    expect(refused.headers.get('content-disposition')).to.contain('refus.ldif');
    expect(refused.text).to.match(/^# .+\ndn: uid=francois\.grangere,/);
    expect(refused.text).to.not.contain('Équipe');
    const corrected = refused.text.replaceAll('communeNational', 'communeModification');
    const again = await handIn(ldif(corrected, 'refus.ldif'));
    const plan = await settled(again.location);
    expect(figure(plan, 'Modifications')).to.equal('1');
    expect(figure(plan, 'Refus')).to.equal('0');
  });

  it('bring what exists to the state of the file, its password left alone', async () => {
    const entry = site.region.operator.read(dnOf('sans.acces'), ['*'])!;
    const lines = [...entry.attributes.values()]
      .filter(({ description }) => !description.startsWith('userPassword'))
      .flatMap(({ description, values }) => values.map((v) => `${description}: ${String(v)}`));
    const file = (...more: string[]): File =>
      ldif(record(dnOf('sans.acces'), ...lines, 'userPassword: autre chose 39!', ...more));
    const same = await handIn(file(), { miseAJour: 'on' });
    expect(figure(await settled(same.location), 'Inchangés')).to.equal('1');
    expect(readable(await settled(same.location))).to.contain('Rien à appliquer');
    const other = await handIn(file('description: autre'), { miseAJour: 'on' });
    expect(readable(await settled(other.location))).to.match(/Modification .* description /);
    await act(`${other.location}/appliquer`);
    await settled(other.location);
    expect(descriptionOf('sans.acces')).to.equal('autre');
    expect((await new Visitor(site).signIn('sans.acces')).text).to.not.contain('incorrect');
  });

  it('refuse no file, one too long, and one that is no LDIF', async () => {
    const none = await handIn(new File([], ''));
    expect([none.status, readable(none.text)]).to.satisfy(
      ([status, text]: [number, string]) =>
        status === 422 && text.includes('Choisissez d’abord un fichier LDIF.'),
    );
    const long = await handIn(ldif('x'.repeat(1024 * 1024 + 1)));
    expect(long.status).to.equal(413);
    expect(readable(long.text)).to.contain('trop long pour le panneau');
    const { location } = await handIn(ldif('Nom;Prénom\nMORVAN;YANN\n', 'liste.csv'));
    const page = await settled(location);
    expect(readable(page)).to.contain('Cet enregistrement ne se lit pas.');
    expect(readable(page)).to.contain('Rien à appliquer');
  });

  it('take no file without the token of the page, and none from others', async () => {
    const file = ldif(structure('c2'));
    const forged = await administrator.upload('/imports', { jeton: 'devine' }, file);
    expect(forged.status).to.equal(403);
    const referent = new Visitor(site);
    await referent.signIn('anne.le-goff');
    const jeton = await tokenFor(referent, '/personnes');
    expect((await referent.upload('/imports', { jeton }, file)).status).to.equal(403);
    expect((await new Visitor(site).upload('/imports', { jeton: '' }, file)).status).to.equal(403);
    expect(readable((await administrator.get('/imports')).text)).to.contain('Aucun fichier');
  });

  it('show a hostile name of a file as text', async () => {
    const { location } = await handIn(ldif(structure('c3'), '<img src=x onerror=alert(1)>.ldif'));
    for (const path of ['/imports', location]) {
      expect((await administrator.get(path)).text).to.not.contain('<img');
    }
  });

  it('are forgotten on demand, the file with them', async () => {
    const { location } = await handIn(ldif(structure('c4')));
    await settled(location);
    expect((await act(`${location}/arreter`)).location).to.equal('/imports');
    expect((await administrator.get(location)).status).to.equal(404);
  });

  it('are applied with the rights that their author has then', async () => {
    const { location } = await handIn(ldif(described('yann.morvan004', 'trop tard')));
    await settled(location);
    const group = `cn=administrateurs,ou=groupes,${suffix}`;
    const jeton = await tokenFor(administrator, location);
    await site.region.operator.modify(
      { kind: 'modify', dn: group, changes: [set('member', dnOf('sans.acces'))] },
      { controls: [] },
    );
    expect((await administrator.post(`${location}/appliquer`, { jeton })).status).to.equal(403);
    expect(descriptionOf('yann.morvan004')).to.equal(undefined);
  });
});
