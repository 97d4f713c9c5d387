import { expect } from 'chai';
import type { Control } from '../../src/model/request.js';
import { supportedControls } from '../../src/operations/controls.js';
import type { Operations } from '../../src/operations/directory.js';
import { whoAmIOid } from '../../src/protocol/extended/who-am-i.js';
import { type Opened, openFixture, personDn, root, suffix } from './fixture.js';
import { onlyValues, pageOf, sortBy, subentries, viewAt } from './search-controls.js';

/** The controls of searches: they mean nothing to other operations (RFC 4511 §4.1.11). */
const ofSearches: Readonly<Record<string, Control>> = {
  'server-side sorting': sortBy('sn'),
  'virtual list view': viewAt(0, 1, [1, 0]),
  'matched values': onlyValues('(sn=x)'),
  subentries: subentries(true),
  'paged results': pageOf(2),
};

type Ask = (
  operations: Operations,
  controls: readonly Control[],
) => Promise<{
  readonly result: { readonly code: string };
}>;

const dn = personDn('yann.martin');
const value = Buffer.from('x');

/** Each would succeed. */
const operations: Readonly<Record<string, Ask>> = {
  compare: async (as, controls) => ({
    result: await as.compare({ kind: 'compare', dn, attribute: 'sn', value }, { controls }),
  }),
  modify: async (as, controls) => {
    const changes = [{ kind: 'replace', attribute: 'description', values: [value] }] as const;
    return { result: await as.modify({ kind: 'modify', dn, changes }, { controls }) };
  },
  add: async (as, controls) => {
    const attributes = [
      { attribute: 'objectClass', values: [Buffer.from('organizationalUnit')] },
      { attribute: 'ou', values: [value] },
    ];
    return {
      result: await as.add({ kind: 'add', dn: `ou=x,${suffix}`, attributes }, { controls }),
    };
  },
  modifyDn: async (as, controls) => ({
    result: await as.modifyDn(
      {
        kind: 'modifyDn',
        dn: `ou=structures,${suffix}`,
        newRdn: 'ou=autres',
        deleteOldRdn: true,
        newSuperior: undefined,
      },
      { controls },
    ),
  }),
  delete: async (as, controls) => ({
    result: await as.delete({ kind: 'delete', dn: `ou=comptes,${suffix}` }, { controls }),
  }),
  extended: (as, controls) =>
    as.extended({ kind: 'extended', oid: whoAmIOid, value: undefined }, { controls }),
};

describe('controls of searches on other operations', () => {
  let opened: Opened;
  beforeEach(async () => {
    opened = await openFixture();
  });
  afterEach(() => opened.close());

  for (const [name, control] of Object.entries(ofSearches)) {
    it(`${name}: published; critical it refuses, and nothing is done; else it is ignored`, async () => {
      const { directory } = opened;
      expect(supportedControls).to.include(control.oid);
      for (const [operation, ask] of Object.entries(operations)) {
        const before = directory.lastSequence;
        const critical = await ask(directory.as(root), [{ ...control, critical: true }]);
        expect(critical.result.code, operation).to.equal('unavailableCriticalExtension');
        expect(directory.lastSequence).to.equal(before);
        // Not even its value is read.
        const malformed = { ...control, critical: false, value: Buffer.from('x') };
        const plain = await ask(directory.as(root), [malformed]);
        expect(plain.result.code, operation).to.equal(
          operation === 'compare' ? 'compareFalse' : 'success',
        );
      }
    });

    it(`${name}: twice, without a value or malformed is protocolError`, async () => {
      const search = async (...controls: readonly Control[]): Promise<string> => {
        const sink = { entry: () => true, reference: () => true, drained: () => Promise.resolve() };
        const request = {
          kind: 'search',
          base: suffix,
          scope: 'sub',
          deref: 'never',
          sizeLimit: 0,
          timeLimit: 0,
          typesOnly: false,
          attributes: [],
          filter: { kind: 'present', attribute: 'objectClass' },
        } as const;
        return (await opened.directory.as(root).search(request, sink, { controls })).code;
      };
      expect(await search(control, control)).to.equal('protocolError');
      for (const critical of [true, false]) {
        expect(await search({ ...control, critical, value: undefined })).to.equal('protocolError');
        const value = Buffer.from('3003', 'hex');
        expect(await search({ ...control, critical, value })).to.equal('protocolError');
      }
    });
  }
});
