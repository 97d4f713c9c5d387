import { type MailTemplateName, mailTemplateNames, mailTemplates } from './mail-templates.js';
import { compileMail, type MailRenderer } from './render.js';
import { fingerprintOf, readMailSources } from './template-files.js';

type Filler = ReturnType<typeof compileMail>;

/**
 * Renders mails from our templates, or an operator's in their place, which may change while we
 * run. Each is tried with sample data before it is used: an operator's that fails is refused by
 * name and ours is used.
 *
 * @throws Error when one of ours is broken or missing
 */
export function mailRenderer(options: {
  /** `templates/mail` */
  readonly own: string;
  /** The operator's; it need not exist, nor hold every file. */
  readonly override?: string | undefined;
  readonly refused: (template: MailTemplateName, reason: string) => void;
}): MailRenderer {
  const { own, override, refused } = options;
  const ours = new Map(mailTemplateNames.map((name) => [name, tried(name, [own])]));
  let theirs: ReadonlyMap<MailTemplateName, Filler> = new Map();
  let seen = '';

  const look = (): void => {
    if (override === undefined) return;
    const now = fingerprintOf(override);
    if (now === seen) return;
    seen = now;
    theirs = new Map(
      mailTemplateNames.flatMap((name) => {
        try {
          return [[name, tried(name, [override, own])] as const];
        } catch (error) {
          refused(name, error instanceof Error ? error.message : String(error));
          return [];
        }
      }),
    );
  };
  look();

  return (name, data) => {
    look();
    const fill = theirs.get(name) ?? ours.get(name);
    if (!fill) throw new Error(`no mail template named ${name}`);
    return fill(data);
  };
}

/** @throws Error naming the template that does not compile, or not fill with its sample. */
function tried(name: MailTemplateName, directories: readonly string[]): Filler {
  const fill = compileMail(name, readMailSources(name, directories));
  try {
    fill(mailTemplates[name].sample);
  } catch (error) {
    throw new Error(`mail template ${name}: ${(error as Error).message}`, { cause: error });
  }
  return fill;
}
