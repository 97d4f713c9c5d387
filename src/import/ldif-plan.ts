import type { LdifFault, LdifRecord } from './ldif-record.js';
import { emptyReport, type ImportReport } from './report.js';

const counter = {
  content: 'added',
  add: 'added',
  modify: 'modified',
  modifyDn: 'renamed',
  delete: 'deleted',
} as const satisfies Record<LdifRecord['kind'], keyof ImportReport>;

/** What a file asks for, as far as reading it can tell: counts, and every unreadable record. */
export async function planLdif(
  records: AsyncIterable<LdifRecord | LdifFault>,
): Promise<ImportReport> {
  const report = emptyReport();
  for await (const record of records) {
    if (record.kind === 'fault') {
      const { line, dn = '', message } = record;
      report.rejected.push({ line, dn, code: undefined, message });
    } else {
      report[counter[record.kind]] += 1;
    }
  }
  return report;
}
