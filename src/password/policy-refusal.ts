import type { PolicyErrorName } from '../model/password-policy.js';
import { LdapError, type ResultCodeName } from '../model/result.js';

/** A refusal that the password policy explains to who sent its control. */
export class PolicyRefusal extends LdapError {
  readonly policyError: PolicyErrorName;

  constructor(policyError: PolicyErrorName, message?: string) {
    super(codes[policyError], message ?? sentences[policyError]);
    this.policyError = policyError;
  }
}

/** The result code of each error (draft-behera-ldap-password-policy-10 §8, §9). */
const codes: Readonly<Record<PolicyErrorName, ResultCodeName>> = {
  passwordExpired: 'invalidCredentials',
  accountLocked: 'invalidCredentials',
  changeAfterReset: 'insufficientAccessRights',
  passwordModNotAllowed: 'insufficientAccessRights',
  mustSupplyOldPassword: 'insufficientAccessRights',
  insufficientPasswordQuality: 'constraintViolation',
  passwordTooShort: 'constraintViolation',
  passwordTooYoung: 'constraintViolation',
  passwordInHistory: 'constraintViolation',
};

/** For the owner of the password, whom portals show them to. A failed bind says no more. */
const sentences: Readonly<Record<PolicyErrorName, string>> = {
  passwordExpired: 'invalid credentials',
  accountLocked: 'invalid credentials',
  changeAfterReset: 'Le mot de passe doit être changé avant toute autre opération.',
  passwordModNotAllowed: 'La politique ne laisse personne changer son propre mot de passe.',
  mustSupplyOldPassword: 'L’ancien mot de passe doit accompagner le nouveau.',
  insufficientPasswordQuality: 'Le mot de passe ne peut pas être accepté.',
  passwordTooShort: 'Le mot de passe est trop court.',
  passwordTooYoung: 'Le mot de passe a été changé il y a trop peu de temps.',
  passwordInHistory: 'Le mot de passe a déjà servi : choisissez-en un autre.',
};
