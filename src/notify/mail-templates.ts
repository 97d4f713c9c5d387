/** A kind of mail that leaves; its files are `templates/mail/<name>.<part>.hbs`. */
export interface MailTemplate {
  /** The left part of its List-Id. */
  readonly list: string;
  /** Data as good as any: what a template is tried with before it is used, and previewed with. */
  readonly sample: Readonly<Record<string, unknown>>;
}

export const mailTemplates = {
  'access-requested': {
    list: 'demandes',
    sample: {
      application: 'Dossier Communicant de Cancérologie',
      identity: 'GRANGERE.FRANCOIS',
      profession: 'Ambulancier',
      mail: 'francois.grangere@example.org',
      postalCode: '56000',
      city: 'VANNES',
      list: '04-ACCES-WebDCR',
      link: 'https://annuaire.example.org/personnes/francois.grangere',
    },
  },
} as const satisfies Readonly<Record<string, MailTemplate>>;

export type MailTemplateName = keyof typeof mailTemplates;

export const mailTemplateNames = Object.keys(mailTemplates) as readonly MailTemplateName[];

export const mailTemplateParts = ['subject', 'text', 'html'] as const;

export type MailTemplateTexts = Readonly<
  Record<MailTemplateName, Readonly<Record<(typeof mailTemplateParts)[number], string>>>
>;
