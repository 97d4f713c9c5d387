/**
 * Days of work in France: neither weekends nor the public holidays of article L3133-1 of the
 * labour code. Civil dates, without time zone.
 */
export interface CivilDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

const fixedHolidays = new Set(['1-1', '5-1', '5-8', '7-14', '8-15', '11-1', '11-11', '12-25']);

/** Days after Easter Sunday: Easter Monday, Ascension, Whit Monday. */
const movableHolidays = [1, 39, 50] as const;

export function isWorkingDay(date: CivilDate): boolean {
  const time = timeOf(date);
  const weekday = new Date(time).getUTCDay();
  if (weekday === 0 || weekday === 6) return false;
  if (fixedHolidays.has(`${String(date.month)}-${String(date.day)}`)) return false;
  const easter = timeOf(easterOf(date.year));
  return !movableHolidays.some((days) => easter + days * dayMs === time);
}

/** The working day that comes so many working days after a date. */
export function workingDaysAfter(date: CivilDate, days: number): CivilDate {
  let at = date;
  for (let left = days; left > 0;) {
    at = dateOf(timeOf(at) + dayMs);
    if (isWorkingDay(at)) left -= 1;
  }
  return at;
}

/** Easter Sunday of the Gregorian calendar, by the anonymous algorithm of 1876. */
function easterOf(year: number): CivilDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - moonShift + 15) % 30;
  const weekdayShift =
    (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekdayShift) / 451);
  const sum = epact + weekdayShift - 7 * late + 114;
  return { year, month: Math.floor(sum / 31), day: (sum % 31) + 1 };
}

const dayMs = 24 * 60 * 60 * 1000;

const timeOf = ({ year, month, day }: CivilDate): number => Date.UTC(year, month - 1, day);

function dateOf(time: number): CivilDate {
  const date = new Date(time);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

const parisDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris' });

/**
 * The instant so many working days later in France, at the same time of day.
 *
 * @param instant milliseconds since 1970
 */
export function instantAfterWorkingDays(instant: number, days: number): number {
  const [year = 0, month = 0, day = 0] = parisDay.format(instant).split('-').map(Number);
  const from: CivilDate = { year, month, day };
  return instant + timeOf(workingDaysAfter(from, days)) - timeOf(from);
}
