import type { ImportCounts, ImportedRecord } from '../state/imports.js';
import type { SeenRecord } from './ldif-apply.js';
import { emptyReport, type ImportReport } from './report.js';

const shownMax = 200;
const rejectedShownMax = 200;

/** What is kept of a run: counts, the first records that change something, the rejected ones. */
export class Tally {
  #report = emptyReport();
  readonly #shown: ImportedRecord[] = [];
  readonly #rejected: ImportedRecord[] = [];
  readonly #lines: number[] = [];

  see({ line, dn, outcome, attributes, rejection }: SeenRecord, report: ImportReport): void {
    this.#report = report;
    if (rejection) {
      this.#lines.push(line);
      if (this.#rejected.length >= rejectedShownMax) return;
      const { code, message } = rejection;
      const told = { line, dn, outcome, attributes, message };
      this.#rejected.push(code === undefined ? told : { ...told, code });
    } else if (outcome !== 'unchanged' && this.#shown.length < shownMax) {
      this.#shown.push({ line, dn, outcome, attributes: [...new Set(attributes)] });
    }
  }

  get counts(): ImportCounts {
    const { added, modified, renamed, deleted, unchanged, rejected } = this.#report;
    return {
      ...{ added, modified, renamed, deleted, unchanged },
      rejected: rejected.length,
      records: [...this.#rejected, ...this.#shown],
      rejectedLines: this.#lines,
    };
  }
}
