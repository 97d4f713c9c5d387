import { expect } from 'chai';
import type { AttributeRight } from '../../src/access/policy.js';
import { policyOf, type Role, subjects, type TargetName, targets } from './directory-of-roles.js';
import { type Cell, makers, matrix, type Row, samples } from './roles.js';

const rights: readonly AttributeRight[] = ['read', 'search', 'compare', 'write'];

describe('the access rules of the annuaire', () => {
  const policy = policyOf('annuaire');
  for (const [role, row] of Object.entries(matrix) as [Role, Row][]) {
    for (const [name, cell] of Object.entries(row) as [TargetName, Cell][]) {
      it(`${role} on ${name}: ${sentence(cell)}`, () => {
        const access = policy.view(subjects[role]).on(targets[name]);
        for (const sample of samples) {
          for (const right of rights) {
            // entryUUID is not for anyone to write; a regional administrator meets the schema's no.
            if (right === 'write' && sample === 'entryuuid') continue;
            const expected = (right === 'write' ? cell.write : cell.read).includes(sample);
            expect(access.may(sample, right), `${right} ${sample}`).to.equal(expected);
          }
        }
        expect(access.visible).to.equal(cell.read.length + cell.write.length > 0);
      });
    }
  }

  for (const role of Object.keys(subjects) as Role[]) {
    it(`${role} adds, deletes and renames: ${makers[role].join(', ') || 'nothing'}`, () => {
      for (const name of Object.keys(targets) as TargetName[]) {
        const { add, delete: remove, rename } = policy.view(subjects[role]).on(targets[name]);
        const expected = makers[role].includes(name);
        expect({ add, remove, rename }, name).to.deep.equal({
          add: expected,
          remove: expected,
          rename: expected,
        });
      }
    });
  }

  it('the root DN alone acts for others, it and regional administrators examine rights', () => {
    for (const role of Object.keys(subjects) as Role[]) {
      for (const name of Object.keys(targets) as TargetName[]) {
        const { represent, examine } = policy.view(subjects[role]).on(targets[name]);
        expect(represent, `${role} ${name}`).to.equal(role === 'root');
        const examines = ['root', 'national', 'regional'].includes(role);
        expect(examine, `${role} ${name}`).to.equal(examines);
      }
    }
  });
});

function sentence({ read, write }: Cell): string {
  const list = (names: readonly string[]): string =>
    names.length === 0 ? 'nothing' : names.length > 10 ? 'nearly all' : names.join(', ');
  return `reads ${list(read)}, writes ${list(write)}`;
}
