import { expect } from 'chai';
import type { Control } from '../../src/model/request.js';
import { offsetIn } from '../../src/operations/search/list-view.js';
import {
  encodeVirtualListView,
  virtualListViewOid,
} from '../../src/protocol/controls/virtual-list-view.js';
import { actorOf, type Found, type Opened, openFixture, root, search } from './fixture.js';
import { pageOf, sortBy, sortResultOf, viewAt, viewResultOf } from './search-controls.js';
import { base, person, top, uidsOf } from './sorted-people.js';

/** What a client means by an offset of a content count, in a list of so many (draft-09 §5). */
const offsets: readonly (readonly [
  total: number,
  offset: number,
  contentCount: number,
  position: number | undefined,
])[] = [
  [100, 1, 0, 1],
  [100, 40, 0, 40],
  [100, 100, 0, 100],
  [100, 101, 0, undefined],
  [100, 1, 50, 1],
  [100, 1, 1, 100],
  [100, 50, 50, 100],
  [100, 25, 50, 50],
  [100, 51, 50, undefined],
  [100, 1, 1_000_000, 1],
  [10, 2, 1_000_000, 1],
  [78_564, 53_424, 78_564, 53_424],
  [7, 3, 14, 2],
  [0, 1, 0, 0],
  [0, 5, 5, 0],
  [0, 2, 0, undefined],
  [10, 0, 0, undefined],
  [10, -1, 10, undefined],
  [10, 1, -1, undefined],
  [10, 1, 2 ** 31, undefined],
  [2 ** 31, 2 ** 30, 2 ** 31 - 1, 2 ** 30 + 1],
];

const controlOf = (value: Parameters<typeof encodeVirtualListView>[0]): Control => ({
  oid: virtualListViewOid,
  critical: false,
  value: encodeVirtualListView(value),
});

describe('operations/virtual list view', () => {
  for (const [total, offset, contentCount, position] of offsets) {
    it(`offset ${offset} of ${contentCount} in a list of ${total} is ${String(position)}`, () => {
      expect(offsetIn(total, { kind: 'offset', offset, contentCount })).to.equal(position);
    });
  }

  const uids = Array.from({ length: 9 }, (_, at) => `u${at + 1}`);
  let opened: Opened;
  before(async () => {
    opened = await openFixture({
      general: true,
      entries: [...top, ...uids.map((uid) => person(uid, {}))],
      limits: [{ limite: 'tous', qui: ['connecte'], entrees: 4 }],
    });
  });
  after(() => opened.close());

  const asked = { base, scope: 'one', attributes: ['uid'] } as const;
  const view = (...controls: readonly Control[]): Promise<Found> =>
    search(opened.directory, root, { ...asked, controls });

  it('answers around the target, and says where it is', async () => {
    const found = await view(sortBy('uid'), viewAt(2, 1, [4, 9]));
    expect(uidsOf(found)).to.deep.equal(['u2', 'u3', 'u4', 'u5']);
    expect(sortResultOf(found)?.code).to.equal('success');
    expect(viewResultOf(found)).to.deep.equal({
      targetPosition: 4,
      contentCount: 9,
      code: 'success',
      contextId: undefined,
    });
  });

  it('past the last value there is no target, one past the end', async () => {
    const found = await view(sortBy('uid'), viewAt(2, 5, 'zz'));
    expect(uidsOf(found)).to.deep.equal(['u8', 'u9']);
    expect(viewResultOf(found)).to.include({ targetPosition: 10, contentCount: 9 });
  });

  const errors: Readonly<Record<string, readonly [controls: readonly Control[], code: string]>> = {
    'no sort control': [[viewAt(0, 1, [1, 0])], 'sortControlMissing'],
    'an attribute that is unknown': [
      [sortBy('nope'), viewAt(0, 1, [1, 0])],
      'inappropriateMatching',
    ],
    'too many sort keys of one attribute': [
      [sortBy('uid/uid'), viewAt(0, 1, [1, 0])],
      'unwillingToPerform',
    ],
    'an offset beyond the content count': [
      [sortBy('uid'), viewAt(0, 1, [10, 9])],
      'offsetRangeError',
    ],
    'an offset of zero': [[sortBy('uid'), viewAt(0, 1, [0, 9])], 'offsetRangeError'],
    'an assertion that is not of the rule': [
      [sortBy('uidNumber'), viewAt(0, 1, 'x')],
      'inappropriateMatching',
    ],
    'a window of everything there could be': [
      [sortBy('uid'), viewAt(0, 0x7fffffff, [1, 0])],
      'adminLimitExceeded',
    ],
    'a context that this server never gave': [
      [
        sortBy('uid'),
        controlOf({
          before: 0,
          after: 1,
          target: { kind: 'offset', offset: 1, contentCount: 0 },
          contextId: Buffer.from('x'),
        }),
      ],
      'protocolError',
    ],
  };
  for (const [name, [controls, code]] of Object.entries(errors)) {
    it(`${name}: virtualListViewError with ${code}, and no entry (draft-09 §6.2)`, async () => {
      const found = await view(...controls);
      expect(found.result.code).to.equal('virtualListViewError');
      expect(viewResultOf(found)?.code).to.equal(code);
      expect(found.dns).to.be.empty;
    });
  }

  it('a critical sort that cannot be done refuses the window as well', async () => {
    const found = await view(sortBy('!nope'), viewAt(0, 1, [1, 0]));
    expect(found.result.code).to.equal('unavailableCriticalExtension');
    expect(sortResultOf(found)?.code).to.equal('noSuchAttribute');
  });

  it('pages of a window are no valid combination (RFC 4511 §4.1.11)', async () => {
    const found = await view(sortBy('uid'), viewAt(0, 1, [1, 0]), pageOf(2));
    expect(found.result.code).to.equal('protocolError');
  });

  it('a size limit cuts the window short, and the answer says where it is all the same', async () => {
    const controls = [sortBy('uid'), viewAt(0, 7, [2, 9])];
    const client = await search(opened.directory, root, { ...asked, sizeLimit: 2, controls });
    expect(client.result.code).to.equal('sizeLimitExceeded');
    expect(uidsOf(client)).to.deep.equal(['u2', 'u3']);
    expect(viewResultOf(client)).to.include({ targetPosition: 2, contentCount: 9 });
    const actor = actorOf(opened.directory, `uid=u1,${base}`);
    const server = await search(opened.directory, actor, { ...asked, controls });
    expect(server.result.code).to.equal('sizeLimitExceeded');
    expect(uidsOf(server)).to.deep.equal(['u2', 'u3', 'u4', 'u5']);
  });

  it('the root DSE is no list', async () => {
    const controls = [sortBy('cn'), viewAt(0, 1, [1, 0])];
    const found = await search(opened.directory, root, { base: '', scope: 'base', controls });
    expect(found.result.code).to.equal('virtualListViewError');
    expect(viewResultOf(found)?.code).to.equal('unwillingToPerform');
  });
});
