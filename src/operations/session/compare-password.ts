import type { CompareRequest } from '../../model/request.js';
import { LdapError, type Result, resultOf } from '../../model/result.js';
import { PolicyRefusal } from '../../password/policy-refusal.js';
import {
  passwordPolicyOid,
  passwordPolicyResponse,
} from '../../protocol/controls/password-policy.js';
import type { DnKey } from '../../schema/definitions.js';
import type { Call, Kernel } from '../context.js';
import { signInByPassword } from './sign-in.js';

/**
 * Compare of `userPassword`: whether the assertion is the password, by the rules, delays and
 * counts of a sign-in (draft-behera-ldap-password-policy-10 §8.1). What is stored of a password
 * is no password.
 *
 * @throws LdapError `busy`
 */
export async function comparePassword(
  kernel: Kernel,
  { request, actor, context }: Call<CompareRequest>,
  key: DnKey,
): Promise<Result> {
  try {
    const password = request.value;
    const { result } = await signInByPassword(kernel, { key, password, actor }, context);
    return { ...result, code: 'compareTrue' };
  } catch (error) {
    if (!(error instanceof LdapError) || error.code !== 'invalidCredentials') throw error;
    const isAsked = context.controls.some(({ oid }) => oid === passwordPolicyOid);
    const told = isAsked && error instanceof PolicyRefusal ? [{ error: error.policyError }] : [];
    return resultOf('compareFalse', { controls: told.map(passwordPolicyResponse) });
  }
}
