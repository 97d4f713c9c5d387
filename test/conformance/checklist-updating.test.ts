import { checklist, row, type Row } from './checklist.js';
import { groups, people, person } from './checklist-fixture.js';
import { missing, noSuch, read, someone } from './checklist-update.js';
import { critical, uncritical } from './client/controls.js';
import { found, shown } from './expected.js';
import { control } from './oids.js';
import { add, type Change, modify, remove, search } from './session.js';

const treeDelete = critical(control.treeDelete);
const permissive = critical(control.permissiveModify);
const tree = `ou=arbre,${people}`;
const noTree = { slapdDeparts: 'its back-mdb knows no tree delete' };
const growing = [
  add(tree, { objectClass: 'organizationalUnit' }),
  add(`ou=branche,${tree}`, { objectClass: 'organizationalUnit' }),
  add(`uid=feuille,ou=branche,${tree}`, someone),
];

/** 75: a subtree deleted at once (draft-armijo-ldap-treedelete-02). */
const trees: readonly Row[] = [
  row('75 without tree delete', remove(tree), 'notAllowedOnNonLeaf', { given: growing }),
  row('75 tree delete', remove(tree), 'success', {
    controls: [treeDelete],
    after: [read(tree), { code: 'noSuchObject', matchedDn: people }],
    ...noTree,
  }),
  row(
    '75 tree delete: indexes have forgotten',
    search(people, { scope: 'sub', filter: '(uid=feuille)' }),
    found(),
    noTree,
  ),
  row('75 tree delete, not critical', remove(tree), 'success', {
    given: growing,
    controls: [uncritical(treeDelete)],
    after: [read(`ou=branche,${tree}`), 'noSuchObject'],
    ...noTree,
  }),
  row('75 tree delete of a leaf', remove(person('t1')), 'success', {
    given: [add(person('t1'), someone)],
    controls: [treeDelete],
    after: [read(person('t1')), 'noSuchObject'],
    ...noTree,
  }),
  row('75 tree delete of a missing entry', remove(missing), noSuch, {
    controls: [treeDelete],
    ...noTree,
  }),
  row('75 tree delete without the right', remove(groups), 'insufficientAccessRights', {
    as: { dn: person('p2'), password: 'secret2' },
    controls: [treeDelete],
    after: [read(groups), 'success'],
    ...noTree,
  }),
];

let count = 0;
function permitted(
  title: string,
  change: Change,
  title2: readonly string[],
  more: Partial<Row> = {},
): Row {
  const dn = person(`pm${++count}`);
  return {
    title,
    given: [add(dn, { ...someone, title: ['a', 'b'] })],
    ask: modify(dn, change),
    controls: [permissive],
    then: 'success',
    after: [read(dn), shown({ title: title2 })],
    ...more,
  };
}

/** 75: what is done already succeeds (Microsoft's LDAP_SERVER_PERMISSIVE_MODIFY). */
const permissiveRows: readonly Row[] = [
  permitted('75 permissive: adds a value that is there', ['add', 'title', 'a'], ['a', 'b']),
  permitted('75 permissive: adds it in another case', ['add', 'title', 'A'], ['a', 'b']),
  permitted(
    '75 permissive: adds one that is there and one that is not',
    ['add', 'title', 'a', 'c'],
    ['a', 'b', 'c'],
  ),
  permitted('75 permissive: deletes an absent attribute', ['delete', 'employeeNumber'], ['a', 'b']),
  permitted('M26 permissive: deletes an absent value', ['delete', 'title', 'zz'], ['a', 'b'], {
    slapdDeparts: 'it answers noSuchAttribute',
  }),
  permitted(
    '75 permissive: deletes a value of an absent attribute',
    ['delete', 'employeeNumber', '1'],
    ['a', 'b'],
  ),
  permitted('75 permissive, not critical', ['add', 'title', 'a'], ['a', 'b'], {
    controls: [uncritical(permissive)],
  }),
  permitted('75 permissive: the schema is still obeyed', ['delete', 'sn'], ['a', 'b'], {
    then: 'objectClassViolation',
  }),
  permitted('75 permissive: so is the RDN', ['delete', 'uid'], ['a', 'b'], {
    then: 'notAllowedOnRDN',
    slapdDeparts: 'it answers namingViolation',
  }),
];

checklist('controls', [...trees, ...permissiveRows]);
