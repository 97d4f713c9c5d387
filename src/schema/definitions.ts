/** The definitions of a loaded schema (RFC 4512 §4.1), inheritance already resolved. */

export type AttributeUsage =
  'userApplications' | 'directoryOperation' | 'distributedOperation' | 'dSAOperation';

/** The indexes that an attribute's `X-INDEX` extension asks for; `equality` serves ordering too. */
export type IndexKind = 'equality' | 'presence' | 'substring' | 'approximate';

export interface Syntax {
  readonly oid: string;
  readonly description: string;
  /** Whether the octets are a value of this syntax (RFC 4517 §3.3). */
  readonly accepts: (value: Buffer) => boolean;
  /** False for values that no text rendering shows (LDIF and the panel use base64 or a link). */
  readonly humanReadable: boolean;
}

export type MatchingRuleUse = 'equality' | 'ordering' | 'substring';
export type SubstringPosition = 'initial' | 'any' | 'final';

/**
 * A matching rule, as the preparation it applies. Two values match when their keys are the same
 * octets; for an ordering rule the octets of the keys are in the order of the values. Indexes
 * and filter evaluation both use these keys and nothing else.
 */
export interface MatchingRule {
  readonly oid: string;
  readonly name: string;
  readonly use: MatchingRuleUse;
  readonly syntaxOid: string;
  /** The key of a stored value; undefined when the value is not of the rule's syntax. */
  readonly prepareValue: (value: Buffer) => Buffer | undefined;
  /**
   * The key of an assertion; undefined makes the filter item Undefined. Differs from
   * `prepareValue` where the assertion syntax does (objectIdentifierFirstComponentMatch).
   */
  readonly prepareAssertion: (value: Buffer) => Buffer | undefined;
  /** Substring rules: the key of one part (RFC 4518 §2.6.1 spaces); others: always undefined. */
  readonly preparePart: (part: Buffer, position: SubstringPosition) => Buffer | undefined;
}

export interface AttributeType {
  readonly oid: string;
  readonly names: readonly string[];
  /** The first name, or the OID: what answers carry. */
  readonly name: string;
  readonly description: string;
  readonly sup: AttributeType | undefined;
  readonly syntax: Syntax;
  /** Upper bound in characters from `{n}`; advisory (RFC 4512 §4.1.2). */
  readonly lengthMax: number | undefined;
  readonly equality: MatchingRule | undefined;
  readonly ordering: MatchingRule | undefined;
  readonly substring: MatchingRule | undefined;
  readonly singleValue: boolean;
  readonly collective: boolean;
  readonly noUserModification: boolean;
  readonly obsolete: boolean;
  readonly usage: AttributeUsage;
  /** usage other than userApplications. */
  readonly operational: boolean;
  readonly indexes: ReadonlySet<IndexKind>;
  /** The RFC 4512 text, as published in the subschema. */
  readonly text: string;
}

export type ObjectClassKind = 'ABSTRACT' | 'STRUCTURAL' | 'AUXILIARY';

export interface ObjectClass {
  readonly oid: string;
  readonly names: readonly string[];
  readonly name: string;
  readonly description: string;
  readonly kind: ObjectClassKind;
  readonly sups: readonly ObjectClass[];
  /** Own and inherited. */
  readonly must: readonly AttributeType[];
  /** Own and inherited. */
  readonly may: readonly AttributeType[];
  readonly obsolete: boolean;
  readonly text: string;
}

/** An attribute description resolved (RFC 4512 §2.5): `CN;Lang-FR` → cn, [lang-fr]. */
export interface AttributeDescription {
  readonly type: AttributeType;
  /** Lower-cased, sorted, without duplicates. */
  readonly options: readonly string[];
  /** `cn;lang-fr`: the type's first name and the options; one string object per description. */
  readonly canonical: string;
  /** `canonical` in lower case: the key in `Attributes`. */
  readonly key: string;
}

/** A normalised name: equal names have equal keys, whatever their spelling. */
export interface DnKey {
  /** Normalised RDNs, leaf first, each escaped as RFC 4514 would. */
  readonly rdns: readonly string[];
  /** The RDNs joined by commas: an ancestor's text is a suffix at a comma boundary. */
  readonly text: string;
}
