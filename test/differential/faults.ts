/** A mistake as one is made: in that file, this in place of that. */
export interface Fault {
  readonly name: string;
  /** Below src. */
  readonly file: string;
  readonly right: string;
  readonly wrong: string;
}

/** Each must be found by comparing: a comparison that misses one would miss others like it. */
export const faults: readonly Fault[] = [
  {
    name: 'what is Undefined becomes TRUE when negated',
    file: 'operations/filter/connectives.ts',
    right: 'return truth === undefined ? undefined : !truth;',
    wrong: 'return !truth;',
  },
  {
    name: 'the parts of a substring assertion may overlap',
    file: 'operations/filter/filter-substrings.ts',
    right: 'at = found + part.length;',
    wrong: 'at = found;',
  },
  {
    name: 'the scope of one level holds the base',
    file: 'operations/search/search-scope.ts',
    right: 'return roots.includes(reader.position(id)?.parentId ?? -1);',
    wrong: 'return roots.includes(id) || roots.includes(reader.position(id)?.parentId ?? -1);',
  },
  {
    name: 'a size limit is reached one entry too early',
    file: 'operations/search/search-delivery.ts',
    right: 'if (this.entries >= size) return',
    wrong: 'if (this.entries + 1 >= size) return',
  },
  {
    name: 'a removed value stays in its index',
    file: 'store/indexes/index-update.ts',
    right: 'if (!nowKeys.has(text)) removePosting(rows, key, id);',
    wrong: 'if (!nowKeys.has(text)) continue;',
  },
  {
    name: 'of an old name of two values only the first leaves',
    file: 'operations/write/modify-dn.ts',
    right: 'of parseDn(entry.dn)[0] ?? []) draftOf',
    wrong: 'of (parseDn(entry.dn)[0] ?? []).slice(0, 1)) draftOf',
  },
  {
    name: 'the order of the parts of a name counts',
    file: 'schema/dn-key.ts',
    right: '    .sort()\n',
    wrong: '',
  },
  {
    name: 'the hyphens of a telephone number count',
    file: 'schema/insignificant-character.ts',
    right: '/[ \\-\\u058A',
    wrong: '/[ \\u058A',
  },
  {
    name: 'the deepest existing superior is told one level too high',
    file: 'operations/access-of.ts',
    right: 'for (let at = id; at !== undefined',
    wrong: 'for (let at = reader.position(id ?? 0)?.parentId; at !== undefined',
  },
  {
    name: 'negative integers are in the order of their digits',
    file: 'schema/integer.ts',
    right: 'if (!negative) return key;',
    wrong: 'if (!negative || key.length > 0) return key;',
  },
];
