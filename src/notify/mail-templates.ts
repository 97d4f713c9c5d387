import { accessSamples } from './samples-of-access.js';
import { accountSamples } from './samples-of-accounts.js';
import { operationSamples } from './samples-of-operation.js';

/** A kind of mail that leaves; its files are `templates/mail/<name>.<part>.hbs`. */
export interface MailTemplate {
  /** The left part of its List-Id. */
  readonly list: 'demandes' | 'comptes' | 'exploitation';
  /** Data as good as any: what a template is tried with before it is used, and previewed with. */
  readonly sample: Readonly<Record<string, unknown>>;
}

export const mailTemplates = {
  ...accessSamples,
  ...accountSamples,
  ...operationSamples,
} as const satisfies Readonly<Record<string, MailTemplate>>;

export type MailTemplateName = keyof typeof mailTemplates;

export const mailTemplateNames = Object.keys(mailTemplates) as readonly MailTemplateName[];

export const mailTemplateParts = ['subject', 'text', 'html'] as const;

export type MailTemplatePart = (typeof mailTemplateParts)[number];
