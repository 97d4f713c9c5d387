import type { AttributeInput } from '../../../src/model/modification.js';
import {
  application,
  context,
  contextConstructed,
  type Element,
  elements,
  numberOf,
  universal,
} from './elements.js';
import { type Code, codeOf } from './result-codes.js';

export interface ResponseControl {
  readonly oid: string;
  readonly value: Buffer | undefined;
}

/** LDAPResult (RFC 4511 §4.1.9). */
export interface ResultRead {
  readonly code: Code;
  readonly matchedDn: string;
  readonly message: string;
  readonly referrals: readonly string[];
  readonly controls: readonly ResponseControl[];
}

export type ResponseRead =
  | { readonly kind: 'entry'; readonly dn: string; readonly attributes: AttributeInput[] }
  | { readonly kind: 'reference'; readonly uris: readonly string[] }
  | {
      readonly kind: 'intermediate';
      readonly oid: string | undefined;
      readonly value: Buffer | undefined;
    }
  | {
      readonly kind: 'result';
      readonly of:
        'bind' | 'search' | 'modify' | 'add' | 'delete' | 'modifyDn' | 'compare' | 'extended';
      readonly result: ResultRead;
      /** responseName and responseValue of an ExtendedResponse. */
      readonly oid: string | undefined;
      readonly value: Buffer | undefined;
      /** serverSaslCreds of a BindResponse. */
      readonly saslCredentials: Buffer | undefined;
    };

export interface MessageRead {
  readonly id: number;
  readonly response: ResponseRead;
  readonly controls: readonly ResponseControl[];
}

/**
 * Takes an LDAPMessage from a server apart (RFC 4511 §4.1.1).
 *
 * @throws Error where it is none
 */
export function readMessage(octets: Buffer): MessageRead {
  const [message, ...more] = elements(octets);
  if (message?.tag !== universal.sequence || more.length > 0) throw new Error('no LDAPMessage');
  const [id, operation, last, ...others] = elements(message.content);
  if (!id || !operation || others.length > 0) throw new Error('no LDAPMessage');
  if (last && last.tag !== contextConstructed(0)) throw new Error('no controls');
  const controls = last ? elements(last.content).map(controlOf) : [];
  return { id: numberOf(id), response: responseOf(operation, controls), controls };
}

function controlOf({ content }: Element): ResponseControl {
  const [oid, ...rest] = elements(content);
  const value = rest.find(({ tag }) => tag === universal.octetString)?.content;
  return { oid: textOf(oid), value };
}

const textOf = (element: Element | undefined): string => {
  if (!element) throw new Error('an element is missing');
  return element.content.toString();
};

const results = {
  [application(1)]: 'bind',
  [application(5)]: 'search',
  [application(7)]: 'modify',
  [application(9)]: 'add',
  [application(11)]: 'delete',
  [application(13)]: 'modifyDn',
  [application(15)]: 'compare',
  [application(24)]: 'extended',
} as const;

function responseOf({ tag, content }: Element, controls: readonly ResponseControl[]): ResponseRead {
  const parts = elements(content);
  switch (tag) {
    case application(4):
      return { kind: 'entry', dn: textOf(parts[0]), attributes: attributesOf(parts[1]) };
    case application(19):
      return { kind: 'reference', uris: parts.map(textOf) };
    case application(25):
      return { kind: 'intermediate', oid: named(parts, 0)?.toString(), value: named(parts, 1) };
    default: {
      const of = results[tag];
      if (of === undefined) throw new Error(`no response: ${tag}`);
      return {
        kind: 'result',
        of,
        result: resultOf(parts, controls),
        oid: of === 'extended' ? named(parts, 10)?.toString() : undefined,
        value: of === 'extended' ? named(parts, 11) : undefined,
        saslCredentials: of === 'bind' ? named(parts, 7) : undefined,
      };
    }
  }
}

const named = (parts: readonly Element[], tag: number): Buffer | undefined =>
  parts.find((part) => part.tag === context(tag))?.content;

/** A PartialAttributeList (RFC 4511 §4.5.2), also what the read-entry controls bring. */
export function attributesOf(list: Element | undefined): AttributeInput[] {
  if (list?.tag !== universal.sequence) throw new Error('no attributes');
  return elements(list.content).map(({ content }) => {
    const [type, values] = elements(content);
    if (values?.tag !== universal.set) throw new Error('no values');
    return { attribute: textOf(type), values: elements(values.content).map((one) => one.content) };
  });
}

function resultOf(
  [code, matchedDn, message, ...rest]: readonly Element[],
  controls: readonly ResponseControl[],
): ResultRead {
  if (code?.tag !== universal.enumerated) throw new Error('no result code');
  const referral = rest.find(({ tag }) => tag === contextConstructed(3));
  return {
    code: codeOf(numberOf(code)),
    matchedDn: textOf(matchedDn),
    message: textOf(message),
    referrals: referral ? elements(referral.content).map(textOf) : [],
    controls,
  };
}
