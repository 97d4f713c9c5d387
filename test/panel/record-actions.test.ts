import { expect } from 'chai';
import { textOf } from '../../src/model/entry.js';
import type { PersonSync } from '../../src/relay/person-sync.js';
import type { MailRow } from '../../src/state/mail-row.js';
import { dnOf, set } from './region.js';
import { openSite, readable, type Site, tokenIn, Visitor } from './site.js';

const path = '/personnes/francois.grangere';

const sync = (state: PersonSync['state'], facts: Partial<PersonSync> = {}): PersonSync => ({
  state,
  sentRevision: 17,
  sentAt: new Date('2026-11-23T09:40:00Z'),
  nextAt: undefined,
  attempts: 0,
  lastError: undefined,
  remoteId: 'a1',
  heldBatch: undefined,
  ...facts,
});

const mail: MailRow = {
  id: 'm1',
  template: 'access-accepted',
  recipient: 'francois.grangere@exemple.bzh',
  state: 'failed',
  queuedAt: Date.parse('2026-11-23T09:40:00Z'),
  dueAt: 0,
  attempts: 1,
  data: {},
  lastError: '550 inconnu',
  settledAt: Date.parse('2026-11-23T09:41:00Z'),
};

describe('what is done from a record', () => {
  let site: Site;
  let referent: Visitor;
  const asked: string[] = [];
  const standing: { sync: PersonSync | undefined } = { sync: undefined };

  beforeEach(async () => {
    asked.length = 0;
    standing.sync = sync('à jour');
    site = await openSite({
      syncOf: () => standing.sync,
      sendAgain: (entryUuid) => {
        asked.push(`send ${entryUuid === '' ? 'nobody' : 'someone'}`);
        return Promise.resolve(true);
      },
      previewOf: () => Promise.resolve({ userName: 'francois.grangere', active: true }),
      mailsOf: () => [mail],
      renderMail: () => ({ subject: 'Votre accès est ouvert', text: 'Bonjour <b>François</b>,' }),
      resendMail: (id) => {
        asked.push(`mail ${id}`);
        return Promise.resolve(true);
      },
    });
    referent = new Visitor(site);
    await referent.signIn('anne.le-goff');
  });
  afterEach(() => site.close());

  const post = async (to: string, fields: Record<string, string> = {}) => {
    const { text } = await referent.get(path);
    return referent.post(to, { jeton: tokenIn(text), ...fields });
  };
  const stored = (attribute: string) =>
    textOf(site.region.operator.read(dnOf('francois.grangere'), ['*'])!, attribute);
  const save = async (fields: Record<string, string>) => {
    const { text } = await referent.get(path);
    const form = Object.fromEntries(
      [...text.matchAll(/<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"/g)].map(
        ([, name = '', value = '']) => [name, value],
      ),
    );
    return referent.post(path, { ...form, ...fields });
  };

  const states: readonly (readonly [PersonSync, readonly string[], boolean])[] = [
    [sync('à jour'), ['à jour', 'Révision envoyée 17'], false],
    [sync('en attente'), ['en attente', 'attend d’être transmis'], true],
    [
      sync('nouvel essai', {
        attempts: 2,
        nextAt: new Date('2026-11-23T09:43:00Z'),
        lastError: 'webDCR a répondu 500',
      }),
      ['nouvel essai', 'Prochain essai 23/11/2026 à 10 h 43', 'webDCR a répondu 500'],
      true,
    ],
    [sync('bloqué', { lastError: 'login déjà pris' }), ['bloqué', 'login déjà pris'], true],
    [sync('retenu', { heldBatch: '20261123-1' }), ['retenu', 'Lot retenu 20261123-1'], false],
    [sync('exclu'), ['exclu', 'pas dans ce que webDCR reçoit'], false],
  ];
  for (const [state, words, maySend] of states) {
    it(`says where the person stands with webDCR: ${state.state}`, async () => {
      standing.sync = state;
      const text = readable((await referent.get(path)).text);
      for (const each of words) expect(text).to.contain(each);
      const section = text.slice(text.indexOf('Ce que webDCR reçoit'));
      expect(/^Ce que webDCR reçoit Renvoyer/.test(section)).to.equal(maySend);
    });
  }

  it('sends again, and shows what webDCR receives', async () => {
    standing.sync = sync('bloqué');
    expect((await post(`${path}/webdcr`)).location).to.equal(`${path}#webdcr`);
    expect(asked).to.deep.equal(['send someone']);
    const preview = await referent.get(`${path}/webdcr`);
    expect(readable(preview.text)).to.contain('"userName": "francois.grangere"');
  });

  it('lists the mails about the person, shows one and sends it again', async () => {
    const text = readable((await referent.get(path)).text);
    expect(text).to.contain('Accès ouvert, à la personne');
    expect(text).to.contain('échec 550 inconnu');
    const shown = await referent.get(`${path}/courriels/m1`);
    expect(shown.text).to.contain('Bonjour &lt;b&gt;François&lt;/b&gt;,');
    expect((await post(`${path}/courriels/m1`)).location).to.equal(`${path}#courriels`);
    expect(asked).to.deep.equal(['mail m1']);
    expect((await referent.get(`${path}/courriels/m2`)).status).to.equal(404);
  });

  it('takes one change back, once, and not over another', async () => {
    await save({ numeroVoieModification: '12' });
    const { text } = await referent.get(path);
    const [, sequence = '', attribut = ''] =
      /name="sequence" value="(\d+)"><input type="hidden" name="attribut" value="([^"]+)"/.exec(
        text,
      ) ?? [];
    expect(attribut).to.equal('numeroVoieModification');
    const undo = () => post(`${path}/annulation`, { sequence, attribut });
    expect((await undo()).location).to.equal(`${path}#historique`);
    expect(stored('numeroVoieModification')).to.equal('33');
    expect((await undo()).status, 'it is undone already').to.equal(409);
    expect(readable((await referent.get(path)).text)).to.contain(
      'Annulation du changement du 23/11',
    );
  });

  it('takes back nothing of another record, nor a field that is not edited here', async () => {
    const rows = site.region.directory.follow(0, 10_000);
    const other = rows.find(({ dn }) => dn === dnOf('yann.morvan001'))!;
    const forged = { sequence: String(other.sequence), attribut: 'sn' };
    expect((await post(`${path}/annulation`, forged)).status).to.equal(409);
    await site.region.change('francois.grangere', [set('sn', 'GRANGER')]);
    const last = site.region.directory.lastSequence;
    const name = { sequence: String(last), attribut: 'sn' };
    expect((await post(`${path}/annulation`, name)).status).to.equal(409);
    expect(stored('sn')).to.equal('GRANGER');
  });

  it('resets and empties a field by a button, without script', async () => {
    await save({ vider: 'communeModification' });
    expect([stored('communeModification'), stored('commune')]).to.deep.equal([' ', undefined]);
    await save({ reprendre: 'communeModification' });
    expect([stored('communeModification'), stored('commune')]).to.deep.equal([undefined, 'VANNES']);
    await save({ vider: 'sn', reprendre: 'mail' });
    expect([stored('sn'), stored('mail')]).to.deep.equal([
      'GRANGERE',
      'francois.grangere@exemple.bzh',
    ]);
  });

  it('repairs a mixed address in one press, either way', async () => {
    await save({ reparer: 'copier' });
    expect([stored('communeModification'), stored('codePostalModification')]).to.deep.equal([
      'VANNES',
      '56000',
    ]);
    expect(stored('numeroVoieModification')).to.equal('33');
    expect(readable((await referent.get(path)).text)).to.contain('dit la même chose que la valeur');
    await save({ reprendre: 'communeModification' });
    await save({ reparer: 'vider' });
    expect(stored('communeModification')).to.equal(' ');
  });

  it('warns when the national value has changed since it was replaced', async () => {
    await save({ communeModification: 'AURAY' });
    await site.region.change('francois.grangere', [set('communeNational', 'LORIENT')]);
    expect(readable((await referent.get(path)).text)).to.match(
      /La valeur nationale a changé le 23\/11\/2026, après la valeur pour modification : Commune\. À revoir/,
    );
  });
});
