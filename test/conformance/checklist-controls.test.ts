import type { Control, Request } from '../../src/model/request.js';
import { checklist, row, type Row } from './checklist.js';
import { people, person } from './checklist-fixture.js';
import { unknownCritical, unknownOptional, whoAmI } from './checklist-session.js';
import { missing, noSuch, read, someone } from './checklist-update.js';
import {
  asserted,
  critical,
  paged,
  postRead,
  preRead,
  sorted,
  uncritical,
} from './client/controls.js';
import { found, shown, type Then } from './expected.js';
import { control } from './oids.js';
import { rootDn, rootPassword } from './servers.js';
import { add, compare, modify, remove, rename, search, simpleBind } from './session.js';

const p1 = person('p1');
const p4 = person('p4');
const absent = person('absent');
const unavailable = 'unavailableCriticalExtension';
/** A bind that fails takes the identity with it: it has a connection of its own. */
const own = (ask: Request): Partial<Row> => (ask.kind === 'bind' ? { as: 'nobody' } : {});

/** One request of each kind, what it answers, and how the entry shows that it was not done. */
const operations: readonly (readonly [
  name: string,
  ask: Request,
  then: Then,
  untouched?: Row['after'],
])[] = [
  ['bind', simpleBind(rootDn, rootPassword), 'success'],
  ['search', search(p1), found('p1')],
  ['compare', compare(p1, 'sn', 'dupont'), 'compareTrue'],
  ['add', add(absent, someone), 'success', [read(absent), 'noSuchObject']],
  ['modify', modify(p4, ['replace', 'title', 'x']), 'success', [read(p4), shown({ title: [] })]],
  ['rename', rename(absent, 'uid=autre'), 'success', [read(person('autre')), 'noSuchObject']],
  ['delete', remove(person('autre')), 'success', [read(p1), 'success']],
  ['an extended operation', whoAmI, 'success'],
];

/** 71 (RFC 4511 §4.1.11). */
const unknown: readonly Row[] = [
  ...operations.map(([name, ask, , after]) =>
    row(
      `71 an unknown critical control on ${name}: nothing is done`,
      ask,
      { code: unavailable, found: [] },
      {
        ...own(ask),
        controls: [unknownCritical],
        ...(after === undefined ? {} : { after }),
      },
    ),
  ),
  ...operations.map(([name, ask, then]) =>
    row(`71 an unknown control that is not critical on ${name} is ignored`, ask, then, {
      ...own(ask),
      controls: [unknownOptional],
    }),
  ),
  row('71 one of several is unknown and critical', search(p1), unavailable, {
    controls: [uncritical(paged(5)), unknownCritical],
  }),
  row('71 an OID that is none, critical', search(p1), [unavailable, 'protocolError'], {
    controls: [critical('nope')],
  }),
];

type Misplaced = readonly [name: string, control: Control, ask: Request, then: Then];

/** 71: controls of other operations. */
const misplaced: readonly Misplaced[] = [
  ['paged results on a compare', paged(5), compare(p1, 'sn', 'dupont'), 'compareTrue'],
  ['paged results on a modify', paged(5), modify(p1, ['replace', 'title']), 'success'],
  [
    'sorting on a compare',
    sorted({ by: 'createTimestamp' }),
    compare(p1, 'sn', 'dupont'),
    'compareTrue',
  ],
  ['an assertion on Who am I', asserted('(uid=zz)'), whoAmI, 'success'],
  ['pre-read on a search', preRead('*'), search(p1), 'success'],
  ['post-read on a compare', postRead('*'), compare(p1, 'sn', 'dupont'), 'compareTrue'],
  [
    'tree delete on a modify',
    critical(control.treeDelete),
    modify(p1, ['replace', 'title']),
    'success',
  ],
  [
    'permissive modify on a compare',
    critical(control.permissiveModify),
    compare(p1, 'sn', 'dupont'),
    'compareTrue',
  ],
  [
    'matched values on a compare',
    critical(control.matchedValues, Buffer.from('3000', 'hex')),
    compare(p1, 'sn', 'dupont'),
    'compareTrue',
  ],
  [
    'subentries on a modify',
    critical(control.subentries, Buffer.from('0101ff', 'hex')),
    modify(p1, ['replace', 'title']),
    'success',
  ],
  [
    'don’t use copy on a modify',
    critical(control.dontUseCopy),
    modify(p1, ['replace', 'title']),
    'success',
  ],
];

const anyCompare: Then = { code: ['success', 'compareTrue'] };
const absentControls: readonly Row[] = misplaced.flatMap(([name, one, ask, then]) => [
  row(`71 ${name}, critical`, ask, unavailable, { controls: [one] }),
  row(`71 ${name}, not critical`, ask, one.oid === control.dontUseCopy ? anyCompare : then, {
    controls: [uncritical(one)],
  }),
]);

const garbage = Buffer.from('3001', 'hex');
const valued: readonly (readonly [name: string, oid: string, ask: Request])[] = [
  ['paged results', control.pagedResults, search(p1)],
  ['sorting', control.sortRequest, search(p1)],
  ['an assertion', control.assertion, search(p1)],
  ['matched values', control.matchedValues, search(p1)],
  ['subentries', control.subentries, search(p1)],
  ['pre-read', control.preRead, modify(p1, ['replace', 'title'])],
  ['post-read', control.postRead, modify(p1, ['replace', 'title'])],
];
const valueless: readonly (readonly [name: string, oid: string, ask: Request])[] = [
  ['ManageDsaIT', control.manageDsaIt, search(p1)],
  ['tree delete', control.treeDelete, remove(absent)],
  ['permissive modify', control.permissiveModify, modify(p1, ['replace', 'title'])],
  ['don’t use copy', control.dontUseCopy, search(p1)],
  ['password policy', control.passwordPolicy, simpleBind(rootDn, rootPassword)],
];

