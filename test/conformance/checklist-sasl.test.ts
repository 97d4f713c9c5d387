import { expect } from 'chai';
import type { ConnectionOptions } from 'node:tls';
import { certificates, certified } from './certificates.js';
import { checklist } from './checklist.js';
import { person } from './checklist-fixture.js';
import { whoAmI } from './checklist-session.js';
import { startTls } from './client/extended.js';
import type { Code } from './client/result-codes.js';
import { scramClient, type ScramClient, scramVerifier } from './client/scram.js';
import type { Peer } from './peer.js';
import { add, type Answer, saslBind, search, type Session, simpleBind } from './session.js';
import type { Check } from './side-by-side.js';

const password = 'Zt5!vNw8?gHs';
const own = `dn:${person('sasl')}`;

/** The same secret, as each server keeps it for SCRAM: we hold a verifier, slapd the password. */
const entries = [
  add(person('sasl'), {
    objectClass: ['inetOrgPerson', 'extensibleObject'],
    uid: 'sasl',
    cn: 'sasl',
    sn: 'sasl',
    userPassword: password,
    authPassword: scramVerifier(password),
  }),
  add(certified, { objectClass: 'inetOrgPerson', cn: 'certifie', sn: 'certifie' }),
];
const slapdSchema = `
ldapsyntax ( 1.3.6.1.4.1.4203.1.1.2 DESC 'RFC 3112' X-SUBST '1.3.6.1.4.1.1466.115.121.1.40' )
attributetype ( 1.3.6.1.4.1.4203.1.3.4 NAME 'authPassword' DESC 'RFC 3112'
  EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 )
`;

async function secured(peer: Peer, options: ConnectionOptions = {}): Promise<Session> {
  const session = await peer.open();
  expect((await session.ask(startTls)).result.code).to.equal('success');
  await session.connection.secure(options);
  return session;
}

async function expectIdentity(session: Session, identity: string): Promise<void> {
  const { value } = await session.ask(whoAmI);
  expect(value?.toString().toLowerCase()).to.equal(identity.toLowerCase());
}

interface Outcome {
  readonly title: string;
  readonly credentials: string | undefined;
  readonly code: Code | readonly Code[];
  readonly identity?: string;
  readonly slapdDeparts?: string;
}

const refused: readonly Code[] = ['invalidCredentials'];
const denied: readonly Code[] = [
  'authorizationDenied',
  'insufficientAccessRights',
  'invalidCredentials',
  'inappropriateAuthentication',
];

/** PLAIN over TLS (RFC 4616): authorization identity, login, password. */
const plain: readonly Outcome[] = [
  {
    title: 'a login and its password',
    credentials: `\0sasl\0${password}`,
    code: 'success',
    identity: own,
  },
  {
    title: 'acting as oneself',
    credentials: `${own}\0sasl\0${password}`,
    code: 'success',
    identity: own,
  },
  { title: 'a wrong password', credentials: '\0sasl\0faux', code: refused, identity: '' },
  {
    title: 'an unknown login',
    credentials: `\0personne\0${password}`,
    code: refused,
    identity: '',
    slapdDeparts: 'it answers other: logins can be told apart',
  },
  {
    title: 'acting as another',
    credentials: `dn:${person('p1')}\0sasl\0${password}`,
    code: denied,
    identity: '',
  },
  {
    title: 'no separators',
    credentials: 'sasl',
    code: [...refused, 'protocolError', 'other'],
    identity: '',
  },
  {
    title: 'no login',
    credentials: `\0\0${password}`,
    code: [...refused, 'protocolError', 'other', 'insufficientAccessRights'],
    identity: '',
  },
  {
    title: 'no password',
    credentials: '\0sasl\0',
    code: [...refused, 'protocolError', 'other', 'unwillingToPerform'],
    identity: '',
  },
];

const plainChecks: readonly Check[] = plain.map(
  ({ title, credentials, code, identity, slapdDeparts }) => ({
    title: `PLAIN over TLS: ${title}`,
    run: async (peer) => {
      const session = await secured(peer);
      const { result } = await session.ask(saslBind('PLAIN', credentials));
      expect([code].flat(), result.message).to.include(result.code);
      if (identity !== undefined) await expectIdentity(session, identity);
    },
    ...(slapdDeparts === undefined ? {} : { slapdDeparts }),
  }),
);

const inTheClear: Check = {
  title: '10 PLAIN in the clear is refused, whatever the password (RFC 4513 §5.2.1.2)',
  run: async (peer) => {
    const session = await peer.open();
    const codes: string[] = [];
    for (const secret of [password, 'faux']) {
      codes.push((await session.ask(saslBind('PLAIN', `\0sasl\0${secret}`))).result.code);
    }
    expect(codes[0]).to.equal(codes[1]);
    expect([
      'confidentialityRequired',
      'authMethodNotSupported',
      'inappropriateAuthentication',
    ]).to.include(codes[0]);
    await expectIdentity(session, '');
  },
};

const mechanism = 'SCRAM-SHA-256';
const words = (answer: Answer): string => answer.saslCredentials?.toString() ?? '';

/** Both steps of an exchange; the second one may be altered. */
async function exchange(
  session: Session,
  client: ScramClient,
  altered: (final: string) => string = (final) => final,
): Promise<Answer> {
  const first = await session.ask(saslBind(mechanism, client.first));
  expect(first.result.code, first.result.message).to.equal('saslBindInProgress');
  return session.ask(saslBind(mechanism, altered(client.final(words(first)))));
}

