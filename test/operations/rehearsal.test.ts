import { expect } from 'chai';
import type { Result } from '../../src/model/result.js';
import type { Operations } from '../../src/operations/directory.js';
import { actorOf, type Opened, openFixture, personDn, root, suffix } from './fixture.js';

const rehearsal = { controls: [], isRehearsal: true };
const bytes = (...texts: string[]): Buffer[] => texts.map((text) => Buffer.from(text));

describe('a rehearsed update', () => {
  let opened: Opened;
  let operations: Operations;

  beforeEach(async () => {
    opened = await openFixture();
    operations = opened.directory.as(root);
  });
  afterEach(() => opened.close());

  const dn = personDn('soazig.riou');
  const group = `cn=essai,ou=groupes,${suffix}`;
  const attributes = [
    { attribute: 'objectClass', values: bytes('groupOfNames') },
    { attribute: 'cn', values: bytes('essai') },
  ];
  const change = (attribute: string, ...values: string[]) => ({
    kind: 'modify' as const,
    dn,
    changes: [{ kind: 'replace' as const, attribute, values: bytes(...values) }],
  });

  const updates: Readonly<Record<string, (door: Operations) => Promise<Result>>> = {
    add: (door) => door.add({ kind: 'add', dn: group, attributes }, rehearsal),
    modify: (door) => door.modify(change('description', 'essai'), rehearsal),
    modifyDn: (door) =>
      door.modifyDn(
        { kind: 'modifyDn', dn, newRdn: 'uid=riou', deleteOldRdn: true, newSuperior: undefined },
        rehearsal,
      ),
    delete: (door) => door.delete({ kind: 'delete', dn }, rehearsal),
  };

  for (const [name, update] of Object.entries(updates)) {
    it(`${name}: is answered as the real one and leaves nothing, the journal included`, async () => {
      const before = [operations.read(dn, ['*', '+']), opened.directory.lastSequence];
      expect(await update(operations)).to.include({ code: 'success' });
      expect([operations.read(dn, ['*', '+']), opened.directory.lastSequence]).to.deep.equal(
        before,
      );
      expect(operations.read(group, ['cn'])).to.equal(undefined);
      // Indexes are undone as well: the same can be rehearsed, and then done.
      expect(await update(operations)).to.include({ code: 'success' });
    });
  }

  it('is refused as the real one: by the schema, the rules, what exists', async () => {
    const unknown = await operations.modify(change('nulPart', 'x'), rehearsal);
    expect(unknown.code).to.equal('undefinedAttributeType');
    const taken = { kind: 'add' as const, dn, attributes };
    expect((await operations.add(taken, rehearsal)).code).to.equal('entryAlreadyExists');
    const national = await operations.modify(change('communeNational', 'BREST'), rehearsal);
    expect(national.code).to.equal('insufficientAccessRights');
    const referent = opened.directory.as(actorOf(opened.directory, personDn('yann.martin')));
    expect((await referent.delete({ kind: 'delete', dn }, rehearsal)).code).to.equal(
      'insufficientAccessRights',
    );
  });

  it('undoes itself alone: writes of the same turn stay', async () => {
    const real = operations.modify(change('description', 'vraie'), { controls: [] });
    const rehearsed = operations.modify(change('description', 'répétée'), rehearsal);
    const later = operations.modify(change('title', 'Dr'), { controls: [] });
    for (const each of [real, rehearsed, later]) expect((await each).code).to.equal('success');
    const { attributes: kept } = operations.read(dn, ['description', 'title'])!;
    const texts = [...kept.values()].flatMap(({ values }) => values.map(String));
    expect(texts.toSorted()).to.deep.equal(['Dr', 'vraie']);
  });
});
