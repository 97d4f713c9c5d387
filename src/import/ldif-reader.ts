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
  const first = block[0]?.text ?? '';
  // Nearly every record begins with `dn`: no need to look closer at those.
  return !first.startsWith('dn') && /^version:/i.test(first) ? block.slice(1) : block;
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
  /** `name` in lower case. */
  readonly key: string;
  readonly value: Buffer;
  readonly line: number;
}

function record(lines: LdifBlock): LdifRecord {
  const fields = lines.map(field);
  const [first] = fields;
  if (first?.key !== 'dn') {
    throw new Unreadable(lines[0]?.number ?? 0, 'a record must begin with “dn:”');
  }
  let at = 1;
  while (fields[at]?.key === 'control') at += 1;
  // Controls that nothing follows are none: they read as attributes of that name.
  if (at === fields.length) at = 1;
  const located = {
    line: first.line,
    dn: first.value.toString('utf8'),
    controls: at === 1 ? noControls : fields.slice(1, at).map(control),
  };
  const change = fields[at];
  if (change?.key !== 'changetype') {
    return { kind: 'content', ...located, attributes: attributesOf(fields, at, first.line) };
  }
  return { ...changeOf(change, fields.slice(at + 1)), ...located };
}

const noControls: readonly Control[] = [];

/** Omits what every record has; distributes over the union. */
type ChangeOf<T> = T extends LdifRecord ? Omit<T, 'line' | 'dn' | 'controls'> : never;

function changeOf(change: Field, body: readonly Field[]): ChangeOf<LdifRecord> {
  const kind = change.value.toString('latin1').toLowerCase();
  switch (kind) {
    case 'add':
      return { kind, attributes: attributesOf(body, 0, change.line) };
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

const [space, base64Mark, urlMark] = [0x20, 0x3a, 0x3c];

interface FieldName {
  readonly name: string;
  readonly key: string;
}

const namesMax = 4096;
const nameLengthMax = 128;
/** The names met so far, as written: one string for each, so that its hash is made once. */
const namesMet = new Map<string, FieldName>();

function nameOf({ text, number }: LdifLine, colon: number): FieldName {
  const written = text.slice(0, colon);
  const known = namesMet.get(written);
  if (known !== undefined) return known;
  // A slice would keep the whole chunk it was cut from: what is remembered is a copy.
  const copy = Buffer.from(written, 'latin1').toString('latin1');
  const name = copy.trimEnd();
  if (!/^[A-Za-z0-9][A-Za-z0-9.;_-]*$/.test(name)) {
    throw new Unreadable(number, `“${name.slice(0, 40)}” is not an attribute description`);
  }
  const met = { name, key: name.toLowerCase() };
  if (namesMet.size < namesMax && copy.length <= nameLengthMax) namesMet.set(copy, met);
  return met;
}

/** `name: text`, `name:: base64`; `name:< url` is refused: a file must not name other files. */
function field(line: LdifLine): Field {
  const { text, number } = line;
  const colon = text.indexOf(':');
  if (colon <= 0) {
    if (text === '-') return { name: '-', key: '-', value: Buffer.alloc(0), line: number };
    throw new Unreadable(number, `“${text.slice(0, 40)}” is not “name: value”`);
  }
  const { name, key } = nameOf(line, colon);
  const mark = text.charCodeAt(colon + 1);
  if (mark === urlMark) throw new Unreadable(number, `${name}: values by URL are not accepted`);
  if (mark !== base64Mark) return { name, key, value: plainValue(line, colon), line: number };
  const encoded = text.slice(colon + 2).trim();
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded) || encoded.length % 4 !== 0) {
    throw new Unreadable(number, `${name}: malformed base64`);
  }
  return { name, key, value: Buffer.from(encoded, 'base64'), line: number };
}

function plainValue({ text, source, start }: LdifLine, colon: number): Buffer {
  let from = colon + 1;
  while (text.charCodeAt(from) === space) from += 1;
  return source.subarray(start + from, start + text.length);
}

/** Lines of one attribute need not be neighbours. */
function attributesOf(fields: readonly Field[], from: number, line: number): AttributeInput[] {
  if (fields.length <= from) throw new Unreadable(line, 'an entry without attributes');
  const byKey = new Map<string, { attribute: string; values: Buffer[] }>();
  for (let at = from; at < fields.length; at += 1) {
    const each = fields[at];
    if (each === undefined) continue;
    const known = byKey.get(each.key);
    if (known) known.values.push(each.value);
    else byKey.set(each.key, { attribute: each.name, values: [each.value] });
  }
  return [...byKey.values()];
}

const modificationKinds = new Set(['add', 'delete', 'replace', 'increment']);

/** `add: mail` … values … `-`, repeated. */
function changesOf(fields: readonly Field[]): Modification[] {
  const changes: Modification[] = [];
  let open: { kind: Modification['kind']; attribute: string; values: Buffer[] } | undefined;
  for (const { name, key, value, line } of fields) {
    if (name === '-') {
      if (open) changes.push(open);
      open = undefined;
    } else if (open) {
      if (key !== open.attribute.toLowerCase()) {
        throw new Unreadable(line, `“${name}” inside a change of “${open.attribute}”`);
      }
      open.values.push(value);
    } else {
      const kind = key;
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
    fields.find((each) => each.key === name)?.value.toString('utf8');
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
