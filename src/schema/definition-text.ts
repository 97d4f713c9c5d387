/**
 * The grammar that all definitions share (RFC 4512 §4.1): an OID and keyworded fields between
 * parentheses. `DESC 'it\27s'` escapes a quotation mark, `$` separates OIDs.
 */
export interface DefinitionText {
  /** Numeric, or a macro of the file. */
  readonly oid: string;
  /** Values by keyword in capitals; a flag such as OBSOLETE has none. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

const token = /\s+|'((?:[^'])*)'|([()$])|([^\s()$']+)/y;

interface Token {
  readonly kind: 'quoted' | 'mark' | 'word';
  readonly text: string;
}

const flags = new Set([
  'OBSOLETE',
  'SINGLE-VALUE',
  'COLLECTIVE',
  'NO-USER-MODIFICATION',
  'ABSTRACT',
  'STRUCTURAL',
  'AUXILIARY',
]);

/**
 * Reads one definition.
 *
 * @throws Error whose message says what is wrong, without a place
 */
export function parseDefinition(text: string): DefinitionText {
  const tokens = tokensOf(text);
  if (tokens.shift()?.text !== '(') throw new Error('a definition must open with “(”');
  const oid = tokens.shift();
  if (oid === undefined || oid.kind === 'mark') throw new Error('an OID is missing');
  const fields = new Map<string, readonly string[]>();
  for (;;) {
    const keyword = tokens.shift();
    if (keyword === undefined) throw new Error('“)” is missing');
    if (keyword.kind === 'mark' && keyword.text === ')') break;
    if (keyword.kind !== 'word') throw new Error(`a keyword is expected at “${keyword.text}”`);
    const name = keyword.text.toUpperCase();
    if (fields.has(name)) throw new Error(`${name} is given twice`);
    fields.set(name, flags.has(name) ? [] : takeValues(tokens, name));
  }
  if (tokens.length > 0) throw new Error(`text after “)”: “${tokens[0]?.text ?? ''}”`);
  return { oid: oid.text, fields };
}

/** Whether the octets are a definition, whatever its kind. */
export function isDefinition(value: Buffer): boolean {
  try {
    parseDefinition(value.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw new Error(`unreadable text at “${text.slice(at, at + 20)}”`);
    const [, quoted, mark, word] = match;
    if (quoted !== undefined) tokens.push({ kind: 'quoted', text: unescapeQuoted(quoted) });
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
  }
  return tokens;
}

function unescapeQuoted(text: string): string {
  return text.replace(/\\(27|5c)/gi, (_, code: string) => (code === '27' ? "'" : '\\'));
}

/** One value, a parenthesised list, or, for extensions, several quoted values in a row. */
function takeValues(tokens: Token[], name: string): readonly string[] {
  const first = tokens.shift();
  if (first === undefined) throw new Error(`${name} has no value`);
  const values: string[] = [];
  if (first.text === '(' && first.kind === 'mark') {
    for (;;) {
      const next = tokens.shift();
      if (next === undefined) throw new Error(`the list of ${name} is not closed`);
      if (next.kind !== 'mark') values.push(next.text);
      else if (next.text === ')') return values;
      else if (next.text !== '$') throw new Error(`“(” inside the list of ${name}`);
    }
  }
  if (first.kind === 'mark') throw new Error(`${name} has no value`);
  values.push(first.text);
  while (name.startsWith('X-') && tokens[0]?.kind === 'quoted') {
    values.push(tokens.shift()?.text ?? '');
  }
  return values;
}

/** A quoted string of a definition. */
export function quoted(text: string): string {
  return `'${text.replace(/\\/g, '\\5C').replace(/'/g, '\\27')}'`;
}
