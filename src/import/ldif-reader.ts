import type { AttributeInput, Modification } from '../model/modification.js';
import type { Control } from '../model/request.js';
import { type LdifBlock, type LdifLine, ldifBlocks } from './ldif-lines.js';
import type { LdifFault, LdifRecord } from './ldif-record.js';

/**
 * Reads an LDIF stream (RFC 2849) record by record, in order. A record that cannot be read
 * comes as a fault that names its line; the following ones are read all the same.
 *
 * @throws Error when the stream itself is beyond bounds
 */
export async function* readLdif(
  source: AsyncIterable<Buffer> | Iterable<Buffer>,
): AsyncGenerator<LdifRecord | LdifFault> {
  for await (const batch of readLdifBatches(source)) yield* batch;
}

/** The same, as many records at a time as a chunk of the stream holds: for bulk loading. */
export async function* readLdifBatches(
  source: AsyncIterable<Buffer> | Iterable<Buffer>,
): AsyncGenerator<(LdifRecord | LdifFault)[]> {
  for await (const blocks of ldifBlocks(source)) {
    const records: (LdifRecord | LdifFault)[] = [];
    for (const block of blocks) {
      const lines = withoutVersion(block);
      if (lines.length > 0) records.push(recordOrFault(lines));
    }
    if (records.length > 0) yield records;
  }
}

function withoutVersion(block: LdifBlock): LdifBlock {
  return /^version:/i.test(block[0]?.text ?? '') ? block.slice(1) : block;
}

class Unreadable extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

function recordOrFault(lines: LdifBlock): LdifRecord | LdifFault {
  try {
    return record(lines);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const first = /^dn: *(.*)$/i.exec(lines[0]?.text ?? '')?.[1];
    const dn = first === undefined ? undefined : Buffer.from(first, 'latin1').toString('utf8');
    return { kind: 'fault', line: error.line, dn, message: error.message };
  }
}

interface Field {
  readonly name: string;
  readonly value: Buffer;
  readonly line: number;
}

function record(lines: LdifBlock): LdifRecord {
  const [first, ...rest] = lines.map(field);
  if (first === undefined || !isNamed(first, 'dn')) {
    throw new Unreadable(lines[0]?.number ?? 0, 'a record must begin with “dn:”');
  }
  const controlCount = rest.findIndex((each) => !isNamed(each, 'control'));
  const [change, ...body] = rest.slice(Math.max(controlCount, 0));
  const located = {
    line: first.line,
    dn: first.value.toString('utf8'),
    controls: rest.slice(0, Math.max(controlCount, 0)).map(control),
  };
  if (change === undefined || !isNamed(change, 'changetype')) {
    const fields = change === undefined ? [] : [change, ...body];
    return { kind: 'content', ...located, attributes: attributesOf(fields, first.line) };
  }
  return { ...changeOf(change, body), ...located };
}

function isNamed({ name }: Field, wanted: string): boolean {
  return name.toLowerCase() === wanted;
}

/** Omits what every record has; distributes over the union. */
type ChangeOf<T> = T extends LdifRecord ? Omit<T, 'line' | 'dn' | 'controls'> : never;

function changeOf(change: Field, body: readonly Field[]): ChangeOf<LdifRecord> {
  const kind = change.value.toString('latin1').toLowerCase();
  switch (kind) {
    case 'add':
      return { kind, attributes: attributesOf(body, change.line) };
    case 'delete':
      if (body[0]) throw new Unreadable(body[0].line, 'nothing may follow “changetype: delete”');
      return { kind };
    case 'modify':
      return { kind, changes: changesOf(body) };
    case 'modrdn':
    case 'moddn':
      return { kind: 'modifyDn', ...renaming(body, change.line) };
    default:
      throw new Unreadable(change.line, `unknown changetype “${kind}”`);
  }
}

