import Handlebars from 'handlebars';

import { headerText } from './mail-message.js';
import {
  type MailTemplateName,
  type MailTemplatePart,
  mailTemplateParts,
} from './mail-templates.js';

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Fills the template of a mail with its data. */
export type MailRenderer = (
  name: MailTemplateName,
  data: Readonly<Record<string, unknown>>,
) => RenderedMail;

/** The texts of one mail: its parts, and the frame that each part but the subject stands in. */
export interface MailSources {
  readonly parts: Readonly<Record<MailTemplatePart, string>>;
  readonly frames: Readonly<Record<'text' | 'html', string>>;
}

/**
 * Compiles the template of one mail. Subject and text are not escaped (no `d&#x27;accès` in a
 * mail), HTML always is, and may name the `subject`. A template that names what the data lacks
 * fails when it is filled.
 *
 * @throws Error naming the part that does not compile.
 */
export function compileMail(
  name: MailTemplateName,
  { parts, frames }: MailSources,
): (data: Readonly<Record<string, unknown>>) => RenderedMail {
  const [subject, text, html] = mailTemplateParts.map((part) => {
    const escaped = part === 'html';
    return compile(`${name}.${part}`, parts[part], {
      escaped,
      frame: frames[escaped ? part : 'text'],
    });
  }) as [Handlebars.TemplateDelegate, Handlebars.TemplateDelegate, Handlebars.TemplateDelegate];
  return (data) => {
    const line = headerText(subject(data));
    return { subject: line, text: text(data), html: html({ ...data, subject: line }) };
  };
}

function compile(
  name: string,
  source: string,
  { escaped, frame }: { readonly escaped: boolean; readonly frame: string },
): Handlebars.TemplateDelegate {
  const environment = Handlebars.create();
  const options = { noEscape: !escaped, strict: true };
  try {
    environment.precompile(source);
    environment.registerPartial('cadre', environment.compile(frame, options));
  } catch (error) {
    throw new Error(`mail template ${name}: ${(error as Error).message}`, { cause: error });
  }
  return environment.compile(source, options);
}
