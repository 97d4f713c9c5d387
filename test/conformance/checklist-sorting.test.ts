import { expect } from 'chai';
import type { Control, Request } from '../../src/model/request.js';
import { checklist, row, type Row } from './checklist.js';
import { someone } from './checklist-update.js';
import { messageOctets } from './client/message.js';
import {
  paged,
  pageOf,
  type SortKey,
  sorted,
  sortResultOf,
  uncritical,
  type View,
  view,
  type ViewAnswer,
  viewOf,
} from './client/controls.js';
import { octets } from './envelope-rows.js';
import { type Expected, shortName } from './expected.js';
import { control } from './oids.js';
import { suffix } from './servers.js';
import { add, search, type Values } from './session.js';
import type { Check } from './side-by-side.js';
import { testSchema } from './test-schema.js';

const shelf = `ou=Tri,${suffix}`;
const book = (uid: string, values: Values): Request =>
  add(`uid=${uid},${shelf}`, {
    ...someone,
    objectClass: ['inetOrgPerson', 'marque'],
    uid,
    ...values,
  });

/** By `nombre`: s4 s2 s1 s3, then s5 without; by sn: s3 s1 s5 s2 s4. */
const entries: readonly Request[] = [
  add(shelf, { objectClass: 'organizationalUnit', ou: 'Tri' }),
  book('s1', { sn: 'Bernard', nombre: '9', givenName: 'Zoé' }),
  book('s2', { sn: 'le Goff', nombre: ['10', '5'], givenName: 'Yann' }),
  book('s3', { sn: 'ANDRÉ', nombre: '10', givenName: 'Anne' }),
  book('s4', { sn: 'Le Goff', nombre: '-3', givenName: 'Yann' }),
  book('s5', { sn: 'cadiou', givenName: 'Anne' }),
];

const all = search(shelf, { scope: 'one', attributes: ['1.1'] });
const bySn: SortKey = { by: 'sn', rule: 'caseIgnoreOrderingMatch' };
const byNumber: SortKey = { by: 'nombre' };
const byUid: SortKey = { by: 'uid', rule: '2.5.13.3' };
const five = ['s1', 's2', 's3', 's4', 's5'];

/** In this order, and the server says so. */
const inOrder = (...names: readonly string[]): Expected => ({
  code: 'success',
  inOrder: names,
  controls: [control.sortResponse],
  and: ({ result }) => {
    expect(sortResultOf(result.controls)).to.equal(0);
  },
});

/** What cannot be sorted: critical, it is refused; else it comes as it is. Both say why. */
function unsortable(title: string, key: SortKey, why: number, slapdDeparts?: string): Row[] {
  const says = (expected: Expected): Expected => ({
    ...expected,
    controls: [control.sortResponse],
    and: ({ result }) => {
      expect(sortResultOf(result.controls), 'sortResult').to.equal(why);
    },
  });
  const more = slapdDeparts === undefined ? {} : { slapdDeparts };
  return [
    row(`${title}, critical`, all, says({ code: 'unavailableCriticalExtension', count: 0 }), {
      controls: [sorted(key)],
      ...more,
    }),
    row(`${title}, not critical: unsorted`, all, says({ code: 'success', found: five }), {
      controls: [uncritical(sorted(key))],
      ...more,
    }),
  ];
}

const by = (title: string, keys: readonly SortKey[], ...names: readonly string[]): Row =>
  row(title, all, inOrder(...names), { controls: [sorted(...keys)] });

const fails = 'it fails the search and says nothing of sorting';

/** 74: sorting (RFC 2891). */
const sorting: readonly Row[] = [
  by('74 by a rule: case does not count', [bySn, byUid], 's3', 's1', 's5', 's2', 's4'),
  by(
    '74 by the OID of a rule',
    [{ by: 'sn', rule: '2.5.13.3' }, byUid],
    's3',
    's1',
    's5',
    's2',
    's4',
  ),
  by('74 by the OID of a type', [{ ...bySn, by: '2.5.4.4' }, byUid], 's3', 's1', 's5', 's2', 's4'),
  by(
    '74 by the rule of the type: numbers, not texts',
    [byNumber, byUid],
    's4',
    's2',
    's1',
    's3',
    's5',
  ),
  by(
    '74 backwards: what has none comes first',
    [{ ...byNumber, reverse: true }, byUid],
    's5',
    's3',
    's1',
    's2',
    's4',
  ),
  by(
    '74 by two keys',
    [{ by: 'givenName', rule: 'caseIgnoreOrderingMatch' }, byUid],
    's3',
    's5',
    's2',
    's4',
    's1',
  ),
  by(
    '74 by two keys, the second backwards',
    [
      { by: 'givenName', rule: 'caseIgnoreOrderingMatch' },
      { ...byUid, reverse: true },
    ],
    's5',
    's3',
    's4',
    's2',
    's1',
  ),
  by('74 by what the server keeps', [{ by: 'createTimestamp' }, byUid], ...five),
  row('74 not critical, it is obeyed too', all, inOrder('s4', 's2', 's1', 's3', 's5'), {
    controls: [uncritical(sorted(byNumber, byUid))],
  }),
  row(
    '74 an empty result',
    search(shelf, { scope: 'one', filter: '(uid=zz)' }),
    { code: 'success', count: 0 },
    {
      controls: [sorted(bySn)],
    },
  ),
  row(
    '74 a base alone',
    search(shelf),
    { code: 'success', count: 1 },
    { controls: [sorted(bySn)] },
  ),
  row(
    '74 a size limit gives the first of all',
    { ...all, sizeLimit: 2 },
    { code: 'sizeLimitExceeded', inOrder: ['s4', 's2'] },
    {
      controls: [sorted(byNumber, byUid)],
    },
  ),
  row(
    '74 one key twice (RFC 2891 §1.1)',
    all,
    { code: ['unavailableCriticalExtension', 'unwillingToPerform'], count: 0 },
    {
      controls: [sorted(bySn, bySn)],
      slapdDeparts: 'it sorts',
    },
  ),
  ...unsortable('K6c an unknown attribute', { by: 'nope' }, 16, fails),
  ...unsortable('K6d an unknown rule', { by: 'sn', rule: 'nopeMatch' }, 18, fails),
  ...unsortable('74 a rule that gives no order', { by: 'sn', rule: 'caseIgnoreMatch' }, 18, fails),
  ...unsortable('74 an attribute without order', { by: 'jpegPhoto' }, 18, fails),
  ...unsortable(
    '74 a rule of another syntax',
    { by: 'sn', rule: 'integerOrderingMatch' },
    18,
    fails,
  ),
];

