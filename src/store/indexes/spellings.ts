import { slipsOf } from '../../schema/spelling.js';
import { indexKey, indexKindNumbers, indexPrefix, parseIndexKey } from './index-key.js';
import { isLongHead, rowOf } from './posting-list.js';
import type { Rows, View } from '../rows.js';
import { prefixEnd } from '../rows.js';
import { TermTable } from './term-table.js';

/**
 * The spellings of an attribute's words: one row for each word and each of its slips
 * (`schema/spelling.ts`), so that a misspelt word leads to the words it may stand for and from
 * there to their entries. They are as many as there are different words, however many entries
 * have them. A row is there exactly while the word has entries; it names none itself.
 *
 *     attribute, spelling, slip 00 word  →  1
 */
const parting = 0;
const mark = 1;
const markRow = rowOf(Uint32Array.of(mark));

export const isSpelling = (listKey: Buffer): boolean => listKey[2] === indexKindNumbers.spelling;

function spellingTerm(slip: string, word: Buffer): Buffer {
  return Buffer.concat([Buffer.from(slip), Buffer.of(parting), word]);
}

/** The spellings of all words, to be written as lists are. */
export function spellingTable(words: Iterable<Buffer>): TermTable {
  const table = new TermTable();
  for (const word of words) {
    for (const slip of slipsOf(word.toString('utf8'))) table.add(spellingTerm(slip, word), mark);
  }
  return table;
}

type ListKeys = ReadonlyMap<string, Buffer>;

/** Inside a write, once the lists of words have changed: the words that came and went. */
export function followSpellings(rows: Rows<Buffer>, before: ListKeys, after: ListKeys): void {
  for (const [text, key] of before) {
    if (after.has(text) || !isWord(key) || rows.doesExist(key)) continue;
    for (const row of spellingKeys(key)) rows.removeSync(row);
  }
  for (const [text, key] of after) {
    if (before.has(text) || !isWord(key) || !isAlone(rows, key)) continue;
    for (const row of spellingKeys(key)) rows.putSync(row, markRow);
  }
}

const isWord = (listKey: Buffer): boolean => listKey[2] === indexKindNumbers.word;

/** Whether one entry alone has the word: it may then be new. */
function isAlone(rows: Rows<Buffer>, listKey: Buffer): boolean {
  const row = rows.getBinaryFast(listKey);
  return row !== undefined && !isLongHead(row) && row.length === markRow.length;
}

function spellingKeys(listKey: Buffer): Buffer[] {
  const { attribute, key: word } = parseIndexKey(listKey);
  const { spelling } = indexKindNumbers;
  return slipsOf(word.toString('utf8')).map((slip) =>
    indexKey(attribute, spelling, spellingTerm(slip, word)),
  );
}

/** Words of one slip that are looked at: a code so common tells nothing. */
const wordsOfSlipMax = 128;

/** The words that a word may be a misspelling of, itself perhaps among them. */
export function wordsLike(
  rows: Rows<Buffer>,
  source: { readonly view: View; readonly attribute: number },
  word: string,
): string[] {
  const found = new Set<string>();
  for (const slip of slipsOf(word)) {
    const term = Buffer.concat([Buffer.from(slip), Buffer.of(parting)]);
    const start = indexPrefix(source.attribute, indexKindNumbers.spelling, term);
    const range = { ...source.view, start, end: prefixEnd(start), limit: wordsOfSlipMax };
    for (const key of rows.getKeys(range)) {
      const { key: whole } = parseIndexKey(key);
      found.add(whole.toString('utf8', term.length));
    }
  }
  return [...found];
}
