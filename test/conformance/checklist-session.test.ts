import { expect } from 'chai';
import type { Control, Request } from '../../src/model/request.js';
import { hex, RawClient, simpleBind } from '../server/raw-client.js';
import { fixture, people, person } from './checklist-fixture.js';
import { startOurs } from './ours.js';
import { rootDn, rootPassword, type ServerUnderComparison, suffix } from './servers.js';
import { modify, search, Session } from './session.js';
import { hasSlapd, startSlapd } from './slapd.js';

const whoAmI: Request = { kind: 'extended', oid: '1.3.6.1.4.1.4203.1.11.3', value: undefined };
const critical = (oid: string, value?: Buffer): Control => ({ oid, critical: true, value });
const pagedOid = '1.2.840.113556.1.4.319';

interface Turn {
  readonly ask: Request;
  readonly controls?: readonly Control[];
  /** The code, and for Who am I what it says. */
  readonly then: string;
}

const sasl = (mechanism: string): Request => ({
  kind: 'bind',
  version: 3,
  dn: '',
  authentication: { kind: 'sasl', mechanism, credentials: undefined },
});

/** What happens on one connection, turn by turn. */
const sessions: Readonly<Record<string, readonly Turn[]>> = {
  '1 nobody has an empty authorization identity (RFC 4532)': [{ ask: whoAmI, then: 'success ""' }],
  '2 a name without a password is refused (RFC 4513 §5.1.2)': [
    { ask: simpleBind(person('p1'), ''), then: 'unwillingToPerform' },
  ],
  '3 a wrong password': [{ ask: simpleBind(person('p1'), 'non'), then: 'invalidCredentials' }],
  '3 a missing entry': [{ ask: simpleBind(person('nobody'), 'non'), then: 'invalidCredentials' }],
  '3 an entry without password': [
    { ask: simpleBind(person('p3'), 'non'), then: 'invalidCredentials' },
  ],
  '4 a malformed name': [{ ask: simpleBind('foo', 'non'), then: 'invalidDNSyntax' }],
  '5 a name in other words': [
    { ask: simpleBind(` UID = P1 , OU=people,${suffix}`, 'secret1'), then: 'success' },
    { ask: whoAmI, then: `success "dn:${person('p1')}"` },
  ],
  '6 version 2': [{ ask: simpleBind('', '', 2), then: 'protocolError' }],
  '6 version 4': [{ ask: simpleBind('', '', 4), then: 'protocolError' }],
  '7 a failed bind leaves nobody (RFC 4513 §4)': [
    { ask: simpleBind(person('p1'), 'secret1'), then: 'success' },
    { ask: simpleBind(person('p1'), 'non'), then: 'invalidCredentials' },
    { ask: whoAmI, then: 'success ""' },
  ],
  '8 an anonymous bind drops the identity': [
    { ask: simpleBind(person('p1'), 'secret1'), then: 'success' },
    { ask: simpleBind('', ''), then: 'success' },
    { ask: whoAmI, then: 'success ""' },
  ],
  '8 the name of an alias is not that of its entry': [
    { ask: simpleBind(`cn=autre nom,ou=Groups,${suffix}`, 'secret1'), then: 'invalidCredentials' },
  ],
  '9 an unknown SASL mechanism': [{ ask: sasl('NOPE'), then: 'authMethodNotSupported' }],
  '12 nobody reads the root DSE without a bind': [{ ask: search(''), then: 'success' }],
  '71 an unknown critical control on a bind': [
    {
      ask: simpleBind('', ''),
      controls: [critical('1.2.3.4')],
      then: 'unavailableCriticalExtension',
    },
  ],
  '71 an unknown critical control on a search': [
    { ask: search(''), controls: [critical('1.2.3.4')], then: 'unavailableCriticalExtension' },
  ],
  '71 an unknown critical control on Who am I': [
    { ask: whoAmI, controls: [critical('1.2.3.4')], then: 'unavailableCriticalExtension' },
  ],
  '71 a critical control of another operation': [
    { ask: simpleBind(rootDn, rootPassword), then: 'success' },
    {
      ask: modify(person('p1'), ['replace', 'title']),
      controls: [critical(pagedOid, hex('30 05 02 01 02 04 00'))],
      then: 'unavailableCriticalExtension',
    },
  ],
  '72 a malformed control value': [
    { ask: search(''), controls: [critical(pagedOid, hex('30 01 02'))], then: 'protocolError' },
  ],
  '72 one control twice': [
    {
      ask: search(''),
      controls: [
        critical(pagedOid, hex('30 05 02 01 02 04 00')),
        critical(pagedOid, hex('30 05 02 01 02 04 00')),
      ],
      then: 'protocolError',
    },
  ],
  '73 a forged cookie': [
    { ask: simpleBind(rootDn, rootPassword), then: 'success' },
    {
      ask: search(people, { scope: 'sub' }),
      controls: [critical(pagedOid, hex('30 08 02 01 02 04 03 61 62 63'))],
      then: 'protocolError|unwillingToPerform',
    },
  ],
  '75 an assertion that is false (RFC 4528)': [
    { ask: simpleBind(rootDn, rootPassword), then: 'success' },
    {
      ask: modify(person('p1'), ['replace', 'title', 'x']),
      controls: [critical('1.3.6.1.1.12', hex('a3 09 04 03 75 69 64 04 02 7a 7a'))],
      then: 'assertionFailed',
    },
  ],
  '75 an assertion that is true': [
    { ask: simpleBind(rootDn, rootPassword), then: 'success' },
    {
      ask: modify(person('p1'), ['replace', 'title', 'x']),
      controls: [critical('1.3.6.1.1.12', hex('a3 09 04 03 75 69 64 04 02 70 31'))],
      then: 'success',
    },
  ],
  '76 an unknown extended operation': [
    { ask: { kind: 'extended', oid: '1.2.3.4', value: undefined }, then: 'protocolError' },
  ],
  '76 a password of a person changed by itself (RFC 3062)': [
    { ask: simpleBind(person('p2'), 'secret2'), then: 'success' },
    {
      ask: {
        kind: 'extended',
        oid: '1.3.6.1.4.1.4203.1.11.1',
        value: hex('30 10 82 0e 4e 6f 75 76 65 61 75 2d 6d 6f 74 2d 39 39'),
      },
      then: 'success',
    },
    { ask: simpleBind(person('p2'), 'secret2'), then: 'invalidCredentials' },
    { ask: simpleBind(person('p2'), 'Nouveau-mot-99'), then: 'success' },
  ],
};