const pagesInOrder: Check = {
  title: '74 pages of what is sorted are sorted as a whole (RFC 2891 §3)',
  run: async (peer) => {
    const session = await peer.root();
    const names: string[] = [];
    let cookie: Buffer | undefined;
    while (cookie?.length !== 0) {
      const controls = [sorted(byNumber, byUid), paged(2, cookie ?? '')];
      const { result, entries: found } = await session.ask(all, controls);
      expect(result.code, result.message).to.equal('success');
      expect(sortResultOf(result.controls)).to.equal(0);
      expect(found.length).to.be.at.most(2);
      names.push(...found.map(shortName));
      ({ cookie } = pageOf(result.controls));
    }
    expect(names).to.deep.equal(['s4', 's2', 's1', 's3', 's5']);
  },
};

/** The entries of a view, and where it stands in the list s3 s1 s5 s2 s4. */
const window = (names: readonly string[], position: number): Expected => ({
  code: 'success',
  inOrder: names,
  controls: [control.sortResponse, control.vlvResponse],
  and: ({ result }) => {
    const told: ViewAnswer = viewOf(result.controls);
    expect(told).to.deep.equal({ position, count: 5, result: 0 });
  },
});

const list = sorted(bySn, byUid);
const seen = (
  title: string,
  at: View,
  [names, position]: readonly [names: readonly string[], position: number],
  more: Partial<Row> = {},
): Row => row(title, all, window(names, position), { controls: [list, view(at)], ...more });

/** No view: the result says so, and the control why (draft §6.2). */
const failed = (title: string, controls: readonly Control[], slapdDeparts: string): Row =>
  row(
    title,
    all,
    {
      code: ['virtualListViewError', 'sortControlMissing', 'offsetRangeError', 'protocolError'],
      count: 0,
      and: ({ result }) => {
        if (result.code !== ('virtualListViewError' as string)) return;
        expect([2, 60, 61]).to.include(viewOf(result.controls).result);
      },
    },
    { controls, slapdDeparts },
  );

/** 74: virtual list views (draft-ietf-ldapext-ldapv3-vlv-09 §5, §6). */
const views: readonly (Row | Check)[] = [
  seen('74 a view of the first', { after: 1 }, [['s3', 's1'], 1]),
  seen('74 by offset', { before: 1, after: 1, offset: 3, of: 5 }, [['s1', 's5', 's2'], 3]),
  seen('74 of the last: offset and count alike', { before: 1, offset: 5, of: 5 }, [
    ['s2', 's4'],
    5,
  ]),
  seen('74 the client knows no count', { offset: 4, of: 0 }, [['s2'], 4]),
  seen('74 the client has another count: the ratio counts', { offset: 40, of: 100 }, [['s1'], 2]),
  seen('74 offset one of any count is the first', { offset: 1, of: 77 }, [['s3'], 1]),
  seen('74 any offset that is its count is the last', { offset: 77, of: 77 }, [['s4'], 5]),
  seen('74 more before than there is', { before: 10, offset: 2, of: 5 }, [['s3', 's1'], 2]),
  seen('74 more after than there is', { after: 10, offset: 4, of: 5 }, [['s2', 's4'], 4]),
  seen('74 by value', { from: 'Bernard', after: 1 }, [['s1', 's5'], 2], {
    slapdDeparts: 'it passes over the value itself',
  }),
  seen('74 by the first of a value', { from: 'c', before: 1 }, [['s1', 's5'], 3]),
  seen('74 by value, case does not count', { from: 'LE G' }, [['s2'], 4]),
  seen('74 by a value beyond the last: no target', { from: 'z', before: 2 }, [['s2', 's4'], 6]),
  failed('74 a view without a sort', [view({})], 'its control says 76, not why'),
  failed('74 a negative count before', [list, view({ before: -1 })], 'it answers'),
  failed('74 offset zero', [list, view({ offset: 0, of: 5 })], 'it answers'),
  failed(
    '74 an offset beyond the count',
    [list, view({ offset: 9, of: 5 })],
    'its control says 77',
  ),
  octets(
    '17 a view of 2^31 - 1 entries',
    messageOctets(9, all, [
      list,
      view({ before: 2 ** 31 - 1, after: 2 ** 31 - 1, offset: 2 ** 31 - 1, of: 2 ** 31 - 1 }),
    ]),
    ['success', 'adminLimitExceeded', 'unwillingToPerform', 'virtualListViewError'],
    { as: 'root' },
  ),
  row(
    '74 a view and pages exclude each other',
    all,
    { code: ['protocolError', 'unwillingToPerform', 'virtualListViewError'], count: 0 },
    {
      controls: [list, view({}), paged(2)],
    },
  ),
];

checklist('controls', [...sorting, pagesInOrder, ...views], { entries, schema: testSchema });
