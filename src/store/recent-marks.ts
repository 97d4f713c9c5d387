import { type JournalInput, type JournalMark, markOf } from './journal.js';

const keptMax = 1_024;

/**
 * What the last rows of the journal are about, so that whoever remembers something of the
 * directory need not read them back after each commit. Noted as rows are appended: a row that is
 * undone leaves a mark beyond the last sequence, which the next row of that number overwrites.
 */
export class RecentMarks {
  private readonly marks = new Map<number, JournalMark>();

  note(sequence: number, row: JournalInput): void {
    this.marks.set(sequence, markOf(row));
    this.marks.delete(sequence - keptMax);
  }

  /** Those from after one sequence up to another; undefined where one of them is not known. */
  between(after: number, upTo: number): readonly JournalMark[] | undefined {
    const found: JournalMark[] = [];
    for (let sequence = after + 1; sequence <= upTo; sequence += 1) {
      const mark = this.marks.get(sequence);
      if (mark === undefined) return undefined;
      found.push(mark);
    }
    return found;
  }
}
