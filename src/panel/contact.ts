import type { PanelOptions } from './options.js';

/** Where who is stuck writes to, as a link; undefined where nothing is configured. */
export function contactLink({
  contact,
}: PanelOptions): { readonly href: string; readonly text: string } | undefined {
  if (contact === undefined) return undefined;
  return { href: contact.includes('://') ? contact : `mailto:${contact}`, text: contact };
}
