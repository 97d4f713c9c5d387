/**
 * CSV as French spreadsheets read it: UTF-8 with its mark, semicolons, CRLF (RFC 4180). A cell
 * that a spreadsheet would take for a formula is made text by an apostrophe.
 */
export const csvMark = '\uFEFF';

export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cellOf).join(';')}\r\n`;
}

function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