/** Bytes that are no LDAP: what ends the connection, with a notice (RFC 4511 §4.1.1, §4.4.1). */
const hostile: Readonly<Record<string, string>> = {
  '13 a response from a client': '30 0c 02 01 01 61 07 0a 01 00 04 00 04 00',
  '13 an unknown operation': '30 05 02 01 01 7f 00',
  '13 an inner length beyond the outer': '30 07 02 01 01 63 7f 04 00',
  '14 an indefinite length': '30 80 02 01 01 42 00 00 00',
  '14 a length of a gigabyte': '30 84 40 00 00 00 02 01 01',
};

function suite(name: string, start: () => Promise<ServerUnderComparison>): void {
  describe(`sessions: ${name}`, () => {
    let server: ServerUnderComparison;

    before(async () => {
      server = await start();
      const root = await Session.open(server.port, rootDn, rootPassword);
      for (const request of fixture) {
        expect((await root.ask(request)).result.code).to.equal('success');
      }
      root.close();
    });
    after(() => server.close());

    for (const [title, turns] of Object.entries(sessions)) {
      it(title, async () => {
        const session = await Session.open(server.port);
        try {
          for (const { ask, controls, then } of turns) {
            const { result, value } = await session.ask(ask, controls);
            const said = ask === whoAmI && value ? ` "${value.toString()}"` : '';
            expect(then.split('|'), result.message).to.include(`${result.code}${said}`);
          }
        } finally {
          session.close();
        }
      });
    }

    for (const [title, bytes] of Object.entries(hostile)) {
      it(title, async () => {
        const client = await RawClient.open(server.port);
        client.send(hex(bytes));
        const rest = await client.rest();
        expect(
          rest.every(({ id }) => id === 0),
          'notices',
        ).to.equal(true);
        expect(rest.length).to.be.at.most(1);
      });
    }
  });
}

suite('our server', startOurs);
if (hasSlapd()) suite('OpenLDAP', startSlapd);
else it.skip('sessions: OpenLDAP (slapd is not installed)');
