import { isUtf8 } from 'node:buffer';
import { LdapError } from '../model/result.js';
import { certificateIdentity } from './certificate-issuer.js';
import type { MatchingRule } from './definitions.js';
import { equalityRule, ldapSyntax } from './matching-rule.js';
import { readDn, type SchemaNames } from './rules-of-names.js';
import { isBerSequence } from './syntaxes-of-values.js';

/**
 * The rules of X.509 values (RFC 4523 §2). certificateExactMatch compares serial number and
 * issuer; an assertion may be in GSER, in the older form with a dollar, or be the certificate
 * itself, as SSSD sends it. The other rules compare octets.
 *
 *     { serialNumber 18, issuer rdnSequence:"cn=CA,o=Example" }     18$cn=CA,o=Example
 */

/** Decimal, or hexadecimal as OpenLDAP writes a long one. */
const serial = "(-?\\d{1,64}|'[0-9A-Fa-f]{1,64}'H)";
const opening = new RegExp(`^\\{ *(?:serialNumber +${serial} *, *)?issuer +rdnSequence *: *$`);
const closing = new RegExp(`^ *(?:, *serialNumber +${serial} *)?\\}$`);
const withDollar = new RegExp(`^ *${serial} *\\$ *(.*)$`, 's');

const copied = (value: Buffer): Buffer => Buffer.from(value);

export function certificateRules(names: SchemaNames): readonly MatchingRule[] {
  const keyOf = (serial: string, issuer: string): Buffer => Buffer.from(`${serial}$${issuer}`);
  /** A certificate that names its issuer by what the schema does not know is its own octets. */
  const valueKey = (value: Buffer): Buffer => {
    const identity = certificateIdentity(value);
    const issuer = identity && issuerKey(() => names.dnKey(identity.issuer).text);
    return identity && issuer !== undefined ? keyOf(identity.serialNumber, issuer) : copied(value);
  };
  const assertionKey = (assertion: Buffer): Buffer | undefined => {
    if (isBerSequence(assertion)) return valueKey(assertion);
    const asserted = isUtf8(assertion) ? readAssertion(assertion.toString('utf8')) : undefined;
    const issuer = asserted && readDn(Buffer.from(asserted.issuer), names)?.text;
    return asserted && issuer !== undefined ? keyOf(asserted.serial, issuer) : undefined;
  };
  return [
    equalityRule({
      oid: '2.5.13.34',
      name: 'certificateExactMatch',
      syntaxOid: '1.3.6.1.1.15.1',
      values: [ldapSyntax(8)],
      prepare: valueKey,
      prepareAssertion: assertionKey,
    }),
    octetsRule('2.5.13.36', 'certificatePairExactMatch', ['1.3.6.1.1.15.3', ldapSyntax(10)]),
    octetsRule('2.5.13.38', 'certificateListExactMatch', ['1.3.6.1.1.15.5', ldapSyntax(9)]),
    octetsRule('2.5.13.40', 'algorithmIdentifierMatch', ['1.3.6.1.1.15.7', ldapSyntax(49)]),
  ];
}

function issuerKey(key: () => string): string | undefined {
  try {
    return key();
  } catch (error) {
    if (error instanceof LdapError) return undefined;
    throw error;
  }
}

interface ExactAssertion {
  /** Decimal, without leading zeros. */
  readonly serial: string;
  readonly issuer: string;
}

function readAssertion(text: string): ExactAssertion | undefined {
  const [, number, issuer] = withDollar.exec(text) ?? [];
  if (number !== undefined && issuer !== undefined) return { serial: plain(number), issuer };
  const [from, to] = [text.indexOf('"'), text.lastIndexOf('"')];
  if (from === to) return undefined;
  const before = opening.exec(text.slice(0, from));
  const after = closing.exec(text.slice(to + 1));
  const [numbered, ...twice] = [before?.[1], after?.[1]].filter((each) => each !== undefined);
  if (!before || !after || numbered === undefined || twice.length > 0) return undefined;
  // A quotation mark inside is doubled (RFC 3641 §3.2).
  return { serial: plain(numbered), issuer: text.slice(from + 1, to).replaceAll('""', '"') };
}

const plain = (digits: string): string =>
  BigInt(digits.startsWith("'") ? `0x${digits.slice(1, -2)}` : digits).toString();

function octetsRule(
  oid: string,
  name: string,
  [syntaxOid, value]: readonly [assertion: string, value: string],
): MatchingRule {
  return equalityRule({ oid, name, syntaxOid, values: [value], prepare: copied });
}
