import { expect } from 'chai';
import { checklist, row, type Row } from './checklist.js';
import { person } from './checklist-fixture.js';
import { missing, noSuch, rdn67, read } from './checklist-update.js';
import {
  application,
  constructed,
  enumerated,
  octetString,
  sequence,
  universal,
} from './client/elements.js';
import type { Octets } from './client/message.js';
import { type Then } from './expected.js';
import { suffix } from './servers.js';
import { type Change, modify } from './session.js';
import { testSchema } from './test-schema.js';

const p1 = person('p1');
const p2 = person('p2');

type Refusal = readonly [
  title: string,
  change: Change | readonly Change[],
  then: Then,
  departs?: string,
];

const isOne = (change: Refusal[1]): change is Change => typeof change[0] === 'string';

/** Changes of p2, none of which is done (RFC 4511 §4.6). */
const refused: readonly Refusal[] = [
  [
    '62 adds what is there, by the rule',
    ['add', 'description', 'RÉSEAU  de bretagne'],
    'attributeOrValueExists',
  ],
  ['62 adds one value twice', ['add', 'title', 'x', 'X'], 'attributeOrValueExists'],
  [
    '62 adds a value that is there among others',
    ['add', 'description', 'neuf', 'B'],
    'attributeOrValueExists',
  ],
  ['62 replaces by one value twice', ['replace', 'title', 'x', ' x '], 'attributeOrValueExists'],
  ['62 deletes an absent value', ['delete', 'description', 'z'], 'noSuchAttribute'],
  ['62 deletes a value and an absent one', ['delete', 'description', 'b', 'z'], 'noSuchAttribute'],
  [
    '62 deletes one value twice',
    ['delete', 'description', 'b', 'B'],
    ['noSuchAttribute', 'attributeOrValueExists'],
    'it deletes it once',
  ],
  ['62 deletes an absent attribute', ['delete', 'title'], 'noSuchAttribute'],
  ['62 deletes a subtype by its supertype', ['delete', 'name'], 'noSuchAttribute'],
  ['M5 removes a value of the RDN', ['delete', 'uid', 'p2'], 'notAllowedOnRDN', rdn67],
  ['M5 removes it in other words', ['delete', 'uid', ' P2 '], 'notAllowedOnRDN', rdn67],
  ['M5 removes its attribute', ['delete', 'uid'], 'notAllowedOnRDN', rdn67],
  ['M5b replaces a value of the RDN', ['replace', 'uid', 'z'], 'notAllowedOnRDN', rdn67],
  ['63 removes a required attribute', ['delete', 'sn'], 'objectClassViolation'],
  ['63 replaces a required attribute by nothing', ['replace', 'sn'], 'objectClassViolation'],
  ['63 adds what no class allows', ['add', 'uidNumber', '1'], 'objectClassViolation'],
  [
    '63 changes the structural class',
    ['replace', 'objectClass', 'organizationalUnit'],
    'objectClassModsProhibited',
  ],
  [
    '63 adds another structural chain',
    ['add', 'objectClass', 'device'],
    ['objectClassModsProhibited', 'objectClassViolation'],
  ],
  ['63 removes objectClass', ['delete', 'objectClass'], 'objectClassViolation'],
  [
    '63 removes the structural class',
    ['delete', 'objectClass', 'inetOrgPerson'],
    ['objectClassModsProhibited', 'objectClassViolation', 'noSuchAttribute'],
  ],
  ['63 adds an unknown class', ['add', 'objectClass', 'nope'], 'invalidAttributeSyntax'],
  ['63 deletes an unknown class', ['delete', 'objectClass', 'nope'], 'invalidAttributeSyntax'],
  ['63 deletes one by number', ['delete', 'objectClass', '1.2.3'], 'invalidAttributeSyntax'],
  [
    '64 all or nothing',
    [
      ['add', 'title', 'neuf'],
      ['delete', 'employeeNumber'],
    ],
    'noSuchAttribute',
  ],
  [
    '64 what is added first counts',
    [
      ['add', 'title', 'x'],
      ['add', 'title', 'X'],
    ],
    'attributeOrValueExists',
  ],
  [
    '64 what is deleted first counts',
    [
      ['delete', 'description', 'b'],
      ['delete', 'description', 'b'],
    ],
    'noSuchAttribute',
  ],
  [
    '64 the entry in the end is checked',
    [
      ['delete', 'sn'],
      ['add', 'title', 'x'],
    ],
    'objectClassViolation',
  ],
  ['66 deletes a value without EQUALITY', ['delete', 'jpegPhoto', 'x'], 'inappropriateMatching'],
  ['66 increments what is no integer', ['increment', 'description', '1'], 'constraintViolation'],
  [
    '66 increments what is absent (RFC 4525 §3)',
    ['increment', 'uidNumber', '1'],
    'noSuchAttribute',
  ],
  ['66 increments by two values', ['increment', 'uidNumber', '1', '2'], 'protocolError'],
  ['66 increments by no value', ['increment', 'uidNumber'], 'protocolError'],
  ['66 adds no values', ['add', 'title'], 'protocolError'],
  ['67 writes what the server keeps', ['replace', 'creatorsName', suffix], 'constraintViolation'],
  [
    '67 writes the UUID',
    ['replace', 'entryUUID', '00000000-0000-4000-8000-000000000001'],
    'constraintViolation',
  ],
  [
    '67 writes structuralObjectClass',
    ['replace', 'structuralObjectClass', 'person'],
    'constraintViolation',
  ],
  ['67 writes entryDN', ['replace', 'entryDN', p1], 'constraintViolation'],
  ['67 writes hasSubordinates', ['replace', 'hasSubordinates', 'TRUE'], 'constraintViolation'],
  ['an undefined attribute', ['delete', 'nope'], 'undefinedAttributeType'],
  ['an unknown option', ['add', 'description;x-a', 'x'], 'undefinedAttributeType'],
  [
    'two values of a SINGLE-VALUE attribute',
    ['replace', 'employeeNumber', '1', '2'],
    'constraintViolation',
  ],
  ['a value that is not of the syntax', ['add', 'manager', 'foo'], 'invalidAttributeSyntax'],
  ['an empty Directory String', ['add', 'title', ''], 'invalidAttributeSyntax'],
];

