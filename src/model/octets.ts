/**
 * So few octets are sooner compared one by one than by a call out of JavaScript, which takes
 * 110 ns for any number of them up to some hundreds: 24 octets take 55.
 */
const loopedMax = 48;

/** Whether the expected octets stand at a place. */
export function octetsStandAt(bytes: Buffer, start: number, expected: Buffer): boolean {
  const { length } = expected;
  if (bytes.length < start + length) return false;
  if (length > loopedMax) return expected.compare(bytes, start, start + length) === 0;
  for (let at = 0; at < length; at += 1) if (bytes[start + at] !== expected[at]) return false;
  return true;
}