/** SCRAM-SHA-256 (RFC 5802, RFC 7677), in the clear: it shows no password. */
const scram: readonly Check[] = [
  {
    title: 'SCRAM: both prove themselves',
    run: async (peer) => {
      const session = await peer.open();
      const client = scramClient('sasl', password);
      const last = await exchange(session, client);
      expect(last.result.code, last.result.message).to.equal('success');
      expect(words(last)).to.equal(client.serverFinal());
      await expectIdentity(session, own);
    },
  },
  {
    title: 'SCRAM: a wrong password',
    run: async (peer) => {
      const session = await peer.open();
      const last = await exchange(session, scramClient('sasl', 'faux'));
      expect(last.result.code).to.equal('invalidCredentials');
      await expectIdentity(session, '');
    },
  },
  {
    title: 'SCRAM: another nonce in the last message',
    run: async (peer) => {
      const session = await peer.open();
      const client = scramClient('sasl', password);
      const last = await exchange(session, client, (final) => final.replace(',r=', ',r=x'));
      expect(['invalidCredentials', 'protocolError']).to.include(last.result.code);
      await expectIdentity(session, '');
    },
    slapdDeparts: 'it answers other',
  },
  {
    title: 'SCRAM: the server’s nonce begins with the client’s',
    run: async (peer) => {
      const session = await peer.open();
      const { result, saslCredentials } = await session.ask(saslBind(mechanism, 'n,,n=sasl,r=abc'));
      expect(result.code).to.equal('saslBindInProgress');
      expect(saslCredentials?.toString()).to.match(/^r=abc[^,]+,s=[^,]+,i=\d+$/);
    },
  },
  {
    title: 'SCRAM: a first message that is none',
    run: async (peer) => {
      const session = await peer.open();
      const { result } = await session.ask(saslBind(mechanism, 'n,,r=abc'));
      expect(['invalidCredentials', 'protocolError', 'other']).to.include(result.code);
      await expectIdentity(session, '');
    },
  },
  {
    title: 'SCRAM: a simple bind in the middle ends it (RFC 4511 §4.2.1)',
    run: async (peer) => {
      const session = await peer.open();
      const client = scramClient('sasl', password);
      const first = await session.ask(saslBind(mechanism, client.first));
      await session.ask(simpleBind('', ''));
      const { result } = await session.ask(saslBind(mechanism, client.final(words(first))));
      expect(result.code).to.not.equal('success');
      await expectIdentity(session, '');
    },
  },
  {
    title: '9 SCRAM: another mechanism in the middle ends it',
    run: async (peer) => {
      const session = await peer.open();
      const client = scramClient('sasl', password);
      const first = await session.ask(saslBind(mechanism, client.first));
      const aborted = await session.ask(saslBind(''));
      expect(aborted.result.code).to.equal('authMethodNotSupported');
      const { result } = await session.ask(saslBind(mechanism, client.final(words(first))));
      expect(result.code).to.not.equal('success');
    },
  },
  {
    title: '11 SCRAM: nobody until the end',
    run: async (peer) => {
      const session = await peer.open(person('p1'), 'secret1');
      await session.ask(saslBind(mechanism, scramClient('sasl', password).first));
      const { result, value } = await session.ask(whoAmI);
      if (result.code === 'success') expect(value?.toString()).to.equal('');
      else expect(['operationsError', 'saslBindInProgress']).to.include(result.code);
    },
  },
];

/** EXTERNAL (RFC 4513 §5.2.3): the certificate's subject is the entry's name. */
const external: readonly Check[] = [
  {
    title: '9 EXTERNAL by a client certificate',
    run: async (peer) => {
      const { clientCert, clientKey } = await certificates();
      const session = await secured(peer, { cert: clientCert, key: clientKey });
      const { result } = await session.ask(saslBind('EXTERNAL', ''));
      expect(result.code, result.message).to.equal('success');
      await expectIdentity(session, `dn:${certified}`);
    },
  },
  {
    title: '9 EXTERNAL, asked to act as another',
    run: async (peer) => {
      const { clientCert, clientKey } = await certificates();
      const session = await secured(peer, { cert: clientCert, key: clientKey });
      const { result } = await session.ask(saslBind('EXTERNAL', `dn:${person('p1')}`));
      expect(denied).to.include(result.code);
      await expectIdentity(session, '');
    },
  },
  {
    title: '9 a certificate alone signs nobody in',
    run: async (peer) => {
      const { clientCert, clientKey } = await certificates();
      await expectIdentity(await secured(peer, { cert: clientCert, key: clientKey }), '');
    },
  },
  {
    title: '9 EXTERNAL over TLS without a certificate',
    run: async (peer) => {
      const session = await secured(peer);
      const { result } = await session.ask(saslBind('EXTERNAL', ''));
      expect(['inappropriateAuthentication', 'authMethodNotSupported']).to.include(result.code);
    },
  },
  {
    title: '10 EXTERNAL is offered where a certificate was shown',
    run: async (peer) => {
      const { clientCert, clientKey } = await certificates();
      const session = await secured(peer, { cert: clientCert, key: clientKey });
      const asked = search('', { attributes: ['supportedSASLMechanisms'] });
      const { entries: found } = await session.ask(asked);
      const offered = found[0]?.attributes[0]?.values.map(String) ?? [];
      expect(offered).to.include.members(['EXTERNAL', 'PLAIN', mechanism]);
    },
  },
];

checklist('SASL', [inTheClear, ...plainChecks, ...scram, ...external], { entries, slapdSchema });
