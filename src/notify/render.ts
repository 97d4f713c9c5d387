import Handlebars from 'handlebars';

import { headerText } from './mail-message.js';
import {
  type MailTemplateName,
  mailTemplateNames,
  type MailTemplateTexts,
} from './mail-templates.js';

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Fills the template of a mail with its data, plain strings. */
export type MailRenderer = (
  name: MailTemplateName,
  data: Readonly<Record<string, unknown>>,
) => RenderedMail;

/**
 * Compiles the templates. Subject and text are not escaped (no `d&#x27;accès` in a mail), HTML
 * always is. A template that names what the data lacks fails, at once and not in a mailbox.
 *
 * @throws Error naming a template that does not compile.
 */
export function mailRenderer(texts: MailTemplateTexts): MailRenderer {
  const compiled = new Map(
    mailTemplateNames.map((name) => {
      const { subject, text, html } = texts[name];
      return [
        name,
        {
          subject: compile(`${name}.subject`, subject, false),
          text: compile(`${name}.text`, text, false),
          html: compile(`${name}.html`, html, true),
        },
      ];
    }),
  );
  return (name, data) => {
    const template = compiled.get(name);
    if (!template) throw new Error(`no mail template named ${name}`);
    return {
      subject: headerText(template.subject(data)),
      text: template.text(data),
      html: template.html(data),
    };
  };
}

function compile(name: string, source: string, escaped: boolean): Handlebars.TemplateDelegate {
  const environment = Handlebars.create();
  try {
    environment.precompile(source);
  } catch (error) {
    throw new Error(`mail template ${name}: ${(error as Error).message}`, { cause: error });
  }
  return environment.compile(source, { noEscape: !escaped, strict: true });
}
