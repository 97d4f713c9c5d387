/** Every mail that leaves; the files are `templates/mail/<name>.<part>.hbs`. */
export const mailTemplateNames = ['access-requested'] as const;

export const mailTemplateParts = ['subject', 'text', 'html'] as const;

export type MailTemplateName = (typeof mailTemplateNames)[number];

export type MailTemplateTexts = Readonly<
  Record<MailTemplateName, Readonly<Record<(typeof mailTemplateParts)[number], string>>>
>;