const isFilter = (oid: string): boolean =>
  oid === control.assertion || oid === control.matchedValues;

/** 72: values that are not as specified, and controls given twice (RFC 4511 §4.1.11). */
const malformed: readonly Row[] = [
  ...valued.flatMap(([name, oid, ask]) => [
    row(`72 ${name} with half a value`, ask, 'protocolError', {
      controls: [critical(oid, garbage)],
      ...(isFilter(oid) ? { slapdDeparts: 'it ends the session' } : {}),
    }),
    row(`72 ${name} without a value`, ask, 'protocolError', { controls: [critical(oid)] }),
    row(`72 ${name} with an empty value`, ask, 'protocolError', {
      controls: [critical(oid, Buffer.alloc(0))],
    }),
  ]),
  ...valueless.map(([name, oid, ask]) =>
    row(`72 ${name} has no value`, ask, 'protocolError', {
      ...own(ask),
      controls: [critical(oid, garbage)],
    }),
  ),
  row('72 paged results twice', search(p1), 'protocolError', { controls: [paged(5), paged(5)] }),
  row('72 an assertion twice', search(p1), 'protocolError', {
    controls: [asserted('(uid=p1)'), asserted('(uid=p1)')],
  }),
  row('72 ManageDsaIT twice', search(p1), 'protocolError', {
    controls: [critical(control.manageDsaIt), critical(control.manageDsaIt)],
  }),
  row('72 a page of a negative size', search(p1), 'protocolError', { controls: [paged(-1)] }),
  row('72 a sort without keys', search(p1), 'protocolError', { controls: [sorted()] }),
  row('72 no response control unless asked', search(p1), { code: 'success', controls: [] }),
];

const holds = asserted('(sn=Dupont)');
const fails = asserted('(sn=Martin)');
const failed = 'assertionFailed';
const written = modify(p1, ['replace', 'title', 'x']);

/** 75: assertions (RFC 4528). */
const assertions: readonly Row[] = [
  row('75 true: a search', search(p1), found('p1'), { controls: [holds] }),
  row('75 true: a compare', compare(p1, 'sn', 'dupont'), 'compareTrue', { controls: [holds] }),
  row('75 true: a modify', written, 'success', { controls: [holds] }),
  row(
    '75 false: a search finds nothing',
    search(p1),
    { code: failed, count: 0 },
    { controls: [fails] },
  ),
  row(
    '75 of the base, not of what is found',
    search(people, { scope: 'one', filter: '(uid=p1)' }),
    found('p1'),
    {
      controls: [asserted('(ou=people)')],
    },
  ),
  row('75 false of the base', search(people, { scope: 'one', filter: '(uid=p1)' }), failed, {
    controls: [holds],
  }),
  row('75 false: a compare', compare(p1, 'sn', 'dupont'), failed, { controls: [fails] }),
  row('75 false: a modify is not done', modify(p1, ['replace', 'title', 'non']), failed, {
    controls: [fails],
    after: [read(p1), shown({ title: ['x'] })],
  }),
  row('75 false: a delete is not done', remove(p1), failed, {
    controls: [fails],
    after: [read(p1), 'success'],
  }),
  row('75 false: a rename is not done', rename(p1, 'uid=z'), failed, {
    controls: [fails],
    after: [read(p1), 'success'],
  }),
  row('75 false: not critical, nor obeyed the less', remove(p1), failed, {
    controls: [uncritical(fails)],
  }),
  row('75 Undefined is not true', written, failed, { controls: [asserted('(nope=x)')] }),
  row('75 nor is its negation', written, failed, { controls: [asserted('(!(nope=x))')] }),
  row('75 (&) is', written, 'success', { controls: [asserted('(&)')] }),
  row('75 (|) is not', written, failed, { controls: [asserted('(|)')] }),
  row('75 of a missing entry', modify(missing, ['add', 'title', 'x']), noSuch, {
    controls: [holds],
  }),
  row('75 of the values before the change', modify(p1, ['replace', 'title', 'y']), 'success', {
    controls: [asserted('(title=x)')],
  }),
  row(
    '75 an addition to what is not there',
    add(absent, someone),
    ['success', failed, 'noSuchObject'],
    {
      controls: [asserted('(&)')],
      after: [search(absent, { attributes: ['1.1'] }), ['success', 'noSuchObject']],
    },
  ),
];

/** 75: don't use copy (RFC 6171): of the master itself nothing changes. */
const master: readonly Row[] = [
  row('75 don’t use copy: a search of the master', search(p1), found('p1'), {
    controls: [critical(control.dontUseCopy)],
  }),
  row('75 don’t use copy: a compare', compare(p1, 'sn', 'dupont'), 'compareTrue', {
    controls: [critical(control.dontUseCopy)],
  }),
];

checklist('controls', [...unknown, ...absentControls, ...malformed, ...assertions, ...master]);
