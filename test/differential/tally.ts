import type { Filter } from '../../src/model/filter.js';
import type { Request } from '../../src/model/request.js';
import type { ResultCodeName } from '../../src/model/result.js';

const succeeded: ReadonlySet<ResultCodeName> = new Set(['success', 'compareTrue', 'compareFalse']);

interface Count {
  sent: number;
  done: number;
}

/** What was sent, by kind, and how much of it succeeded. */
export class Tally {
  readonly operations = new Map<string, Count>();
  readonly filters = new Map<string, Count>();
  readonly codes = new Map<string, number>();
  /** How often a difference was let pass, by its reason. */
  readonly allowed = new Map<string, number>();

  get sent(): number {
    return [...this.operations.values()].reduce((sum, { sent }) => sum + sent, 0);
  }

  get done(): number {
    return [...this.operations.values()].reduce((sum, { done }) => sum + done, 0);
  }

  note(request: Request, code: ResultCodeName): void {
    const isDone = succeeded.has(code);
    count(this.operations, request.kind, isDone);
    if (request.kind === 'search') this.#noteFilter(request.filter, isDone);
    const key = `${request.kind} ${code}`;
    this.codes.set(key, (this.codes.get(key) ?? 0) + 1);
  }

  noteAllowed(reason: string): void {
    this.allowed.set(reason, (this.allowed.get(reason) ?? 0) + 1);
  }

  #noteFilter(filter: Filter, isDone: boolean): void {
    count(this.filters, filter.kind, isDone);
    if (filter.kind === 'not') this.#noteFilter(filter.filter, isDone);
    if (filter.kind === 'and' || filter.kind === 'or') {
      for (const each of filter.filters) this.#noteFilter(each, isDone);
    }
  }

  /** The part of all of a map's counts that one kind has, 0 to 1. */
  share(of: 'operations' | 'filters', kind: string): number {
    const counts = this[of];
    const all = [...counts.values()].reduce((sum, { sent }) => sum + sent, 0);
    return (counts.get(kind)?.sent ?? 0) / all;
  }

  /** The distribution, for a person to read. */
  text(): string {
    const rows = (of: 'operations' | 'filters'): string[] =>
      [...this[of]].sort(byName).map(([kind, { sent, done }]) => {
        const share = (100 * this.share(of, kind)).toFixed(1).padStart(5);
        return `  ${kind.padEnd(16)}${String(sent).padStart(8)}${share} %   ${String(done)} done`;
      });
    const named = (counts: ReadonlyMap<string, number>): string[] =>
      [...counts].sort(byName).map(([name, times]) => `  ${String(times).padStart(7)}  ${name}`);
    const percent = (100 * this.done) / this.sent;
    return [
      `${String(this.sent)} operations, ${percent.toFixed(1)} % done`,
      ...rows('operations'),
      'filters in them',
      ...rows('filters'),
      'answers',
      ...named(this.codes),
      'differences allowed',
      ...named(this.allowed),
    ].join('\n');
  }
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : 1;

function count(counts: Map<string, Count>, kind: string, isDone: boolean): void {
  const known = counts.get(kind) ?? { sent: 0, done: 0 };
  known.sent += 1;
  if (isDone) known.done += 1;
  counts.set(kind, known);
}
