import { isDefinition } from './definition-text.js';
import type { Syntax } from './definitions.js';
import { isGeneralizedTime, isUtcTime } from './generalized-time.js';
import { isInteger } from './integer.js';
import { ldapSyntax } from './matching-rule.js';
import { isSubtreeSpecification } from './subtree-specification.js';
import * as text from './syntaxes-of-strings.js';
import * as value from './syntaxes-of-values.js';

/** The syntaxes of RFC 4517, and those of RFC 2252, 2307, 3112, 3672, 4523 and 4530 in use. */

const anything: text.Accepts = () => true;

const readable: readonly (readonly [string | number, string, text.Accepts])[] = [
  [3, 'Attribute Type Description', isDefinition],
  [6, 'Bit String', value.isBitString],
  [7, 'Boolean', value.isBoolean],
  [11, 'Country String', text.isCountry],
  [12, 'DN', value.isDn],
  [14, 'Delivery Method', text.isDeliveryMethod],
  [15, 'Directory String', text.isDirectoryString],
  [16, 'DIT Content Rule Description', isDefinition],
  [17, 'DIT Structure Rule Description', isDefinition],
  [19, 'DSA Quality', text.isDirectoryString],
  [21, 'Enhanced Guide', text.isDirectoryString],
  [22, 'Facsimile Telephone Number', text.isFacsimileNumber],
  [24, 'Generalized Time', isGeneralizedTime],
  [25, 'Guide', text.isDirectoryString],
  [26, 'IA5 String', text.isIa5],
  [27, 'INTEGER', isInteger],
  [30, 'Matching Rule Description', isDefinition],
  [31, 'Matching Rule Use Description', isDefinition],
  [34, 'Name And Optional UID', value.isNameAndOptionalUid],
  [35, 'Name Form Description', isDefinition],
  [36, 'Numeric String', text.isNumericString],
  [37, 'Object Class Description', isDefinition],
  [38, 'OID', text.isOid],
  [39, 'Other Mailbox', text.isOtherMailbox],
  [41, 'Postal Address', text.isPostalAddress],
  [42, 'Protocol Information', text.isDirectoryString],
  [43, 'Presentation Address', text.isDirectoryString],
  [44, 'Printable String', text.isPrintable],
  [45, 'Subtree Specification', isSubtreeSpecification],
  [50, 'Telephone Number', text.isTelephoneNumber],
  [51, 'Teletex Terminal Identifier', text.isTeletexTerminal],
  [52, 'Telex Number', text.isTelexNumber],
  [53, 'UTC Time', isUtcTime],
  [54, 'LDAP Syntax Description', isDefinition],
  [58, 'Substring Assertion', text.isSubstringAssertion],
  [13, 'Data Quality', text.isDirectoryString],
  [32, 'Mail Preference', text.isDirectoryString],
  ['1.3.6.1.1.16.1', 'UUID', value.isUuid],
  ['1.3.6.1.4.1.4203.666.11.2.1', 'CSN', value.isCsn],
  ['1.3.6.1.1.1.0.0', 'RFC2307 NIS Netgroup Triple', value.isNetgroupTriple],
  ['1.3.6.1.1.1.0.1', 'RFC2307 Boot Parameter', value.isBootParameter],
  ['1.3.6.1.4.1.4203.1.1.2', 'Authentication Password', value.isAuthPassword],
  ['1.3.6.1.1.15.1', 'X.509 Certificate Exact Assertion', anything],
  ['1.3.6.1.1.15.3', 'X.509 Certificate Pair Exact Assertion', anything],
  ['1.3.6.1.1.15.5', 'X.509 Certificate List Exact Assertion', anything],
  ['1.3.6.1.1.15.7', 'X.509 Algorithm Identifier', anything],
];

const opaque: readonly (readonly [string | number, string, text.Accepts])[] = [
  [4, 'Audio', anything],
  [5, 'Binary', anything],
  [8, 'Certificate', value.isBerSequence],
  [9, 'Certificate List', value.isBerSequence],
  [10, 'Certificate Pair', value.isBerSequence],
  [23, 'Fax', anything],
  [28, 'JPEG', anything],
  [40, 'Octet String', anything],
  [49, 'Supported Algorithm', value.isBerSequence],
];

function syntaxOf(
  [oid, description, accepts]: readonly [string | number, string, text.Accepts],
  humanReadable: boolean,
): Syntax {
  return {
    oid: typeof oid === 'number' ? ldapSyntax(oid) : oid,
    description,
    accepts,
    humanReadable,
  };
}

/** Every syntax that definitions may name. */
export const syntaxes: readonly Syntax[] = [
  ...readable.map((row) => syntaxOf(row, true)),
  ...opaque.map((row) => syntaxOf(row, false)),
];
