/**
 * The OpenLDAP schema file: statements `attributetype ( … )`, `objectclass ( … )` and
 * `objectidentifier name oid`, `#` comments, lines that begin with white space continuing the one
 * above. LDIF's `attributeTypes: ( … )` and `olcAttributeTypes: {0}( … )` are read too.
 */
export type StatementKind = 'attributeType' | 'objectClass' | 'macro';

export interface Statement {
  readonly kind: StatementKind;
  /** What follows the keyword. */
  readonly text: string;
  /** `file.schema:12`, for faults. */
  readonly place: string;
}

const kinds: ReadonlyMap<string, StatementKind | 'ignored'> = new Map([
  ['attributetype', 'attributeType'],
  ['attributetypes', 'attributeType'],
  ['olcattributetypes', 'attributeType'],
  ['objectclass', 'objectClass'],
  ['objectclasses', 'objectClass'],
  ['olcobjectclasses', 'objectClass'],
  ['objectidentifier', 'macro'],
  ['olcobjectidentifier', 'macro'],
  ['dn', 'ignored'],
  ['cn', 'ignored'],
]);

const statement = /^([A-Za-z]+)(:)?\s*(?:\{\d+\})?\s*(.*)$/s;

/** An error that names a file, a line and a fault. */
export function schemaFault(place: string, why: string): Error {
  return new Error(`${place}: ${why}`);
}

/**
 * The statements of a file, in order.
 *
 * @throws Error naming the place of a statement that is none
 */
export function readStatements(name: string, text: string): Statement[] {
  const statements: Statement[] = [];
  for (const { text: lines, line } of logicalLines(text)) {
    const place = `${name}:${line}`;
    const match = statement.exec(lines);
    const [, keyword = '', colon, rest = ''] = match ?? [];
    const kind = kinds.get(keyword.toLowerCase());
    const isLdifMark = keyword.toLowerCase() === 'objectclass' && colon === ':';
    if (kind === undefined) throw schemaFault(place, `unknown statement “${lines.slice(0, 40)}”`);
    if (kind === 'ignored' || (isLdifMark && !rest.startsWith('('))) continue;
    statements.push({ kind, text: rest.trim(), place });
  }
  return statements;
}

interface LogicalLine {
  text: string;
  readonly line: number;
}

function logicalLines(text: string): readonly LogicalLine[] {
  const found: LogicalLine[] = [];
  let current: LogicalLine | undefined;
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.startsWith('#')) continue;
    if (line.trim() === '') continue;
    if (/^\s/.test(line) && current !== undefined) {
      // LDIF folds inside words, schema files between them.
      current.text += /^[A-Za-z]+:/.test(current.text) ? line.slice(1) : `\n${line}`;
      continue;
    }
    current = { text: line.trimStart(), line: index + 1 };
    found.push(current);
  }
  return found;
}
