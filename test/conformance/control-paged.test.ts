import { expect } from 'chai';
import { hasTool, type ToolResult } from '../journey/ldap-tools.js';
import {
  ldapsearch,
  namesIn,
  people,
  startOtherSide,
  startOurSide,
} from './search-control-fixture.js';
import { type ServerUnderComparison, suffix } from './servers.js';

interface Row {
  readonly args: readonly string[];
  readonly found: string;
  /** In this order; otherwise in any. */
  readonly inOrder?: true;
  readonly pages: number;
  readonly code?: number;
  readonly references?: number;
  readonly slapdDeparts?: string;
}

const all = 'delta alpha echo charlie bravo none';
const byNumber = 'delta bravo alpha echo charlie none';

const rows: readonly Row[] = [
  { args: ['-b', people, '-E', '!pr=2/noprompt', '(uid=*)'], found: all, pages: 3 },
  { args: ['-b', people, '-s', 'one', '-E', 'pr=4/noprompt'], found: all, pages: 2 },
  { args: ['-b', people, '-s', 'base', '-E', '!pr=1/noprompt'], found: 'People', pages: 1 },
  { args: ['-b', people, '-E', '!pr=6/noprompt', '(uid=*)'], found: all, pages: 1 },
  { args: ['-b', people, '-E', '!pr=5/noprompt', '(uid=zz)'], found: '', pages: 1 },
  { args: ['-b', people, '-A', '-E', '!pr=4/noprompt', '(uid=*)'], found: all, pages: 2 },
  {
    args: ['-b', people, '-E', '!pr=2/noprompt', '-E', '!sss=uidNumber', '(uid=*)'],
    found: byNumber,
    inOrder: true,
    pages: 3,
  },
  {
    args: ['-b', people, '-E', '!sss=-uidNumber', '-E', '!pr=1/noprompt', '(uid=*)'],
    found: byNumber.split(' ').reverse().join(' '),
    inOrder: true,
    pages: 6,
  },
  {
    args: ['-b', people, '-E', '!pr=2/noprompt', '-E', '!mv=((uid=echo))', '(uid=*)', 'uid'],
    found: all,
    pages: 3,
  },
  {
    args: ['-b', suffix, '-E', '!pr=1/noprompt', '-E', '!subentries=true'],
    found: 'Zone Autre zone',
    references: 1,
    pages: 2,
    slapdDeparts: 'it tells no reference where subentries alone are visible',
  },
  {
    args: ['-b', suffix, '-E', '!pr=3/noprompt', '(uid=*)'],
    found: all,
    references: 1,
    pages: 2,
  },
  {
    args: ['-b', suffix, '-E', '!pr=2/noprompt', '-E', '!sss=uidNumber', '(uid=*)'],
    found: byNumber,
    inOrder: true,
    references: 1,
    pages: 3,
    slapdDeparts: 'it tells no reference of a sorted search',
  },
  {
    args: ['-b', people, '-z', '4', '-E', '!pr=2/noprompt', '-E', '!sss=uid', '(uid=*)'],
    found: 'alpha bravo charlie delta',
    inOrder: true,
    pages: 3,
    code: 4,
    slapdDeparts: 'it knows no order of uid',
  },
  {
    args: ['-b', '', '-s', 'base', '-E', '!pr=1/noprompt'],
    found: '',
    pages: 1,
    slapdDeparts: 'its root DSE answers without control',
  },
];

describe('conformance/paged results (RFC 2696) by ldapsearch', function () {
  let ours: ServerUnderComparison;
  let slapd: ServerUnderComparison | undefined;
  before(async function () {
    if (!hasTool('ldapsearch')) this.skip();
    ours = await startOurSide();
    slapd = await startOtherSide();
  });
  after(() => Promise.all([ours.close(), slapd?.close()]));

  for (const { args, found, inOrder, pages, code = 0, references = 0, slapdDeparts } of rows) {
    it(args.join(' '), async () => {
      const servers = slapdDeparts === undefined && slapd ? [ours, slapd] : [ours];
      for (const server of servers) {
        const answer = await ldapsearch(server, ...args);
        const names = namesIn(answer);
        const wanted = found === '' ? [] : (found.match(/Autre zone|\S+/g) ?? []);
        if (inOrder) expect(names, server.name).to.deep.equal(wanted);
        else expect(names, server.name).to.have.members(wanted);
        expect(answer.code, server.name).to.equal(code);
        expect(linesOf(answer, /^# pagedresults:/), server.name).to.equal(pages);
        expect(linesOf(answer, /^# refldap:|^ref: /), server.name).to.equal(references);
      }
    });
  }
});

const linesOf = ({ output }: ToolResult, pattern: RegExp): number =>
  output.split('\n').filter((line) => pattern.test(line)).length;
