import { parseFilter } from '../../src/model/filter-text.js';
import type { Control } from '../../src/model/request.js';
import { type Result } from '../../src/model/result.js';
import type { AttributeInput } from '../../src/model/modification.js';
import type { Request } from '../../src/model/request.js';
import { directoryDoor } from '../../src/import/directory-door.js';
import type { Actor } from '../../src/operations/actor.js';
import type { Directory } from '../../src/operations/directory.js';
import { BerReader } from '../../src/protocol/ber-reader.js';
import { writeFilter } from '../../src/protocol/encode-filter.js';
import { readPartialAttribute } from '../../src/protocol/partial-attribute.js';
import { Op, Tag } from '../../src/protocol/tags.js';
import { BerWriter } from '../../src/protocol/writer.js';

/** Controls as clients make them, and what comes back in them. */

export const oid = {
  assertion: '1.3.6.1.1.12',
  preRead: '1.3.6.1.1.13.1',
  postRead: '1.3.6.1.1.13.2',
  dontUseCopy: '1.3.6.1.1.22',
  manageDsaIt: '2.16.840.1.113730.3.4.2',
  proxied: '2.16.840.1.113730.3.4.18',
  permissive: '1.2.840.113556.1.4.1413',
  treeDelete: '1.2.840.113556.1.4.805',
  rights: '1.3.6.1.4.1.42.2.27.9.5.2',
  paged: '1.2.840.113556.1.4.319',
} as const;

export const control = (name: keyof typeof oid, value?: Buffer, critical = true): Control => ({
  oid: oid[name],
  critical,
  value,
});

export function selection(...attributes: readonly string[]): Buffer {
  const writer = new BerWriter();
  const outer = writer.begin(Tag.sequence);
  for (const attribute of attributes) writer.text(attribute);
  writer.end(outer);
  return writer.copy();
}

export function filterValue(text: string): Buffer {
  const writer = new BerWriter();
  writeFilter(writer, parseFilter(text));
  return writer.copy();
}

export const asserts = (filter: string): Control => control('assertion', filterValue(filter));
export const actsAs = (authzId: string): Control => control('proxied', Buffer.from(authzId));

/** The entry in a read entry response control. */
export function entryRead(
  { controls }: Pick<Result, 'controls'>,
  which: 'preRead' | 'postRead',
): { dn: string; values: Record<string, string[]> } | undefined {
  const found = controls.filter((each) => each.oid === oid[which]);
  if (found.length > 1) throw new Error('the same control twice');
  return found[0]?.value && readEntryOf(found[0].value);
}

function readEntryOf(value: Buffer): { dn: string; values: Record<string, string[]> } {
  const reader = new BerReader(value);
  const outer = reader.enter(Op.searchResultEntry);
  const dn = reader.text();
  const list = reader.enter(Tag.sequence);
  const attributes: AttributeInput[] = [];
  while (reader.more) {
    const { description, values } = readPartialAttribute(reader);
    attributes.push({ attribute: description, values });
  }
  reader.leave(list);
  reader.leave(outer);
  const values = attributes.map((each) => [each.attribute, each.values.map(String)] as const);
  return { dn, values: Object.fromEntries(values) };
}

type Updating = Extract<Request, { kind: 'add' | 'modify' | 'modifyDn' | 'delete' | 'compare' }>;

/** Sends an update or a comparison with controls, as an actor. */
export function ask(
  directory: Directory,
  actor: Actor,
  request: Updating,
  ...controls: readonly Control[]
): Promise<Result> {
  const operations = directory.as(actor);
  if (request.kind === 'compare') return operations.compare(request, { controls });
  return directoryDoor(operations).apply(request, controls);
}

const octets = (text: string): Buffer => Buffer.from(text);

export const adding = (
  dn: string,
  values: Readonly<Record<string, string | string[]>>,
): Updating => ({
  kind: 'add',
  dn,
  attributes: Object.entries(values).map(([attribute, value]) => ({
    attribute,
    values: [value].flat().map(octets),
  })),
});
export const replacing = (dn: string, attribute: string, ...values: string[]): Updating => ({
  kind: 'modify',
  dn,
  changes: [{ kind: 'replace', attribute, values: values.map(octets) }],
});
export const deleting = (dn: string): Updating => ({ kind: 'delete', dn });
export const renaming = (dn: string, newRdn: string, newSuperior?: string): Updating => ({
  kind: 'modifyDn',
  dn,
  newRdn,
  deleteOldRdn: true,
  newSuperior,
});
export const comparing = (dn: string, attribute: string, value: string): Updating => ({
  kind: 'compare',
  dn,
  attribute,
  value: octets(value),
});
