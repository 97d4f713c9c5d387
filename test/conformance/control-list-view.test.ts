import { expect } from 'chai';
import type { Control } from '../../src/model/request.js';
import { ResultCode } from '../../src/model/result.js';
import { hasTool } from '../journey/ldap-tools.js';
import { sortBy, viewAt, viewResultOf } from '../operations/search-controls.js';
import {
  ldapsearch,
  namesIn,
  people,
  startOtherSide,
  startOurSide,
} from './search-control-fixture.js';
import { rootDn, rootPassword, type ServerUnderComparison } from './servers.js';
import { search, Session } from './session.js';

interface Row {
  readonly sort?: string;
  /** before/after/offset/count, or before/after:value. */
  readonly view: string;
  readonly found: string;
  /** Position and content count. */
  readonly at: readonly [position: number, count: number];
  readonly code?: number;
  readonly slapdDeparts?: string;
}

/** By uidNumber: delta 7, bravo 9, alpha 14, echo 21, charlie 100, none. */
const rows: readonly Row[] = [
  { view: '0/1/1/0', found: 'delta bravo', at: [1, 6] },
  { view: '0/9/1/0', found: 'delta bravo alpha echo charlie none', at: [1, 6] },
  { view: '1/1/3/6', found: 'bravo alpha echo', at: [3, 6] },
  { view: '1/0/6/6', found: 'charlie none', at: [6, 6] },
  { view: '1/1/600/600', found: 'charlie none', at: [6, 6] },
  { view: '0/0/300/600', found: 'alpha', at: [3, 6] },
  { view: '0/0/1/600', found: 'delta', at: [1, 6] },
  { view: '0/0/1/1', found: 'none', at: [6, 6] },
  { view: '0/1:14', found: 'alpha echo', at: [3, 6] },
  { view: '1/1:15', found: 'alpha echo charlie', at: [4, 6] },
  { view: '0/1:101', found: 'none', at: [6, 6] },
  { view: '0/1:-5', found: 'delta bravo', at: [1, 6] },
  { sort: '-uidNumber', view: '0/1:15', found: 'alpha bravo', at: [4, 6] },
  { sort: '-uidNumber', view: '0/1:100', found: 'charlie echo', at: [2, 6] },
  {
    sort: '-uidNumber',
    view: '1/1:6',
    found: 'delta',
    at: [7, 6],
    slapdDeparts: 'it finds other entries behind the last',
  },
  {
    view: '0/0/2/600',
    found: 'delta',
    at: [1, 6],
    slapdDeparts: 'draft-09 §5: no list has a place 0, which it rounds to',
  },
  {
    view: '0/1/7/6',
    found: '',
    at: [0, 6],
    code: 76,
    slapdDeparts: 'draft-09 §6.2: the result is offsetRangeError(61); it says 77',
  },
  {
    view: '0/1/9/0',
    found: '',
    at: [0, 6],
    code: 76,
    slapdDeparts: 'draft-09 §6.2: the result is offsetRangeError(61); it says 77',
  },
];

describe('conformance/virtual list view (draft-09)', function () {
  let ours: ServerUnderComparison;
  let slapd: ServerUnderComparison | undefined;
  before(async function () {
    if (!hasTool('ldapsearch')) this.skip();
    ours = await startOurSide();
    slapd = await startOtherSide();
  });
  after(() => Promise.all([ours.close(), slapd?.close()]));

  for (const { sort = 'uidNumber', view, found, at, code = 0, slapdDeparts } of rows) {
    it(`sss=${sort} vlv=${view}`, async () => {
      const ask = search(people, { scope: 'one', filter: '(uid=*)', attributes: ['1.1'] });
      const servers = slapdDeparts === undefined && slapd ? [ours, slapd] : [ours];
      for (const { name, port } of servers) {
        const session = await Session.open(port, rootDn, rootPassword);
        const answer = await session.ask(ask, [sortBy(sort), controlOf(view)]);
        session.close();
        expect(ResultCode[answer.result.code], name).to.equal(code);
        expect(answer.entries.map(({ dn }) => /=([^,]*)/.exec(dn)?.[1]).join(' ')).to.equal(found);
        expect(viewResultOf(answer), name).to.include({
          targetPosition: at[0],
          contentCount: at[1],
          code: code === 76 ? 'offsetRangeError' : 'success',
        });
      }
    });
  }

  it('ldapsearch, left alone, walks the list to its end and is told so', async () => {
    const args = ['-b', people, '-E', '!sss=uidNumber', '-E', '!vlv=0/1/1/0', '(uid=*)', '1.1'];
    for (const server of slapd ? [ours, slapd] : [ours]) {
      const walk = await ldapsearch(server, ...args);
      const said = [...walk.output.matchAll(/^# vlvResultpos=(\d+) count=(\d+)/gm)];
      expect(said.map(([, position]) => position).join(' '), server.name).to.match(/^1 2 3 4 5 6/);
      expect(said.map(([, , count]) => count)).to.satisfy((counts: string[]) =>
        counts.every((each) => each === '6'),
      );
      expect(namesIn(walk).slice(0, 4)).to.deep.equal(['delta', 'bravo', 'bravo', 'alpha']);
      expect(walk.code, server.name).to.equal(76);
    }
  });

  it('without a sort, and with counts of 2³¹ − 1, is refused cleanly', async () => {
    const session = await Session.open(ours.port, rootDn, rootPassword);
    try {
      const ask = search(people, { scope: 'one' });
      const unsorted = await session.ask(ask, [viewAt(0, 1, [1, 0])]);
      expect(unsorted.result.code).to.equal('virtualListViewError');
      expect(viewResultOf(unsorted)?.code).to.equal('sortControlMissing');
      const most = 0x7fffffff;
      for (const view of [
        viewAt(most, most, [most, most]),
        viewAt(most, 0, [1, 0]),
        viewAt(0, most, 'x'),
      ]) {
        const huge = await session.ask(ask, [sortBy('uidNumber'), view]);
        expect(huge.result.code).to.equal('virtualListViewError');
        expect(huge.entries).to.be.empty;
      }
      expect((await session.ask(ask, [sortBy('uid')])).entries).to.have.length(6);
    } finally {
      session.close();
    }
  });
});

function controlOf(view: string): Control {
  const [, before, after, offset, count, value = ''] =
    /^(\d+)\/(\d+)(?:\/(\d+)\/(\d+)|:(.*))$/.exec(view) ?? [];
  const target = offset === undefined ? value : ([Number(offset), Number(count)] as const);
  return viewAt(Number(before), Number(after), target);
}
