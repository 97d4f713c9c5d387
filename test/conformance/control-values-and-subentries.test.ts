import { expect } from 'chai';
import { hasTool, type ToolResult } from '../journey/ldap-tools.js';
import { onlyValues } from '../operations/search-controls.js';
import {
  ldapsearch,
  namesIn,
  people,
  startOtherSide,
  startOurSide,
} from './search-control-fixture.js';
import { rootDn, rootPassword, type ServerUnderComparison, suffix } from './servers.js';
import { search, Session } from './session.js';

interface Narrowing {
  readonly items: string;
  readonly attributes: readonly string[];
  /** Lines about values, sorted. */
  readonly shown: readonly string[];
}

const delta = `uid=delta,${people}`;

const narrowings: readonly Narrowing[] = [
  { items: '(cn=z*)', attributes: ['cn'], shown: ['cn:: WsOqdGE='] },
  {
    items: '(cn=delta)(mail=*)',
    attributes: ['cn', 'mail'],
    shown: ['cn: Delta', 'mail: d@a.example'],
  },
  { items: '(cn=delta)', attributes: ['cn', 'sn'], shown: ['cn: Delta'] },
  {
    items: '(objectClass=posixAccount)',
    attributes: ['objectClass'],
    shown: ['objectClass: posixAccount'],
  },
  {
    items: '(uidNumber>=7)(gidNumber<=0)',
    attributes: ['uidNumber', 'gidNumber'],
    shown: ['uidNumber: 7'],
  },
  { items: '(cn:caseExactMatch:=Delta)', attributes: ['cn'], shown: ['cn: Delta'] },
  { items: '(:caseExactMatch:=delta)', attributes: ['cn', 'uid'], shown: ['uid: delta'] },
  { items: '(nope=x)', attributes: ['uid'], shown: [] },
];

interface Visibility {
  readonly args: readonly string[];
  readonly control?: string;
  readonly found: readonly string[];
}

const everything = ['example', 'People', 'delta', 'alpha', 'echo', 'charlie', 'bravo', 'none'];
const zones = ['Zone', 'Autre zone'];
const zone = ['-s', 'base', '-b', `cn=Zone,${suffix}`];

const visibilities: readonly Visibility[] = [
  { args: ['-b', suffix], found: everything },
  { args: ['-b', suffix], control: 'subentries=true', found: zones },
  { args: ['-b', suffix], control: '!subentries=true', found: zones },
  { args: ['-b', suffix], control: '!subentries=false', found: everything },
  { args: ['-b', suffix, '-s', 'one'], control: '!subentries=true', found: ['Zone'] },
  { args: ['-b', suffix, '-s', 'one'], found: ['People'] },
  { args: zone, found: ['Zone'] },
  { args: zone, control: '!subentries=true', found: ['Zone'] },
  { args: zone, control: '!subentries=false', found: [] },
  { args: ['-s', 'base', '-b', people], control: '!subentries=true', found: [] },
];

describe('conformance/matched values and subentries by ldapsearch', function () {
  let ours: ServerUnderComparison;
  let slapd: ServerUnderComparison | undefined;
  before(async function () {
    if (!hasTool('ldapsearch')) this.skip();
    ours = await startOurSide();
    slapd = await startOtherSide();
  });
  after(() => Promise.all([ours.close(), slapd?.close()]));

  for (const { items, attributes, shown } of narrowings) {
    it(`RFC 3876: mv=(${items}) of ${attributes.join(', ')}`, async () => {
      const args = [
        '-s',
        'base',
        '-b',
        delta,
        '-E',
        `!mv=(${items})`,
        '(uid=delta)',
        ...attributes,
      ];
      for (const server of slapd ? [ours, slapd] : [ours]) {
        expect(linesIn(await ldapsearch(server, ...args)), server.name).to.deep.equal(shown);
      }
    });
  }

  it('RFC 3876 §2, 4: an attribute of which no value matches stays, empty (slapd leaves it out)', async () => {
    const session = await Session.open(ours.port, rootDn, rootPassword);
    try {
      const ask = search(delta, { attributes: ['cn', 'sn'] });
      const { entries } = await session.ask(ask, [onlyValues('(cn=delta)')]);
      expect(
        entries[0]?.attributes.map(({ attribute, values }) => [attribute, values.map(String)]),
      ).to.have.deep.members([
        ['cn', ['Delta']],
        ['sn', []],
      ]);
    } finally {
      session.close();
    }
  });

  it('RFC 3876: has no effect on types alone', async () => {
    const args = ['-A', '-s', 'base', '-b', delta, '-E', '!mv=((cn=x))', '(uid=delta)', 'cn', 'sn'];
    for (const server of slapd ? [ours, slapd] : [ours]) {
      expect(linesIn(await ldapsearch(server, ...args)), server.name).to.deep.equal(['cn:', 'sn:']);
    }
  });

  for (const { args, control, found } of visibilities) {
    it(`RFC 3672: ${[control ?? 'no control', ...args].join(' ')}`, async () => {
      const controls = control === undefined ? [] : ['-E', control];
      for (const server of slapd ? [ours, slapd] : [ours]) {
        const answer = await ldapsearch(server, ...args, ...controls, '(objectClass=*)', '1.1');
        expect(answer.code, answer.output).to.equal(0);
        expect(namesIn(answer), server.name).to.have.members(found);
      }
    });
  }
});

const linesIn = ({ output }: ToolResult): string[] =>
  output
    .split('\n')
    .filter((line) => line !== '' && !/^(?:dn:|#)/.test(line))
    .sort();
