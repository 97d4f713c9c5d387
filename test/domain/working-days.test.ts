import { expect } from 'chai';
import { type CivilDate, isWorkingDay, workingDaysAfter } from '../../src/domain/working-days.js';

const date = (text: string): CivilDate => {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return { year, month, day };
};
const text = ({ year, month, day }: CivilDate): string =>
  [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');

describe('working days in France', () => {
  const holidays = [
    ...['2026-01-01', '2026-04-06', '2026-05-01', '2026-05-08', '2026-05-14', '2026-05-25'],
    ...['2026-07-14', '2026-11-11', '2026-12-25', '2027-03-29', '2028-04-17', '2030-06-10'],
  ];
  for (const day of holidays) {
    it(`${day} is a public holiday`, () => {
      expect(isWorkingDay(date(day))).to.equal(false);
    });
  }
  for (const day of ['2026-11-28', '2026-11-29']) {
    it(`${day} is a weekend`, () => {
      expect(isWorkingDay(date(day))).to.equal(false);
    });
  }
  it('the day after each of these is a day of work unless it is one of them itself', () => {
    for (const day of ['2026-04-07', '2026-05-15', '2026-05-26', '2026-11-12'])
      expect(isWorkingDay(date(day)), day).to.equal(true);
  });

  const counts: readonly (readonly [from: string, days: number, to: string])[] = [
    ['2026-11-26', 2, '2026-11-30'],
    ['2026-11-28', 2, '2026-12-01'],
    ['2026-11-26', 5, '2026-12-03'],
    ['2026-05-07', 2, '2026-05-12'],
    ['2026-12-31', 2, '2027-01-05'],
  ];
  for (const [from, days, to] of counts) {
    it(`${days} working days after ${from} it is ${to}`, () => {
      expect(text(workingDaysAfter(date(from), days))).to.equal(to);
    });
  }
});
