import { expect } from 'chai';
import { checklist, type Row } from './checklist.js';
import { people, person } from './checklist-fixture.js';
import { read, someone } from './checklist-update.js';
import { shown } from './expected.js';
import { rootDn } from './servers.js';
import { add } from './session.js';
import { testSchema } from './test-schema.js';

/** 57–61 (RFC 4511 §4.7). */
const additions: readonly Row[] = [
  {
    title: '60 an attribute of the RDN that was left out is supplied',
    ask: add(person('q1'), someone),
    then: 'success',
    after: [read(person('q1')), shown({ uid: ['q1'], structuralObjectClass: ['inetOrgPerson'] })],
  },
  {
    title: '60 a value of the RDN joins the others',
    ask: add(`cn=q2,${people}`, { ...someone, cn: 'autre' }),
    then: 'success',
    after: [read(`cn=q2,${people}`), shown({ cn: ['autre', 'q2'] })],
  },
  {
    title: '61 superclasses are added to objectClass (RFC 4512 §3.3)',
    ask: add(person('q3'), someone),
    then: 'success',
    after: [
      read(person('q3')),
      shown({ objectClass: ['inetOrgPerson', 'organizationalPerson', 'person', 'top'] }),
    ],
    slapdDeparts: 'it only finds by them',
  },
  {
    title: '53 names come back in one spelling (RFC 4514 §2)',
    ask: add(`SN=b\\,c+2.5.4.3=A\\=d , ${people}`, { objectClass: 'person' }),
    then: 'success',
    after: [
      read(`cn=a\\=d+sn=b\\,c,${people}`),
      shown({ entryDN: [`cn=A\\3Dd+sn=b\\2Cc,${people}`] }),
    ],
  },
  {
    title: '53 and so do names that are values',
    ask: add(person('q4'), { ...someone, seeAlso: 'CN = x\\, y , 2.5.4.10=Z' }),
    then: 'success',
    after: [read(person('q4')), shown({ seeAlso: ['cn=x\\2C y,o=Z'] })],
  },
  {
    title: '61 the required supertype itself',
    ask: add(`name=a,${people}`, { objectClass: 'nommeAussi' }),
    then: 'success',
    after: [
      read(`name=a,${people}`),
      shown({ name: ['a'], structuralObjectClass: ['nommeAussi'] }),
    ],
  },
  {
    title: '61 the server sets what it keeps',
    ask: add(person('q5'), someone),
    then: 'success',
    after: [
      read(person('q5')),
      {
        code: 'success',
        shown: { creatorsName: [rootDn], modifiersName: [rootDn], entryDN: [person('q5')] },
        and: ({ entries: [entry] }) => {
          const names = entry?.attributes.map(({ attribute }) => attribute);
          expect(names).to.include.members(['createTimestamp', 'modifyTimestamp', 'entryUUID']);
        },
      },
    ],
  },
  {
    title: 'values stay as they were written',
    ask: add(person('q6'), { ...someone, description: '  Deux   espaces ', 'cn;lang-fr': 'Q' }),
    then: 'success',
    after: [read(person('q6')), shown({ description: ['  Deux   espaces '], 'cn;lang-fr': ['Q'] })],
  },
  {
    title: 'values of other syntaxes: truth values, several integers',
    ask: add(`name=b,${people}`, {
      objectClass: 'nomme',
      vrai: 'TRUE',
      nombre: ['1', '2'],
    }),
    then: 'success',
    after: [read(`name=b,${people}`), shown({ vrai: ['TRUE'], nombre: ['1', '2'] })],
  },
  {
    title: 'a subtree grows under a leaf',
    given: [add(person('q7'), someone)],
    ask: add(`cn=x,${person('q7')}`, { objectClass: 'person', sn: 'x' }),
    then: 'success',
    after: [read(person('q7')), shown({ hasSubordinates: ['TRUE'] })],
  },
];

checklist('add', additions, { schema: testSchema });
