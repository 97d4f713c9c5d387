/** Generalized Time and UTC Time (RFC 4517 §3.3.13, §3.3.34). */

const shape =
  /^(\d{4})(\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)?)?(?:[.,](\d{1,32}))?(?:Z|([+-])(\d\d)(\d\d)?)$/;

interface TimeText {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Digits of a fraction of the last unit written. */
  readonly fraction: string;
  readonly unitSeconds: bigint;
  readonly offsetMinutes: number;
}

/**
 * The instant as `YYYYMMDDHHMMSS[.fraction]` in UTC: equal instants have equal texts and the
 * texts sort as the instants do. Undefined when the octets are not a Generalized Time.
 */
export function instantOf(value: Buffer): string | undefined {
  if (isPlainTime(value)) return value.toString('latin1', 0, 14);
  const time = readTime(value.toString('latin1'));
  if (time === undefined) return undefined;
  const scale = 10n ** BigInt(time.fraction.length);
  const units = BigInt(time.fraction === '' ? '0' : time.fraction) * time.unitSeconds;
  const date = new Date(0);
  date.setUTCFullYear(time.year, time.month - 1, time.day);
  const second = time.second + Number(units / scale);
  date.setUTCHours(time.hour, time.minute - time.offsetMinutes, second);
  const year = date.getUTCFullYear();
  if (year < 0 || year > 9999) return undefined;
  const seconds = date.toISOString().slice(0, 19).replace(/[-T:]/g, '');
  const rest = (units % scale).toString().padStart(time.fraction.length, '0').replace(/0+$/, '');
  return rest === '' ? seconds : `${seconds}.${rest}`;
}

/** Whether the octets are a Generalized Time that the calendar knows. */
export function isGeneralizedTime(value: Buffer): boolean {
  return isPlainTime(value) || readTime(value.toString('latin1')) !== undefined;
}

const zulu = 0x5a;

/** `YYYYMMDDHHMMSSZ` without a leap second, as every server writes it: its digits are the key. */
function isPlainTime(value: Buffer): boolean {
  if (value.length !== 15 || value[14] !== zulu) return false;
  for (let at = 0; at < 14; at += 1) if (((value[at] ?? 0) - 0x30) >>> 0 > 9) return false;
  const pair = (at: number): number =>
    ((value[at] ?? 0) - 0x30) * 10 + ((value[at + 1] ?? 0) - 0x30);
  const [month, day] = [pair(4), pair(6)];
  if (month < 1 || month > 12 || day < 1 || day > daysOf(pair(0) * 100 + pair(2), month)) {
    return false;
  }
  return pair(8) <= 23 && pair(10) <= 59 && pair(12) <= 59;
}

function readTime(text: string): TimeText | undefined {
  const match = shape.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction] = match;
  const [sign, offsetHour, offsetMinute] = match.slice(8);
  const time: TimeText = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    fraction: fraction ?? '',
    unitSeconds: second !== undefined ? 1n : minute !== undefined ? 60n : 3600n,
    offsetMinutes:
      (sign === '-' ? -1 : 1) * (Number(offsetHour ?? 0) * 60 + Number(offsetMinute ?? 0)),
  };
  const offsetIsTime = Number(offsetHour ?? 0) <= 23 && Number(offsetMinute ?? 0) <= 59;
  return offsetIsTime && isOfTheCalendar(time) ? time : undefined;
}

function isOfTheCalendar({ year, month, day, hour, minute, second }: TimeText): boolean {
  const dayIsOfMonth = month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
  // Second 60 is the leap second that the grammar admits.
  return dayIsOfMonth && hour <= 23 && minute <= 59 && second <= 60;
}

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysOf(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && leap ? 29 : (daysOfMonths[month - 1] ?? 0);
}

const utcShape = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:Z|[+-]\d{4})?$/;

/** Whether the octets are a UTC Time: two digits of year, seconds and zone optional. */
export function isUtcTime(value: Buffer): boolean {
  const match = utcShape.exec(value.toString('latin1'));
  if (match === null) return false;
  const [, year, month, day, hour, minute, second] = match;
  return isOfTheCalendar({
    year: 2000 + Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second ?? 0),
    fraction: '',
    unitSeconds: 1n,
    offsetMinutes: 0,
  });
}

/** The instant in milliseconds since 1970; undefined when the text is not a Generalized Time. */
export function generalizedTimeMs(text: string): number | undefined {
  const instant = instantOf(Buffer.from(text));
  if (instant === undefined) return undefined;
  const at = (from: number, to = from + 2): number => Number(instant.slice(from, to));
  const date = new Date(0);
  date.setUTCFullYear(at(0, 4), at(4) - 1, at(6));
  return date.setUTCHours(at(8), at(10), at(12), Number(instant.slice(15, 18).padEnd(3, '0')));
}
