import { expect } from 'chai';
import type { Directory } from '../../src/operations/directory.js';
import { type Opened, personDn } from './fixture.js';
import { anne, openWithVerifiers, password } from './sasl-accounts.js';
import { answerTo, inTheClear, overTls, saslBind, scram } from './sasl-client.js';
import { bindCode, change, modify } from './writing.js';

describe('SCRAM-SHA-256 (RFC 5802, RFC 7677)', () => {
  let opened: Opened;
  let directory: Directory;
  before(async () => {
    opened = await openWithVerifiers();
    ({ directory } = opened);
  });
  after(() => opened.close());
  it('proves both sides to each other, in the clear too', async () => {
    for (const peer of [overTls, inTheClear]) {
      const { result, actor, signed } = await scram(directory, 'anne.martin', password, { peer });
      expect(result.code).to.equal('success');
      expect(signed).to.equal(true);
      expect(actor).to.include({ kind: 'entry', dn: anne, secure: peer === overTls });
    }
  });

  const granted = [
    ['a client that would bind the channel', 'y,,'],
    ['oneself as one’s name', `n,a=dn:${anne.replaceAll('=', '=3D').replaceAll(',', '=2C')},`],
    ['oneself as one’s login', 'n,a=u:anne.martin,'],
  ] as const;
  for (const [title, header] of granted) {
    it(`takes ${title}`, async () => {
      const { result } = await scram(directory, 'anne.martin', password, { header });
      expect(result.code).to.equal('success');
    });
  }

  const refused: readonly (readonly [string, Parameters<typeof scram>[3], string, string?])[] = [
    ['somebody else', { header: 'n,a=u:yann.martin,' }, 'authorizationDenied'],
    ['channel binding', { header: 'p=tls-unique,,' }, 'invalidCredentials', 'channel-binding'],
    ['another header', { altered: (m) => m.replace('c=biws', 'c=eSws') }, 'invalidCredentials'],
    ['another nonce', { altered: (m) => m.replace(',r=', ',r=x') }, 'invalidCredentials'],
    ['the client’s nonce alone', { altered: (m) => m.replace(/r=[^,]+/, 'r=clientnonce') }, ''],
    ['no proof', { altered: (m) => m.replace(/,p=.*/, '') }, 'invalidCredentials'],
    ['a proof cut short', { altered: (m) => m.replace(/p=.*/, 'p=AAAA') }, 'invalidCredentials'],
    ['nothing', { altered: () => '' }, 'invalidCredentials', 'invalid-encoding'],
  ];
  for (const [title, said, code, message = ''] of refused) {
    it(`refuses ${title}`, async () => {
      const { result, actor } = await scram(directory, 'anne.martin', password, said);
      expect(result.code).to.equal(code === '' ? 'invalidCredentials' : code);
      expect(result.message).to.contain(message);
      expect(actor.kind).to.equal('anonymous');
    });
  }

  it('says the same of a wrong password, no verifier, no such login and an inactive person', async () => {
    const answers = [];
    for (const [login, secret] of [
      ['anne.martin', 'no'],
      ['yann.martin', password],
      ['personne', password],
      ['helene.le-goff', password],
    ] as const) {
      const { challenge, result, serverSaslCreds } = await scram(directory, login, secret);
      expect(challenge).to.match(/^r=clientnonce[^,]{20,},s=[A-Za-z0-9+/]{22}==,i=60000$/);
      expect(serverSaslCreds).to.equal(undefined);
      answers.push(result);
    }
    for (const answer of answers) expect(answer).to.deep.equal(answers[0]);
  });

  const saltOf = async (login: string): Promise<string> =>
    /s=([^,]+)/.exec((await scram(directory, login, 'no')).challenge)?.[1] ?? '';

  it('makes a salt up that stays the same and is each login’s own', async () => {
    const salt = await saltOf('personne.un');
    expect(await saltOf('personne.un')).to.equal(salt);
    expect(await saltOf('Personne.Un')).to.equal(salt);
    expect(await saltOf('personne.deux')).not.to.equal(salt);
  });

  it('never says the same nonce twice', async () => {
    const [one, two] = [await scram(directory, 'a', 'b'), await scram(directory, 'a', 'b')];
    expect(one.challenge).not.to.equal(two.challenge);
  });

  it('does not take a proof a second time', async () => {
    const mechanism = 'SCRAM-SHA-256';
    let said = '';
    const keep = (message: string): string => (said = message);
    await scram(directory, 'anne.martin', password, { altered: keep });
    const credentials = 'n,,n=anne.martin,r=clientnonce';
    const { exchange } = await saslBind(directory, { mechanism, credentials });
    const again = await saslBind(directory, { mechanism, credentials: said, exchange });
    expect(again.result.code).to.equal('invalidCredentials');
    const cold = await saslBind(directory, { mechanism, credentials: said });
    expect(cold.result.code).to.equal('invalidCredentials');
  });

  it('ends with a password that changes between its steps', async () => {
    const mechanism = 'SCRAM-SHA-256';
    const bare = 'n=anne.martin,r=clientnonce';
    const begun = await saslBind(directory, { mechanism, credentials: `n,,${bare}` });
    await modify(directory, anne, [change('replace', 'userPassword', password)]);
    const challenge = begun.serverSaslCreds?.toString() ?? '';
    const { message } = answerTo(challenge, password, { header: 'n,,', bare });
    const { exchange } = begun;
    const done = await saslBind(directory, { mechanism, credentials: message, exchange });
    expect(done.result.code).to.equal('invalidCredentials');
    expect((await scram(directory, 'anne.martin', password)).result.code).to.equal('success');
  });

  it('is slowed down with simple binds: they count together', async () => {
    for (let count = 0; count < 5; count += 1) {
      await bindCode(directory, personDn('soazig.riou'), 'no');
      await scram(directory, 'soazig.riou', 'no');
    }
    const before = performance.now();
    await scram(directory, 'soazig.riou', 'no');
    expect(performance.now() - before).to.be.above(240);
  });
});