/** `name: text`, `name:: base64`; `name:< url` is refused: a file must not name other files. */
function field({ text, number }: LdifLine): Field {
  if (text === '-') return { name: '-', value: Buffer.alloc(0), line: number };
  const colon = text.indexOf(':');
  if (colon <= 0) throw new Unreadable(number, `“${text.slice(0, 40)}” is not “name: value”`);
  const name = text.slice(0, colon).trimEnd();
  if (!/^[A-Za-z0-9][A-Za-z0-9.;_-]*$/.test(name)) {
    throw new Unreadable(number, `“${name.slice(0, 40)}” is not an attribute description`);
  }
  const mark = text[colon + 1];
  if (mark === '<') throw new Unreadable(number, `${name}: values by URL are not accepted`);
  if (mark !== ':') return { name, value: plainValue(text, colon), line: number };
  const encoded = text.slice(colon + 2).trim();
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded) || encoded.length % 4 !== 0) {
    throw new Unreadable(number, `${name}: malformed base64`);
  }
  return { name, value: Buffer.from(encoded, 'base64'), line: number };
}

function plainValue(text: string, colon: number): Buffer {
  let start = colon + 1;
  while (text[start] === ' ') start += 1;
  return Buffer.from(text.slice(start), 'latin1');
}

/** Lines of one attribute need not be neighbours. */
function attributesOf(fields: readonly Field[], line: number): AttributeInput[] {
  if (fields.length === 0) throw new Unreadable(line, 'an entry without attributes');
  const byName = new Map<string, { attribute: string; values: Buffer[] }>();
  for (const { name, value } of fields) {
    const key = name.toLowerCase();
    const known = byName.get(key);
    if (known) known.values.push(value);
    else byName.set(key, { attribute: name, values: [value] });
  }
  return [...byName.values()];
}

const modificationKinds = new Set(['add', 'delete', 'replace', 'increment']);

/** `add: mail` … values … `-`, repeated. */
function changesOf(fields: readonly Field[]): Modification[] {
  const changes: Modification[] = [];
  let open: { kind: Modification['kind']; attribute: string; values: Buffer[] } | undefined;
  for (const { name, value, line } of fields) {
    if (name === '-') {
      if (open) changes.push(open);
      open = undefined;
    } else if (open) {
      if (name.toLowerCase() !== open.attribute.toLowerCase()) {
        throw new Unreadable(line, `“${name}” inside a change of “${open.attribute}”`);
      }
      open.values.push(value);
    } else {
      const kind = name.toLowerCase();
      if (!modificationKinds.has(kind)) throw new Unreadable(line, `unknown change “${name}”`);
      const attribute = value.toString('utf8').trim();
      open = { kind: kind as Modification['kind'], attribute, values: [] };
    }
  }
  if (open) changes.push(open);
  return changes;
}

function renaming(
  fields: readonly Field[],
  line: number,
): { newRdn: string; deleteOldRdn: boolean; newSuperior: string | undefined } {
  const text = (name: string): string | undefined =>
    fields.find((each) => each.name.toLowerCase() === name)?.value.toString('utf8');
  const newRdn = text('newrdn');
  const deleteOldRdn = text('deleteoldrdn');
  if (newRdn === undefined) throw new Unreadable(line, '“newrdn:” is missing');
  if (deleteOldRdn !== '0' && deleteOldRdn !== '1') {
    throw new Unreadable(line, '“deleteoldrdn:” must be 0 or 1');
  }
  return { newRdn, deleteOldRdn: deleteOldRdn === '1', newSuperior: text('newsuperior') };
}

/** `control: oid [true|false] [: value | :: base64]` */
function control({ value, line }: Field): Control {
  const text = value.toString('latin1');
  const match = /^([0-9.]+)(?: +(true|false))?(?:(::?) *(.*))?$/i.exec(text);
  if (!match?.[1]) throw new Unreadable(line, `malformed control “${text.slice(0, 40)}”`);
  const [, oid, critical, mark, raw] = match;
  const encoding = mark === '::' ? 'base64' : 'latin1';
  return {
    oid,
    critical: critical?.toLowerCase() === 'true',
    value: mark === undefined ? undefined : Buffer.from(raw ?? '', encoding),
  };
}
