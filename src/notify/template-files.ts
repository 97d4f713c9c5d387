import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { type MailTemplateName, mailTemplateParts } from './mail-templates.js';
import type { MailSources } from './render.js';

/**
 * Reads `<name>.<part>.hbs` of a mail and the frames `cadre.<text|html>.hbs`, each from the
 * first directory that has it, so that an operator's directory may hold only what it changes.
 *
 * @throws Error naming a file that no directory has.
 */
export function readMailSources(
  name: MailTemplateName,
  directories: readonly string[],
): MailSources {
  const read = (file: string): string => {
    const found = directories.map((each) => join(each, file)).find((path) => existsSync(path));
    if (found === undefined) throw new Error(`mail template ${file} not found`);
    return readFileSync(found, 'utf8');
  };
  return {
    parts: Object.fromEntries(
      mailTemplateParts.map((part) => [part, read(`${name}.${part}.hbs`)]),
    ) as MailSources['parts'],
    frames: { text: read('cadre.text.hbs'), html: read('cadre.html.hbs') },
  };
}

/** What tells that a file of a directory was added, changed or removed; empty without one. */
export function fingerprintOf(directory: string): string {
  if (!existsSync(directory)) return '';
  return readdirSync(directory)
    .sort()
    .map((file) => {
      const facts = statSync(join(directory, file), { throwIfNoEntry: false });
      return `${file} ${String(facts?.mtimeMs)} ${String(facts?.size)}`;
    })
    .join('\n');
}
