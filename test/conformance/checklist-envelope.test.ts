import { expect } from 'chai';
import type { Request } from '../../src/model/request.js';
import { checklist } from './checklist.js';
import { person } from './checklist-fixture.js';
import { whoAmI } from './checklist-session.js';
import { hex } from './client/connection.js';
import {
  application,
  constructed,
  context,
  contextConstructed,
  elements,
  octetString,
  sequence,
} from './client/elements.js';
import { messageOctets } from './client/message.js';
import { operationOctets } from './client/operations.js';
import { octets } from './envelope-rows.js';
import { control } from './oids.js';
import { suffix } from './servers.js';
import { add, compare, modify, rename, search, simpleBind } from './session.js';
import type { Check } from './side-by-side.js';

const noNotice = { slapdDeparts: 'it closes the connection without a notice' } as const;

/** Octets that are no LDAP end the session (RFC 4511 §4.1.1, §4.4.1, §5.1). */
const violations: readonly Check[] = [
  octets('13 an operation that no RFC defines', hex('30 05 02 01 01 7f 00'), 'notice', noNotice),
  octets('13 a BindResponse', hex('30 0c 02 01 01 61 07 0a 01 00 04 00 04 00'), 'notice'),
  octets('13 a SearchResultEntry', hex('30 0b 02 01 01 64 06 04 02 63 6e 30 00'), 'notice'),
  octets('13 an ExtendedResponse', hex('30 0c 02 01 01 78 07 0a 01 00 04 00 04 00'), 'notice'),
  octets(
    '13 an inner length beyond the outer',
    hex('30 07 02 01 01 63 7f 04 00'),
    'notice',
    noNotice,
  ),
  octets('13 half an operation', hex('30 08 02 01 01 60 03 02 01 03'), 'notice'),
  octets('13 a message that is no SEQUENCE', hex('31 05 02 01 01 42 00'), 'notice', noNotice),
  octets('13 a message without a messageID', hex('30 02 42 00'), 'notice', noNotice),
  octets('13 a messageID that is no INTEGER', hex('30 05 04 01 01 42 00'), 'notice', noNotice),
  octets('13 a web request', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'), 'notice', noNotice),
  octets('13 zeros', Buffer.alloc(64), 'notice', noNotice),
  octets('14 an indefinite length', hex('30 80 02 01 01 42 00 00 00'), 'notice', noNotice),
  octets('14 a length of a gigabyte', hex('30 84 40 00 00 00 02 01 01'), 'notice', noNotice),
  octets('14 a length of 2^32 - 1', hex('30 84 ff ff ff ff 02 01 01'), 'notice', noNotice),
  octets(
    '14 a length of nine octets',
    hex('30 89 01 00 00 00 00 00 00 00 00 02'),
    'notice',
    noNotice,
  ),
  octets(
    'E1 messageID 0 is the server’s own (RFC 4511 §4.1.1.1)',
    messageOctets(0, whoAmI),
    'notice',
    {
      slapdDeparts: 'it answers with messageID 0',
    },
  ),
  octets('E1 a negative messageID', messageOctets(-1, whoAmI), 'notice', {
    slapdDeparts: 'it answers nothing and goes on',
  }),
  octets(
    'E6 a constructed OCTET STRING',
    hex('30 14 02 01 01 60 0f 02 01 03 24 06 04 04 63 6e 3d 61 80 02 61 62'),
    'notice',
    { slapdDeparts: 'it takes it for a primitive one' },
  ),
];

const later = octetString('later', context(25));

/** An operation with one more element at its end, as a later version of LDAP may have (§4). */
function longer(request: Request): Buffer {
  const [operation] = elements(operationOctets(request));
  if (!operation) throw new Error('an operation');
  const made = constructed([operation.content, later], operation.tag);
  return messageOctets(1, { kind: 'octets', operation: made });
}

const who = elements(messageOctets(1, whoAmI))[0]?.content ?? Buffer.alloc(0);
const controlWithMore = constructed(
  [sequence(octetString(control.unknown), octetString('value'), later)],
  contextConstructed(0),
);

/** Unknown elements at the end of a SEQUENCE are ignored (RFC 4511 §4). */
const extensions: readonly Check[] = [
  octets('16 of an LDAPMessage', sequence(who, later), 'success'),
  octets('16 of a control', sequence(who, controlWithMore), 'success', {
    slapdDeparts: 'it ends the session',
  }),
  octets('16 of a BindRequest', longer(simpleBind('', '')), 'success'),
  octets('16 of a SearchRequest', longer(search('')), 'success'),
  octets('16 of a CompareRequest', longer(compare('', 'objectClass', 'top')), 'compareTrue'),
  octets(
    '16 of a ModifyRequest',
    longer(modify(person('p1'), ['replace', 'title', 'x'])),
    'success',
    { as: 'root' },
  ),
  octets(
    '16 of an AddRequest',
    longer(add(person('p1'), { objectClass: 'inetOrgPerson', uid: 'p1', cn: 'x', sn: 'x' })),
    'entryAlreadyExists',
    { as: 'root' },
  ),
  octets(
    '16 of a ModifyDNRequest',
    longer(rename(`cn=x,dc=nowhere,${suffix}`, 'cn=y')),
    'noSuchObject',
    { as: 'root' },
  ),
  octets('16 of an ExtendedRequest', longer(whoAmI), 'success'),
];

/** A search whose filter is negated so many times. */
function negated(times: number): Buffer {
  const headers: Buffer[] = [];
  const present = octetString('objectClass', context(7));
  for (let length = present.length; headers.length < times; length += 6) {
    headers.push(Buffer.from([0xa2, 0x84, 0, length >> 16, (length >> 8) & 0xff, length & 0xff]));
  }
  const filter = Buffer.concat([...headers.reverse(), present]);
  const parts = [hex('04 00 0a 01 00 0a 01 00 02 01 00 02 01 00 01 01 00'), filter, hex('30 00')];
  return messageOctets(1, { kind: 'octets', operation: constructed(parts, application(3)) });
}

const threeThousand = Array.from({ length: 3000 }, () => ({
  oid: control.unknown,
  critical: false,
  value: undefined,
}));

const hostile: readonly Check[] = [
  octets('17 a filter 20,000 deep', () => negated(20_000), 'refused'),
  octets('17 three thousand controls', messageOctets(1, whoAmI, threeThousand), 'refused', {
    slapdDeparts: 'it reads them all',
  }),
];

const segments: readonly Check[] = [
  {
    title: '15 two messages in one segment',
    run: async (peer) => {
      const { connection } = await peer.open();
      connection.send(messageOctets(5, whoAmI), messageOctets(6, whoAmI));
      const ids = [await connection.next(), await connection.next()].map((one) => one?.id);
      expect(ids).to.have.members([5, 6]);
    },
  },
  {
    title: '15 a message octet by octet',
    run: async (peer) => {
      const { connection } = await peer.open();
      for (const octet of messageOctets(7, whoAmI)) {
        connection.send(Buffer.from([octet]));
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      expect((await connection.next())?.id).to.equal(7);
    },
  },
  octets(
    '15 a length in five octets where one would do',
    Buffer.concat([Buffer.from([0x30, 0x84, 0, 0, 0, who.length]), who]),
    'success',
  ),
  octets(
    '15 lengths in two octets inside',
    hex('30 10 02 81 01 01 60 81 09 02 81 01 03 04 81 00 80 00'),
    'success',
  ),
  octets('20 the largest messageID', messageOctets(2 ** 31 - 1, whoAmI), 'success'),
  {
    title: '20 messageIDs in any order',
    run: async (peer) => {
      const { connection } = await peer.open();
      for (const id of [300, 2, 70_000]) {
        connection.send(messageOctets(id, whoAmI));
        expect((await connection.next())?.id).to.equal(id);
      }
    },
  },
];

checklist('envelope', [...violations, ...extensions, ...hostile, ...segments]);
