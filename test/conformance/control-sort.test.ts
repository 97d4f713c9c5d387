import { expect } from 'chai';
import { hasTool } from '../journey/ldap-tools.js';
import {
  ldapsearch,
  namesIn,
  people,
  startOtherSide,
  startOurSide,
} from './search-control-fixture.js';
import type { ServerUnderComparison } from './servers.js';

interface Row {
  readonly sort: string;
  readonly more?: readonly string[];
  readonly code?: number;
  readonly found: string;
  /** As `ldapsearch` prints it; undefined: no response control. */
  readonly sortResult?: string;
  /** Why OpenLDAP answers something else. */
  readonly slapdDeparts?: string;
}

const all = 'delta alpha echo charlie bravo none';
const sorted = '(0) Success';
const strict = 'RFC 2891 §2, 4: it refuses a search that is not critical to sort, without control';
const noOrder = 'names have no ORDERING rule there, and the order of the index does not serve';

const rows: readonly Row[] = [
  { sort: 'uidNumber', found: 'delta bravo alpha echo charlie none', sortResult: sorted },
  { sort: '-uidNumber', found: 'none charlie echo alpha bravo delta', sortResult: sorted },
  { sort: '!uidNumber', found: 'delta bravo alpha echo charlie none', sortResult: sorted },
  {
    sort: 'cn:caseIgnoreOrderingMatch',
    found: 'alpha charlie bravo delta echo none',
    sortResult: sorted,
  },
  {
    sort: '-cn:2.5.13.3',
    found: 'none echo delta bravo charlie alpha',
    sortResult: sorted,
  },
  {
    sort: 'sn:caseIgnoreOrderingMatch/uidNumber',
    found: 'bravo echo charlie delta alpha none',
    sortResult: sorted,
  },
  {
    sort: 'sn:caseIgnoreOrderingMatch/-uidNumber',
    found: 'bravo charlie echo none alpha delta',
    sortResult: sorted,
  },
  {
    sort: '-sn:caseIgnoreOrderingMatch/uidNumber',
    found: 'delta alpha none echo charlie bravo',
    sortResult: sorted,
  },
  {
    sort: 'uidNumber',
    more: ['-s', 'base', '-b', `uid=echo,${people}`],
    found: 'echo',
    sortResult: sorted,
  },
  {
    sort: '!uidNumber',
    more: ['-z', '2'],
    code: 4,
    found: 'delta bravo',
    sortResult: sorted,
    slapdDeparts: 'an answer that a limit cuts short has no response control there',
  },
  {
    sort: 'mail',
    found: 'alpha bravo delta echo charlie none',
    sortResult: sorted,
    slapdDeparts: noOrder,
  },
  {
    sort: 'sn/uid',
    found: 'bravo charlie echo alpha delta none',
    sortResult: sorted,
    slapdDeparts: noOrder,
  },
  {
    sort: 'nope',
    found: all,
    sortResult: '(16) No such attribute nope',
    slapdDeparts: strict,
  },
  {
    sort: '!nope',
    code: 12,
    found: '',
    sortResult: '(16) No such attribute nope',
    slapdDeparts: 'RFC 2891 §2, 3: it answers noSuchAttribute, without control',
  },
  {
    sort: 'jpegPhoto',
    found: all,
    sortResult: '(18) Inappropriate matching jpegPhoto',
    slapdDeparts: strict,
  },
  {
    sort: '!telephoneNumber',
    code: 12,
    found: '',
    sortResult: '(18) Inappropriate matching telephoneNumber',
    slapdDeparts: 'RFC 2891 §2, 3: it answers inappropriateMatching, without control',
  },
  {
    sort: 'cn:caseIgnoreMatch',
    found: all,
    sortResult: '(18) Inappropriate matching cn',
    slapdDeparts: 'it sorts by an EQUALITY rule, in no order',
  },
  {
    sort: 'uidNumber/uidNumber',
    found: all,
    sortResult: '(53) Server is unwilling to perform uidNumber',
    slapdDeparts: strict,
  },
];

describe('conformance/server-side sorting (RFC 2891) by ldapsearch', function () {
  let ours: ServerUnderComparison;
  let slapd: ServerUnderComparison | undefined;
  before(async function () {
    if (!hasTool('ldapsearch')) this.skip();
    ours = await startOurSide();
    slapd = await startOtherSide();
  });
  after(() => Promise.all([ours.close(), slapd?.close()]));

  for (const { sort, more = [], code = 0, found, sortResult, slapdDeparts } of rows) {
    const critical = sort.startsWith('!') ? '!' : '';
    const control = `${critical}sss=${sort.slice(critical.length)}`;
    it(`${control} ${more.join(' ')}`, async function () {
      const args = ['-b', people, ...more, '-E', control, '(uid=*)', '1.1'];
      const answer = await ldapsearch(ours, ...args);
      expect(namesIn(answer).join(' '), answer.output).to.equal(found);
      expect(answer.code).to.equal(code);
      expect(sortResultIn(answer.output)).to.equal(sortResult);
      if (slapdDeparts !== undefined || !slapd) return;
      const other = await ldapsearch(slapd, ...args);
      expect(namesIn(other).join(' '), 'slapd').to.equal(found);
      expect(other.code, 'slapd').to.equal(code);
      expect(sortResultIn(other.output), 'slapd').to.equal(sortResult);
    });
  }
});

const sortResultIn = (output: string): string | undefined =>
  /^# sortResult: (.*)$/m.exec(output)?.[1];
