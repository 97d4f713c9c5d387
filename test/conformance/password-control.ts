import type { Control } from '../../src/model/request.js';
import type { Result } from '../../src/model/result.js';

/** The control of draft-behera-10, and what a response says, read by hand. */
export const policyOid = '1.3.6.1.4.1.42.2.27.8.5.1';
export const policyControl: Control = { oid: policyOid, critical: false, value: undefined };

const errors = [
  'passwordExpired',
  'accountLocked',
  'changeAfterReset',
  'passwordModNotAllowed',
  'mustSupplyOldPassword',
  'insufficientPasswordQuality',
  'passwordTooShort',
  'passwordTooYoung',
  'passwordInHistory',
];

/** `code`, then what the control says: `success grace=2`, `invalidCredentials passwordExpired`. */
export function said(result: Result): string {
  const control = result.controls.find(({ oid }) => oid === policyOid);
  const words: string[] = [result.code];
  let octets = control?.value ?? Buffer.alloc(0);
  if (octets.length > 0 && octets[0] !== 0x30) throw new Error(octets.toString('hex'));
  octets = octets.subarray(2);
  while (octets.length > 0) {
    const [tag = 0, length = 0] = octets;
    const content = octets.subarray(2, 2 + length);
    if (tag === 0xa0) words.push(warning(content));
    else if (tag === 0x81) words.push(errors[content.readUIntBE(0, length)] ?? 'unknown');
    else throw new Error(`tag ${tag.toString(16)}`);
    octets = octets.subarray(2 + length);
  }
  return words.join(' ');
}

function warning(content: Buffer): string {
  const amount = content.readUIntBE(2, content[1] ?? 0);
  // Seconds go by while a test runs.
  return content[0] === 0x80 ? `expires in ${amount > 0 ? 'time' : '0'}` : `grace=${amount}`;
}
