import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The `*.schema` files of a directory, by name; the one place where this room reads the disk. */
export function readSchemaDirectory(path: string): { name: string; text: string }[] {
  return readdirSync(path)
    .filter((name) => name.endsWith('.schema'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(path, name), 'utf8') }));
}
