import { isUtf8 } from 'node:buffer';
import { parseDn } from '../model/dn.js';
import { LdapError } from '../model/result.js';

/**
 * The Subtree Specification syntax (RFC 3672 §2.1, Appendix A): a SEQUENCE in the Generic String
 * Encoding Rules (RFC 3641), its components in this order, each of them optional.
 *
 *     { base "ou=personnes", specificExclusions { chopBefore:"ou=x" }, minimum 1, maximum 3,
 *       specificationFilter and:{ item:person, not:item:2.5.6.7 } }
 */
export function isSubtreeSpecification(value: Buffer): boolean {
  if (!isUtf8(value)) return false;
  const text = new Scanner(value.toString('utf8'));
  if (!text.take(/\{/y)) return false;
  let isFirst = true;
  for (const { name, reads } of components) {
    if (!text.take(isFirst ? name.first : name.further)) continue;
    if (!reads(text)) return false;
    isFirst = false;
  }
  return text.take(/ *\}/y) && text.isAtEnd;
}

/** Goes through a text, pattern by pattern; patterns are sticky. */
class Scanner {
  readonly #text: string;
  #at = 0;
  /** What the first group of the last pattern taken holds. */
  group = '';

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (!match) return false;
    this.#at = pattern.lastIndex;
    this.group = match[1] ?? '';
    return true;
  }
}

type Reads = (text: Scanner) => boolean;

function component(
  name: string,
  reads: Reads,
): { readonly name: { readonly first: RegExp; readonly further: RegExp }; readonly reads: Reads } {
  const [first, further] = [new RegExp(` *${name} +`, 'y'), new RegExp(`, *${name} +`, 'y')];
  return { name: { first, further }, reads };
}

const distance: Reads = (text) => text.take(/0|[1-9]\d*/y);

const components = [
  component('base', localName),
  component('specificExclusions', (text) => listOf(text, exclusion)),
  component('minimum', distance),
  component('maximum', distance),
  component('specificationFilter', (text) => refinement(text, 1)),
];

/** A name relative to another, in quotes, those within it doubled. */
function localName(text: Scanner): boolean {
  if (!text.take(/"((?:[^"]|"")*)"/y)) return false;
  try {
    parseDn(text.group.replaceAll('""', '"'));
    return true;
  } catch (error) {
    if (error instanceof LdapError) return false;
    throw error;
  }
}

function exclusion(text: Scanner): boolean {
  return text.take(/chop(?:Before|After):/y) && localName(text);
}

const refinementDepthMax = 32;

function refinement(text: Scanner, depth: number): boolean {
  if (depth > refinementDepthMax) return false;
  const deeper: Reads = (inner) => refinement(inner, depth + 1);
  if (text.take(/item:/y)) return text.take(/[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+/y);
  if (text.take(/(?:and|or):/y)) return listOf(text, deeper);
  return text.take(/not:/y) && deeper(text);
}

/** `{ a, b }` */
function listOf(text: Scanner, reads: Reads): boolean {
  if (!text.take(/\{ */y)) return false;
  if (text.take(/\}/y)) return true;
  do {
    if (!reads(text)) return false;
  } while (text.take(/, */y));
  return text.take(/ *\}/y);
}
