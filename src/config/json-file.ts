import { ConfigurationFault } from './fault.js';

/** Reads a whole file as UTF-8 text; throws what the file system throws. */
export type ReadFile = (path: string) => string;

/** Far above any real file, and low enough that a wrong path does no harm. */
const lengthMax = 4 * 1024 * 1024;

/**
 * The text of a file.
 *
 * @param subject what the fault starts with: the key that named the file, or nothing
 * @throws ConfigurationFault
 */
export function readText(path: string, readFile: ReadFile, subject?: string): string {
  const start = subject === undefined ? '' : `${subject}: `;
  let text: string;
  try {
    text = readFile(path);
  } catch (error) {
    throw new ConfigurationFault(`${start}cannot read ${path} (${codeOf(error)})`);
  }
  if (text.length > lengthMax) throw new ConfigurationFault(`${start}${path} is too long`);
  return text.replace(/^\uFEFF/, '');
}

/** The value of a JSON file. @throws ConfigurationFault */
export function readJson(path: string, readFile: ReadFile, subject?: string): unknown {
  const text = readText(path, readFile, subject);
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8's message may quote the text around the fault, and a configuration holds secrets.
    const message = error instanceof Error ? error.message : '';
    const place = /position \d+/.exec(message);
    const where = place ? `, ${place[0]}` : '';
    throw new ConfigurationFault(
      `${subject === undefined ? '' : `${subject}: `}${path} is not JSON${where}`,
    );
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return 'unreadable';
}
