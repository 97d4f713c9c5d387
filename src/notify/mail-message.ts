/** A mail ready to leave. Header values hold no control character. */
export interface MailMessage {
  /** Without angle brackets; the same for the same mail, always. */
  readonly messageId: string;
  readonly from: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** RFC 2919: the part in angle brackets, and words for people. */
  readonly list: { readonly id: string; readonly comment: string };
  /** The message id that mails of one conversation refer to. */
  readonly conversation: string | undefined;
  /** Envelope sender (RFC 5321 §4.4); the From when undefined. */
  readonly bounce: string | undefined;
}

/** `retry`: it may pass (4xx, network); `failed`: it will not (5xx). */
export type MailOutcome =
  { readonly kind: 'sent' } | { readonly kind: 'retry' | 'failed'; readonly reason: string };

/** What takes mails away: an SMTP relay, or the demonstration's capture. */
export interface Mailer {
  send(message: MailMessage): Promise<MailOutcome>;
  close(): Promise<void>;
}

/**
 * Text fit for a header: no line break or other control character, which would start a header
 * of its own (RFC 5322 §2.2), and no more than 200 characters.
 */
export function headerText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, 200);
}

/** Whether a directory's `mail` value can be an envelope recipient: one address, no quoting. */
export function isAddress(text: string): boolean {
  return text.length <= 254 && addressPattern.test(text);
}

const addressPattern = /^[^\s@<>"(),:;\\[\]\p{Cc}]+@[^\s@<>"(),:;\\[\]\p{Cc}]+$/u;
