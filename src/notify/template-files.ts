import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type MailTemplateName, mailTemplateNames, mailTemplateParts } from './mail-templates.js';
import type { MailTemplateTexts } from './mail-templates.js';

/**
 * Reads `<name>.<part>.hbs` of every mail, each from the first directory that has it, so that an
 * operator's directory may hold only what it changes.
 *
 * @throws Error naming a template that no directory has.
 */
export function readMailTemplates(directories: readonly string[]): MailTemplateTexts {
  return Object.fromEntries(
    mailTemplateNames.map((name) => [name, readParts(name, directories)]),
  ) as unknown as MailTemplateTexts;
}

function readParts(name: MailTemplateName, directories: readonly string[]): object {
  return Object.fromEntries(
    mailTemplateParts.map((part) => {
      const file = `${name}.${part}.hbs`;
      const found = directories.map((each) => join(each, file)).find((path) => existsSync(path));
      if (found === undefined) throw new Error(`mail template ${file} not found`);
      return [part, readFileSync(found, 'utf8')];
    }),
  );
}
