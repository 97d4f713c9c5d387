import { extension } from '../oids.js';
import { context, elements, integer, octetString, sequence } from './elements.js';
import type { Request } from '../../../src/model/request.js';

/** Extended requests, composed from the ASN.1 of their specifications. */

const extended = (oid: string, value?: Buffer): Request => ({ kind: 'extended', oid, value });

export const startTls = extended(extension.startTls);

export interface NewPassword {
  readonly of?: string;
  readonly old?: string;
  readonly fresh?: string;
}

/** RFC 3062 §2. */
export function passwordModify({ of, old, fresh }: NewPassword): Request {
  const parts = [of, old, fresh].flatMap((value, tag) =>
    value === undefined ? [] : [octetString(value, context(tag))],
  );
  return extended(extension.passwordModify, sequence(...parts));
}

/** The password that the server made up (RFC 3062 §2). */
export function generatedPassword(value: Buffer | undefined): string {
  const [whole] = elements(value ?? Buffer.alloc(0));
  const [password] = elements(whole?.content ?? Buffer.alloc(0));
  if (password?.tag !== context(0)) throw new Error('no generated password');
  return password.content.toString();
}

/** RFC 3909 §2.1. */
export const cancel = (messageId: number): Request =>
  extended(extension.cancel, sequence(integer(messageId)));
