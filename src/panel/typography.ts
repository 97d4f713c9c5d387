/** French typography and the French way of writing dates; times are those of Paris. */

import type { Said } from './said.js';

const space = '\u00a0';

/** Makes the spaces that must not break non-breaking: before `: ; ! ? »` and after `«`. */
export function frenchSpaces(text: string): string {
  return text.replace(/ (?=[:;!?»](?:\s|$|<|\)))/g, space).replace(/« /g, `«${space}`);
}

const zone = { timeZone: 'Europe/Paris' } as const;
const dayFormat = new Intl.DateTimeFormat('fr-FR', {
  ...zone,
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
});
const hourFormat = new Intl.DateTimeFormat('fr-FR', {
  ...zone,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** `23/11/2026`. */
export const dayOf = (date: Date): string => dayFormat.format(date);

/** `10 h 42`. */
export function hourOf(date: Date): string {
  const [hour = '', minute = ''] = hourFormat.format(date).split(':');
  return `${String(Number(hour))}${space}h${space}${minute}`;
}

/** `23/11/2026 à 10 h 42`. */
export const momentOf = (date: Date): string => `${dayOf(date)} à ${hourOf(date)}`;

const generalizedTime = /^(\d{4})(\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)?)?(?:[.,]\d+)?Z$/;

/** Reads a UTC generalized time (RFC 4517 §3.3.13); undefined when it is not one. */
export function readGeneralizedTime(text: string | undefined): Date | undefined {
  const match = generalizedTime.exec(text ?? '');
  if (match === null) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}

/** A stored birth date (`19700131`, `1970-01-31`, generalized time) as `31/01/1970`. */
export function birthDateOf(text: string | undefined): string {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)/.exec(text ?? '');
  return match === null ? (text ?? '') : `${match[3] ?? ''}/${match[2] ?? ''}/${match[1] ?? ''}`;
}

/** `1 enregistrement`, `47200 enregistrements`, `plus de 5000 enregistrements`. */
export function countOfRecords(count: number, isExact: boolean): Said {
  const words = `{count} enregistrement${count > 1 ? 's' : ''}`;
  return { words: isExact ? words : `plus de ${words}`, count };
}
