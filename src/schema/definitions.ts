/** The definitions of a loaded schema (RFC 4512 §4.1), inheritance already resolved. */

export type AttributeUsage =
  'userApplications' | 'directoryOperation' | 'distributedOperation' | 'dSAOperation';

/**
 * The indexes that an attribute's `X-INDEX` extension asks for. `equality` serves ordering too,
 * `approximate` French collation, and with `substring` the substrings of both; `words` finds names
 * by their words, misspelt too (`words.ts`, `spelling.ts`).
 */
export type IndexKind = 'equality' | 'presence' | 'substring' | 'approximate' | 'words';

export interface Syntax {
  readonly oid: string;
  readonly description: string;
  /** Whether the octets are a value of this syntax (RFC 4517 §3.3). */
  readonly accepts: (value: Buffer) => boolean;
  /** False for values that no text rendering shows (LDIF and the panel use base64 or a link). */
  readonly humanReadable: boolean;
}

/** `extensible`: in extensible filters only, no attribute type may name it. */
export type MatchingRuleUse = 'equality' | 'ordering' | 'substring' | 'extensible';
export type SubstringPosition = 'initial' | 'any' | 'final';

/** Prepared substring parts (`MatchingRule.preparePart`). */
export interface SubstringKeys {
  readonly initial: Buffer | undefined;
  readonly any: readonly Buffer[];
  readonly final: Buffer | undefined;
}

/** How the key of a value stands to that of the assertion. */
export type Relation = '<' | '<=' | '=' | '>=' | '>';

/**
 * What an assertion of an extensible match asks of a value, as data: filters test it, indexes
 * whose keys are made by the same `prepare` answer it.
 */
export type RuleAssertion = (
  | {
      readonly kind: 'order';
      readonly prepare: Preparing;
      readonly relation: Relation;
      readonly key: Buffer;
    }
  | { readonly kind: 'parts'; readonly prepare: Preparing; readonly parts: SubstringKeys }
  | { readonly kind: 'test'; readonly test: (value: Buffer) => boolean }
) & {
  /** What all values that match satisfy too, for an index that does not know the first. */
  readonly wider?: RuleAssertion;
};

/** The key of a value; undefined when the octets are not of the rule's syntax. */
export type Preparing = (value: Buffer) => Buffer | undefined;

/**
 * A matching rule, as the preparation it applies. Two values match when their keys are the same
 * octets; for an ordering rule the octets of the keys are in the order of the values. Indexes
 * and filter evaluation both use these keys and nothing else.
 */
export interface MatchingRule {
  readonly oid: string;
  /** The first of its names, or the OID. */
  readonly name: string;
  /** As published; each a descriptor (RFC 4512 §1.4). */
  readonly names: readonly string[];
  /** Names that clients of other servers know it by and that are no descriptors. */
  readonly aliases: readonly string[];
  readonly description: string;
  readonly use: MatchingRuleUse;
  /** Of assertions. */
  readonly syntaxOid: string;
  /** OIDs of the syntaxes of values that the rule reads. */
  readonly valueSyntaxes: ReadonlySet<string>;
  /** The key of a stored value; undefined when the value is not of the rule's syntax. */
  readonly prepareValue: Preparing;
  /**
   * The key of an assertion; undefined makes the filter item Undefined. Differs from
   * `prepareValue` where the assertion syntax does (objectIdentifierFirstComponentMatch).
   */
  readonly prepareAssertion: Preparing;
  /** What an extensible filter asks of values; undefined makes it Undefined. */
  readonly assertion: (value: Buffer) => RuleAssertion | undefined;
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
