import type { Modification } from '../../src/model/modification.js';
import type { Result, ResultCodeName } from '../../src/model/result.js';
import type { Actor } from '../../src/operations/actor.js';
import type { Directory } from '../../src/operations/directory.js';
import { anonymous, plain, root, type Values } from './fixture.js';

/** What the cases of the writes are told with. */

export const context = { controls: [] };

const octets = (value: string | Buffer): Buffer =>
  typeof value === 'string' ? Buffer.from(value) : value;

export function change(
  kind: Modification['kind'],
  attribute: string,
  ...values: readonly (string | Buffer)[]
): Modification {
  return { kind, attribute, values: values.map(octets) };
}

export function add(
  directory: Directory,
  dn: string,
  values: Values,
  actor: Actor = root,
): Promise<Result> {
  const attributes = Object.entries(values).map(([attribute, value]) => ({
    attribute,
    values: [value].flat().map(octets),
  }));
  return directory.as(actor).add({ kind: 'add', dn, attributes }, context);
}

export function modify(
  directory: Directory,
  dn: string,
  changes: readonly Modification[],
  actor: Actor = root,
): Promise<Result> {
  return directory.as(actor).modify({ kind: 'modify', dn, changes }, context);
}

export function remove(directory: Directory, dn: string, actor: Actor = root): Promise<Result> {
  return directory.as(actor).delete({ kind: 'delete', dn }, context);
}

export function rename(
  directory: Directory,
  dn: string,
  to: { rdn: string; superior?: string; keepOld?: boolean },
  actor: Actor = root,
): Promise<Result> {
  return directory.as(actor).modifyDn(
    {
      kind: 'modifyDn',
      dn,
      newRdn: to.rdn,
      deleteOldRdn: to.keepOld !== true,
      newSuperior: to.superior,
    },
    context,
  );
}

/** The code a simple bind answers. */
export async function bindCode(
  directory: Directory,
  dn: string,
  password: string,
  version = 3,
): Promise<ResultCodeName> {
  const outcome = await directory.bind(
    {
      kind: 'bind',
      version,
      dn,
      authentication: { kind: 'simple', password: Buffer.from(password) },
    },
    anonymous,
    { ...context, address: '192.0.2.1' },
  );
  return outcome.result.code;
}

/** All attributes of an entry, as the root reads them. */
export function read(directory: Directory, dn: string): Record<string, string[]> {
  return plain(directory.as(root).read(dn, ['*', '+']));
}

/** The newest journal row. */
export function lastRow(directory: Directory): ReturnType<Directory['follow']>[number] {
  const row = directory.follow(directory.lastSequence - 1, 1)[0];
  if (!row) throw new Error('the journal is empty');
  return row;
}
