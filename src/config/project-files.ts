import { fileURLToPath } from 'node:url';

/** The path of a file of the project: the root is two levels above, from `src` and from `dist`. */
export function projectFile(relative: string): string {
  return fileURLToPath(new URL(`../../${relative}`, import.meta.url));
}
