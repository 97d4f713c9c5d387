import { PolicyErrorCode, type PolicyReport } from '../../model/password-policy.js';
import type { ResponseControl } from '../../model/result.js';
import { context, contextConstructed, Tag } from '../tags.js';
import { BerWriter } from '../writer.js';

/** Request and response alike (draft-behera-ldap-password-policy-10 §6). */
export const passwordPolicyOid = '1.3.6.1.4.1.42.2.27.8.5.1';

const warningTags = {
  timeBeforeExpiration: context(0),
  graceAuthNsRemaining: context(1),
} as const;

const errorTag = context(1);
/** Seconds and counts are `INTEGER (0 .. maxInt)`. */
const maxInt = 2_147_483_647;

/** The response control: a PasswordPolicyResponseValue (§6.2). */
export function passwordPolicyResponse({ warning, error }: PolicyReport): ResponseControl {
  const writer = new BerWriter(Buffer.allocUnsafe(16));
  const outer = writer.begin(Tag.sequence);
  if (warning) {
    const amount = warning.kind === 'timeBeforeExpiration' ? warning.seconds : warning.count;
    // A tagged CHOICE is tagged explicitly (X.680 §31.2.7).
    const chosen = writer.begin(contextConstructed(0));
    writer.integer(Math.min(Math.max(0, amount), maxInt), warningTags[warning.kind]);
    writer.end(chosen);
  }
  if (error) writer.integer(PolicyErrorCode[error], errorTag);
  writer.end(outer);
  return { oid: passwordPolicyOid, value: writer.copy() };
}
