/**
 * Change sequence numbers (draft-ietf-ldup-model §4.5, in OpenLDAP's spelling so that its
 * consumers replicate from us): time to the microsecond, count, server, modification.
 *
 *     20260615070800.123456Z#000000#001#000000
 */
export type CsnSource = () => string;

const shape = /^\d{14}\.\d{6}Z#[0-9a-f]{6}#[0-9a-f]{3}#[0-9a-f]{6}$/;

/**
 * Numbers that only grow, even when the clock goes back or two changes share a microsecond.
 *
 * @param options.after the last one issued before this process started
 * @param options.server 0 to 4095
 */
export function csnSource(options: {
  readonly after: string | undefined;
  readonly clock: () => Date;
  readonly server?: number;
}): CsnSource {
  const server = hex(options.server ?? 1, 3);
  const after = options.after !== undefined && shape.test(options.after) ? options.after : '';
  let lastTime = after.slice(0, 22);
  let count = after === '' ? -1 : Number.parseInt(after.slice(23, 29), 16);
  return () => {
    const time = microsecondTime(options.clock());
    if (time > lastTime) {
      lastTime = time;
      count = 0;
    } else {
      count += 1;
    }
    return `${lastTime}#${hex(count, 6)}#${server}#000000`;
  };
}

/** The last time written out: what is stamped in a row often is of the same millisecond. */
let lastTime = { at: Number.NaN, seconds: '', microseconds: '' };

function timeTexts(date: Date): typeof lastTime {
  const at = date.getTime();
  if (lastTime.at !== at) {
    const digits = date.toISOString().replace(/[-:T]/g, '');
    const [seconds, microseconds] = [`${digits.slice(0, 14)}Z`, `${digits.slice(0, 18)}000Z`];
    lastTime = { at, seconds, microseconds };
  }
  return lastTime;
}

/** Generalized Time as operational attributes show it: whole seconds, UTC (RFC 4517 §3.3.13). */
export function generalizedTime(at: Date): string {
  return timeTexts(at).seconds;
}

/** The same of milliseconds since 1970, with its fraction of a second when it has one. */
export function generalizedTimeOf(at: number): string {
  const { seconds, microseconds } = timeTexts(new Date(at));
  return at % 1000 === 0 ? seconds : microseconds;
}

/** JavaScript's clock ends at the millisecond: the rest is zero. */
function microsecondTime(at: Date): string {
  return timeTexts(at).microseconds;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
