import type { Dn, Rdn } from '../model/dn.js';
import type { Attribute } from '../model/entry.js';
import type {
  AttributeDescription,
  AttributeType,
  DnKey,
  MatchingRule,
  ObjectClass,
} from './definitions.js';
import type { ListDefinition } from './lists.js';

/** A loaded schema. Every look-up takes a name or an OID, in any case. */
export interface Schema {
  readonly attributeTypes: readonly AttributeType[];
  readonly objectClasses: readonly ObjectClass[];
  /** What the store keeps in order (`X-LIST`). */
  readonly lists: readonly ListDefinition[];
  attributeType(nameOrOid: string): AttributeType | undefined;
  objectClass(nameOrOid: string): ObjectClass | undefined;
  matchingRule(nameOrOid: string): MatchingRule | undefined;
  /** Resolves a description; undefined when the type is unknown or the text malformed. */
  describe(description: string): AttributeDescription | undefined;
  /** The type and its subtypes (RFC 4512 §2.5.1), itself first. */
  subtypesOf(type: AttributeType): readonly AttributeType[];
  /** The classes of the list and all their superclasses, by lower-cased name. */
  closureOf(objectClasses: readonly string[]): ReadonlyMap<string, ObjectClass>;
  /**
   * The key of a name. Attribute types become their OID-independent first name in lower case,
   * values their equality key, AVAs of one RDN are sorted.
   *
   * @throws LdapError `invalidDNSyntax` when a type is unknown or a value is not of its syntax
   */
  dnKey(dn: Dn): DnKey;
  rdnKey(rdn: Rdn): string;
  /**
   * What the subschema subentry holds: attributeTypes, objectClasses, ldapSyntaxes,
   * matchingRules, matchingRuleUse.
   */
  readonly subschema: readonly Attribute[];
}
