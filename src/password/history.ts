/**
 * Values of `pwdHistory` (draft-behera-ldap-password-policy-10 §5.3.5): the stored form of a former
 * password and when it was replaced.
 *
 *     20260615080000Z#1.3.6.1.4.1.1466.115.121.1.40#58#{ARGON2}$argon2id$…
 */

const octetStringSyntax = '1.3.6.1.4.1.1466.115.121.1.40';
const form = /^(\d{14}(?:[.,]\d+)?Z)#([0-9.]+)#(\d+)#/;

/** @param time Generalized Time in UTC */
export function historyValue(time: string, stored: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${time}#${octetStringSyntax}#${stored.length}#`), stored]);
}

/** The stored form in a value; undefined where there is none. */
export function storedInHistory(value: Buffer): Buffer | undefined {
  const match = form.exec(value.toString('latin1'));
  if (!match) return undefined;
  const stored = value.subarray(match[0].length);
  return stored.length === Number(match[3]) ? stored : undefined;
}

/** The latest values of a history, oldest first; those without a time count as the oldest. */
export function latestInHistory(values: readonly Buffer[], count: number): Buffer[] {
  if (count <= 0) return [];
  const timeOf = (value: Buffer): string => form.exec(value.toString('latin1'))?.[1] ?? '';
  return values
    .map((value) => ({ value, time: timeOf(value) }))
    .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
    .slice(-count)
    .map(({ value }) => value);
}
