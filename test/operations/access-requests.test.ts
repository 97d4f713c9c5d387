import { expect } from 'chai';
import { type AccessState, accessStates } from '../../src/domain/access-state.js';
import type { ResultCodeName } from '../../src/model/result.js';
import type { Actor } from '../../src/operations/actor.js';
import {
  actorOf,
  nextUuid,
  type Opened,
  openFixture,
  personDn,
  root,
  smallDirectory,
  suffix,
} from './fixture.js';
import { add, change, lastRow, modify, read } from './writing.js';

const now = new Date('2026-06-15T07:08:09.500Z');
const serverTime = '20260615070809Z';
const request = 'demandeAccesCancerologie';
const response = 'reponseAccesCancerologie';
const portal = `cn=portail,ou=comptes,${suffix}`;
const asked = personDn('demandeuse');

/** The directory with one person in a given state, and the portal's account. */
function directoryWith(state: AccessState | undefined): Promise<Opened> {
  return openFixture({
    with: { clock: () => now },
    entries: [
      ...smallDirectory,
      [portal, { objectClass: 'compteService', cn: 'portail' }],
      [
        asked,
        {
          objectClass: ['inetOrgPerson', 'personneAnnuaire'],
          uid: 'demandeuse',
          cn: 'Demandeuse',
          sn: 'Demandeuse',
          etat: 'Actif',
          origine: 'local',
          entryUUID: nextUuid(),
          ...(state && { [response]: state }),
        },
      ],
    ],
  });
}

const ask = [change('replace', request, '20200101000000Z')];

const requests: Readonly<
  Record<AccessState, { readonly code: ResultCodeName; readonly event: boolean }>
> = {
  'Jamais demandé': { code: 'success', event: true },
  Refusée: { code: 'success', event: true },
  'A traiter': { code: 'success', event: false },
  Acceptée: { code: 'unwillingToPerform', event: false },
};

describe('an access request (DESIGN §2)', () => {
  let opened: Opened;
  afterEach(() => opened.close());

  for (const from of accessStates) {
    const { code, event } = requests[from];
    it(`on « ${from} » answers ${code}${event ? ' and is told' : ''}`, async () => {
      opened = await directoryWith(from);
      const { directory } = opened;
      const result = await modify(directory, asked, ask, actorOf(directory, portal));
      expect(result, result.message).include({ code });
      const entry = read(directory, asked);
      if (code !== 'success') {
        expect(entry[request]).equal(undefined);
        expect(entry[response]).deep.equal([from]);
        return;
      }
      expect(entry[request]).deep.equal([serverTime]);
      expect(entry[response]).deep.equal(['A traiter']);
      const row = lastRow(directory);
      const told = row.events.filter(({ type }) => type === 'access-requested');
      const { entryUuid: person } = row;
      expect(told).deep.equal(
        event
          ? [
              {
                type: 'access-requested',
                service: 'Cancerologie',
                person,
                personDn: asked,
                at: serverTime,
              },
            ]
          : [],
      );
    });
  }

  it('needs no right on the response, and gives none', async () => {
    opened = await directoryWith(undefined);
    const { directory } = opened;
    const actor = actorOf(directory, portal);
    expect(await modify(directory, asked, ask, actor)).include({ code: 'success' });
    const write = [change('replace', response, 'Acceptée')];
    expect(await modify(directory, asked, write, actor)).include({
      code: 'insufficientAccessRights',
    });
  });

  it('is made by a person for itself and for nobody else', async () => {
    opened = await directoryWith(undefined);
    const { directory } = opened;
    const self = actorOf(directory, asked);
    expect(await modify(directory, asked, ask, self)).include({ code: 'success' });
    const other = await modify(directory, personDn('anne.martin'), ask, self);
    expect(['insufficientAccessRights', 'noSuchObject']).include(other.code);
  });

  it('is withdrawn by a regional administrator alone', async () => {
    opened = await directoryWith(undefined);
    const { directory } = opened;
    const self = actorOf(directory, asked);
    await modify(directory, asked, ask, self);
    const withdraw = [change('delete', request)];
    expect(await modify(directory, asked, withdraw, self)).include({
      code: 'insufficientAccessRights',
    });
    const admin = actorOf(directory, personDn('anne.martin'));
    expect(await modify(directory, asked, withdraw, admin)).include({ code: 'success' });
  });

  it('refuses a second value of its time', async () => {
    opened = await directoryWith(undefined);
    const changes = [change('add', request, '20200101000000Z', '20210101000000Z')];
    expect(await modify(opened.directory, asked, changes)).include({ code: 'constraintViolation' });
  });

  it('is made by an add, too, and answered by one', async () => {
    opened = await directoryWith(undefined);
    const { directory } = opened;
    const person = { objectClass: ['inetOrgPerson', 'personneAnnuaire'], cn: 'x', sn: 'x' };
    await add(directory, personDn('un'), { ...person, [request]: '20200101000000Z' });
    expect(read(directory, personDn('un'))).deep.include({
      [request]: [serverTime],
      [response]: ['A traiter'],
    });
    expect(lastRow(directory).events.map(({ type }) => type)).deep.equal([
      'access-requested',
      'person-changed',
    ]);
    await add(directory, personDn('deux'), { ...person, [response]: 'acceptée' });
    expect(read(directory, personDn('deux'))[response]).deep.equal(['Acceptée']);
    expect(lastRow(directory).events[0]).include({ type: 'access-answered', meaning: 'accepted' });
  });
});

