import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Entry, entryOf } from '../../src/model/entry.js';
import { parseDn } from '../../src/model/dn.js';
import { loadSchema } from '../../src/schema/load.js';
import type { JournalInput } from '../../src/store/journal.js';
import { openStore } from '../../src/store/open.js';
import type { Store } from '../../src/store/store.js';

const directoryString = '1.3.6.1.4.1.1466.115.121.1.15';

function stringType(number: number, name: string, indexes: string, more = ''): string {
  return `attributetype ( 1.1.1.${number} NAME '${name}' EQUALITY caseIgnoreMatch
    ORDERING caseIgnoreOrderingMatch SUBSTR caseIgnoreSubstringsMatch
    SYNTAX ${directoryString} ${more} ${indexes && `X-INDEX ( ${indexes} )`} )`;
}

/** A small schema with every kind of index. */
export const schemaText = [
  `attributetype ( 2.5.4.0 NAME 'objectClass' EQUALITY objectIdentifierMatch
    SYNTAX 1.3.6.1.4.1.1466.115.121.1.38 X-INDEX 'equality' )`,
  `attributetype ( 1.1.1.9 NAME 'entryCSN' EQUALITY CSNMatch ORDERING CSNOrderingMatch
    SYNTAX 1.3.6.1.4.1.4203.666.11.2.1 SINGLE-VALUE NO-USER-MODIFICATION
    USAGE directoryOperation X-INDEX 'equality' )`,
  stringType(1, 'dc', "'equality'"),
  stringType(2, 'ou', "'equality'"),
  stringType(3, 'uid', "'equality'"),
  stringType(
    4,
    'cn',
    "'equality' 'substring' 'approximate' 'presence' 'words'",
    "X-LIST ( '(cn=*) cn:fr cn' '(&(objectClass=*)(!(cn=Anne))) cn ou' )",
  ),
  stringType(5, 'description', "'substring' 'presence'"),
  stringType(6, 'title', ''),
].join('\n');

export const schema = loadSchema([{ name: 'test.schema', text: schemaText }]);
export const suffix = schema.dnKey(parseDn('dc=example,dc=org'));
export const suffixDn = 'dc=Example,dc=org';

export function key(dn: string): ReturnType<typeof schema.dnKey> {
  return schema.dnKey(parseDn(dn));
}

/** An entry from texts; objectClass and entryCSN are given. */
export function entry(dn: string, values: Record<string, readonly string[]> = {}): Entry {
  const attributes = Object.entries({
    entryCSN: ['20260101000000.000000Z#000000#000#000000'],
    objectClass: ['top', 'person'],
    ...values,
  });
  return entryOf(
    dn,
    attributes.map(([description, texts]) => ({
      description,
      values: texts.map((text) => Buffer.from(text)),
    })),
  );
}

export function journalInput(more: Partial<JournalInput> = {}): JournalInput {
  return {
    kind: 'change',
    operation: 'add',
    csn: '20260101000000.000000Z#000000#000#000000',
    time: '2026-01-01T00:00:00.000Z',
    actor: 'cn=admin,dc=example,dc=org',
    door: 'ldap',
    dn: 'uid=a,dc=example,dc=org',
    entryUuid: 'b6bb8b5e-0000-4000-8000-000000000001',
    changes: [{ attribute: 'cn', before: [], after: ['Anne'] }],
    events: [],
    ...more,
  };
}

/** A directory of its own for each test, removed after it. */
export function temporaryPaths(): () => string {
  const paths: string[] = [];
  afterEach(() => {
    for (const path of paths.splice(0)) rmSync(path, { recursive: true, force: true });
  });
  return () => {
    const path = mkdtempSync(join(tmpdir(), 'annuaire-store-'));
    paths.push(path);
    return path;
  };
}

export function open(path: string): Store {
  return openStore({ path, schema, suffix });
}

/** A store with the suffix and `ou=personnes` (ids 1 and 2). */
export async function openWithPeople(path: string): Promise<Store> {
  const store = open(path);
  await store.write((transaction) => {
    const top = transaction.add(entry(suffixDn, { dc: ['Example'] }), 0);
    transaction.add(entry(`ou=Personnes,${suffixDn}`, { ou: ['Personnes'] }), top);
  });
  return store;
}