const unchanged = (row: Refusal): Row => {
  const [title, change, then, slapdDeparts] = row;
  const changes = isOne(change) ? [change] : change;
  return {
    title,
    ask: modify(p2, ...changes),
    then,
    after: [
      read(p2),
      {
        code: 'success',
        and: ({ entries: [entry] }) => {
          const names = entry?.attributes.map(({ attribute }) => attribute) ?? [];
          expect(names).to.include.members(['uid', 'sn', 'description']).and.not.include('title');
        },
      },
    ],
    ...(slapdDeparts === undefined ? {} : { slapdDeparts }),
  };
};

/** A modify of p2 whose one change is of a kind that no RFC defines. */
const changeOfKind9: Octets = {
  kind: 'octets',
  operation: constructed(
    [
      octetString(p2),
      sequence(
        sequence(
          enumerated(9),
          sequence(octetString('title'), constructed([octetString('x')], universal.set)),
        ),
      ),
    ],
    application(6),
  ),
};

const others: readonly Row[] = [
  row('66 a kind of change that no RFC defines', changeOfKind9, 'protocolError'),
  row('no changes of a missing entry', modify(missing), noSuch),
  row('a missing entry', modify(missing, ['add', 'title', 'x']), noSuch),
  row('a malformed name', modify('foo', ['add', 'title', 'x']), 'invalidDNSyntax'),
  row(
    '63 removes an auxiliary class whose attributes stay',
    modify(p1, ['delete', 'objectClass', 'posixAccount']),
    'objectClassViolation',
  ),
  row('66 increments by what is no integer', modify(p1, ['increment', 'uidNumber', 'x']), [
    'invalidAttributeSyntax',
    'constraintViolation',
  ]),
  row(
    'a second value of a SINGLE-VALUE attribute',
    modify(person('p3'), ['add', 'employeeNumber', '2']),
    'constraintViolation',
  ),
  row('the root DSE', modify('', ['add', 'cn', 'x']), 'unwillingToPerform'),
  row('the subschema', modify('cn=Subschema', ['add', 'cn', 'x']), 'unwillingToPerform'),
  row(
    '67 by nobody (RFC 4513)',
    modify(p1, ['add', 'title', 'x']),
    ['strongerAuthRequired', 'insufficientAccessRights'],
    { as: 'nobody' },
  ),
  row('67 without the right', modify(p1, ['add', 'title', 'x']), 'insufficientAccessRights', {
    as: { dn: p2, password: 'secret2' },
  }),
];

checklist('modify', [...refused.map(unchanged), ...others], { schema: testSchema });