type Role = 'referent' | 'regional' | 'root' | 'person';
type Answer = readonly [ResultCodeName, string | undefined];

const yes = (meaning?: string): Answer => ['success', meaning];
const no: Answer = ['insufficientAccessRights', undefined];

/** From `A traiter` and from `Acceptée`, to each state, by each role. */
const answers: Readonly<
  Record<Role, Readonly<Record<AccessState, Readonly<Record<'A traiter' | 'Acceptée', Answer>>>>>
> = {
  referent: {
    Acceptée: { 'A traiter': yes('accepted'), Acceptée: yes() },
    Refusée: { 'A traiter': yes('refused'), Acceptée: yes('revoked') },
    'A traiter': { 'A traiter': yes(), Acceptée: no },
    'Jamais demandé': { 'A traiter': no, Acceptée: no },
  },
  regional: {
    Acceptée: { 'A traiter': yes('accepted'), Acceptée: yes() },
    Refusée: { 'A traiter': yes('refused'), Acceptée: yes('revoked') },
    'A traiter': { 'A traiter': yes(), Acceptée: yes('reopened') },
    'Jamais demandé': { 'A traiter': yes('reset'), Acceptée: yes('reset') },
  },
  root: {
    Acceptée: { 'A traiter': yes('accepted'), Acceptée: yes() },
    Refusée: { 'A traiter': yes('refused'), Acceptée: yes('revoked') },
    'A traiter': { 'A traiter': yes(), Acceptée: yes('reopened') },
    'Jamais demandé': { 'A traiter': yes('reset'), Acceptée: yes('reset') },
  },
  person: {
    Acceptée: { 'A traiter': no, Acceptée: no },
    Refusée: { 'A traiter': no, Acceptée: no },
    'A traiter': { 'A traiter': no, Acceptée: no },
    'Jamais demandé': { 'A traiter': no, Acceptée: no },
  },
};

describe('an access response (DESIGN §2)', () => {
  for (const from of ['A traiter', 'Acceptée'] as const) {
    describe(`from « ${from} »`, () => {
      let opened: Opened;
      let actors: Readonly<Record<Role, Actor>>;
      beforeEach(async () => {
        opened = await directoryWith(from);
        const of = (dn: string): Actor => actorOf(opened.directory, dn);
        actors = {
          referent: of(personDn('yann.martin')),
          regional: of(personDn('anne.martin')),
          root,
          person: of(asked),
        };
      });
      afterEach(() => opened.close());

      for (const role of Object.keys(answers) as Role[]) {
        for (const to of accessStates) {
          const [code, meaning] = answers[role][to][from];
          it(`${role} → « ${to} »: ${code} ${meaning ?? ''}`, async () => {
            const { directory } = opened;
            const changes = [change('replace', response, to)];
            const result = await modify(directory, asked, changes, actors[role]);
            expect(result, result.message).include({ code });
            expect(read(directory, asked)[response]).deep.equal([code === 'success' ? to : from]);
            if (code !== 'success') return;
            const told = lastRow(directory).events.find(({ type }) => type === 'access-answered');
            if (meaning === undefined) expect(told).equal(undefined);
            else expect(told).deep.include({ service: 'Cancerologie', from, to, meaning });
          });
        }
      }
    });
  }

  it('may be given by the referent of a service that also grants it, to accept alone', async () => {
    const opened = await directoryWith(undefined);
    const { directory } = opened;
    const referent = actorOf(directory, personDn('yann.martin'));
    const grant = [change('replace', 'reponseAccesPortailENRS', 'Acceptée')];
    const refuse = [change('replace', 'reponseAccesPortailENRS', 'Refusée')];
    const foreign = [change('replace', 'reponseAccesORIS', 'Acceptée')];
    expect(await modify(directory, asked, grant, referent)).include({ code: 'success' });
    for (const changes of [refuse, foreign]) {
      expect(await modify(directory, asked, changes, referent)).include({
        code: 'insufficientAccessRights',
      });
    }
    await opened.close();
  });

  it('is one of four words', async () => {
    const opened = await directoryWith('A traiter');
    const changes = [change('replace', response, 'Peut-être')];
    const result = await modify(opened.directory, asked, changes);
    expect(result.code).equal('constraintViolation');
    expect(result.message).include('« Refusée »');
    await opened.close();
  });

  it('of a member of a group is given by a regional administrator alone', async () => {
    const opened = await directoryWith(undefined);
    const { directory } = opened;
    const changes = [change('replace', response, 'Acceptée')];
    const referent = actorOf(directory, personDn('yann.martin'));
    expect(await modify(directory, personDn('anne.martin'), changes, referent)).include({
      code: 'insufficientAccessRights',
    });
    await opened.close();
  });
});
