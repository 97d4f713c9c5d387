import { type Entry, entryOf, textOf, textsOf } from '../../src/model/entry.js';
import type { Filter } from '../../src/model/filter.js';
import type { Modification } from '../../src/model/modification.js';
import { resultOf, success } from '../../src/model/result.js';
import type { Directory, Listing, ListRequest, Operations } from '../../src/operations/directory.js';
import type { Schema } from '../../src/schema/schema.js';
import type { JournalRow } from '../../src/store/journal.js';

type Facts = Readonly<Record<string, string | readonly string[]>>;

/** A directory in memory with what the panel asks of one: enough to look at every page. */
export class FakeDirectory {
  readonly suffix = 'dc=telesantebretagne,dc=org';
  readonly entries = new Map<string, Entry>();
  readonly rows: JournalRow[] = [];
  readonly audits: { readonly operation: string; readonly dn: string }[] = [];
  /** Answers writes before they are made. */
  refuse: ((changes: readonly Modification[]) => ReturnType<typeof resultOf> | undefined) | undefined;
  readonly mayWrite = new Set<string>();
  private csn = 0;

  put(dn: string, facts: Facts): void {
    const full = dn === '' ? this.suffix : `${dn},${this.suffix}`;
    const attributes = Object.entries({
      entryUUID: `uuid-${dn}`,
      entryCSN: this.nextCsn(),
      modifyTimestamp: '20261120091500Z',
      ...facts,
    }).map(([description, value]) => ({
      description,
      values: [value].flat().map((text) => Buffer.from(text)),
    }));
    this.entries.set(full.toLowerCase(), entryOf(full, attributes));
  }

  get(dn: string): Entry | undefined {
    return this.entries.get(`${dn},${this.suffix}`.toLowerCase());
  }

  asDirectory(): Directory {
    return {
      schema: {
        attributeType: () => ({ indexes: new Set(['equality']) }),
      } as unknown as Schema,
      suffix: this.suffix,
      as: (actor) => this.operations(actor.kind === 'entry' ? actor.dn : actor.kind),
      bind: (request, actor) => {
        const entry = this.entries.get(request.dn.toLowerCase());
        const { authentication } = request;
        const password = authentication.kind === 'simple' ? authentication.password.toString() : '';
        if (entry === undefined || textOf(entry, 'userPassword') !== password) {
          return Promise.resolve({ result: resultOf('invalidCredentials'), actor });
        }
        const entryUuid = textOf(entry, 'entryUUID') ?? '';
        const { door, secure } = actor;
        return Promise.resolve({
          result: success,
          actor: { kind: 'entry', door, secure, dn: entry.dn, entryUuid },
        });
      },
      follow: () => [],
      journalOf: (uuid, limit) =>
        this.rows.filter((row) => row.entryUuid === uuid).reverse().slice(0, limit),
      lastSequence: 0,
      onCommit: () => () => undefined,
    };
  }

  private operations(actor: string): Operations {
    const unused = (): never => {
      throw new Error('the panel does not ask for this');
    };
    return {
      search: unused,
      compare: unused,
      add: unused,
      modifyDn: unused,
      delete: unused,
      extended: unused,
      read: (dn) => this.entries.get(dn.toLowerCase()),
      list: (request) => this.list(request),
      may: (_dn, right, attribute) => right === 'read' || this.mayWrite.has(attribute),
      audit: (row) => {
        this.audits.push(row);
        return Promise.resolve();
      },
      modify: (request) => {
        const entry = this.entries.get(request.dn.toLowerCase());
        if (entry === undefined) return Promise.resolve(resultOf('noSuchObject'));
        const refusal = this.refuse?.(request.changes);
        if (refusal !== undefined) return Promise.resolve(refusal);
        this.apply(entry, request.changes, actor);
        return Promise.resolve(success);
      },
    };
  }

  /** Changes an entry as the server would, without its rules; journals it. */
  apply(entry: Entry, changes: readonly Modification[], actor: string): void {
    const attributes = new Map(entry.attributes);
    const touched = [...new Set(changes.map(({ attribute }) => attribute))];
    for (const { kind, attribute, values } of changes) {
      if (kind !== 'delete' && values.length > 0) {
        attributes.set(attribute.toLowerCase(), { description: attribute, values });
      } else attributes.delete(attribute.toLowerCase());
    }
    const csn = this.nextCsn();
    attributes.set('entrycsn', { description: 'entryCSN', values: [Buffer.from(csn)] });
    const after = { dn: entry.dn, attributes };
    this.entries.set(entry.dn.toLowerCase(), after);
    this.rows.push({
      kind: 'change',
      operation: 'modify',
      csn,
      time: '2026-11-23T09:42:00.000Z',
      actor,
      door: 'panel',
      dn: entry.dn,
      entryUuid: textOf(entry, 'entryUUID') ?? '',
      changes: touched.map((attribute) => ({
        attribute,
        before: textsOf(entry, attribute),
        after: textsOf(after, attribute),
      })),
      events: [],
      sequence: this.rows.length + 1,
      bodyHash: '',
      chain: '',
    });
  }

  private list(request: ListRequest): Listing {
    const suffix = `,${request.base.toLowerCase()}`;
    const found = [...this.entries.values()]
      .filter(({ dn }) => dn.toLowerCase().endsWith(suffix))
      .filter(({ dn }) => !dn.slice(0, -suffix.length).includes(','))
      .filter((entry) => matches(entry, request.filter))
      .sort((a, b) => key(a, request.sortBy).localeCompare(key(b, request.sortBy)));
    if (request.reverse === true) found.reverse();
    return {
      entries: found.slice(request.offset, request.offset + request.limit),
      total: found.length,
      totalIsExact: true,
    };
  }

  private nextCsn(): string {
    this.csn += 1;
    return `20261123094200.000000Z#${String(this.csn).padStart(6, '0')}#000#000000`;
  }
}

const key = (entry: Entry, attribute: string): string => textOf(entry, attribute) ?? '\uffff';

function matches(entry: Entry, filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.filters.every((each) => matches(entry, each));
    case 'or':
      return filter.filters.some((each) => matches(entry, each));
    case 'not':
      return !matches(entry, filter.filter);
    case 'present':
      return textOf(entry, filter.attribute) !== undefined;
    case 'substrings': {
      const parts = [filter.initial, ...filter.any, filter.final].map((part) => lower(part));
      return textsOf(entry, filter.attribute).some((text) =>
        parts.every((part) => text.toLowerCase().includes(part)),
      );
    }
    case 'greaterOrEqual':
      return textsOf(entry, filter.attribute).some((text) => text >= filter.value.toString());
    case 'equality':
      return textsOf(entry, filter.attribute).some((text) => text.toLowerCase() === lower(filter.value));
    default:
      return false;
  }
}

const lower = (value: Buffer | undefined): string => (value?.toString() ?? '').toLowerCase();
