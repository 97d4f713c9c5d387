import { type BerReader } from '../ber-reader.js';
import { Tag } from '../tags.js';
import { type AuthorizationId, readAuthorizationId } from './authorization-id.js';
import { readValue } from './control-value.js';

/** Get effective rights, as Sun's directory server and its heirs have it. */
export const effectiveRightsOid = '1.3.6.1.4.1.42.2.27.9.5.2';

export interface EffectiveRights {
  /** Whose rights; undefined: the requester's. */
  readonly of: AuthorizationId | undefined;
  /** Attributes to tell about besides those of the answer, as written. */
  readonly attributes: readonly string[];
}

const name = 'effective rights';
/** Attributes that one control may ask about. */
const attributesMax = 256;

/**
 * Reads the control's value. Clients write it in three ways, which their first octet tells apart:
 *
 *     SEQUENCE { authzId LDAPString, attributes SEQUENCE OF LDAPString OPTIONAL }   (Sun, OpenDJ)
 *     OCTET STRING holding the authzId                                              (389)
 *     the authzId as it is, also empty                          (389's documented ldapsearch -E)
 *
 * Without a value the requester asks about itself.
 *
 * @throws LdapError `protocolError`
 */
export function decodeEffectiveRights(value: Buffer | undefined): EffectiveRights {
  if (!value) return { of: undefined, attributes: [] };
  if (value[0] === Tag.sequence) return readValue(name, value, readSequence);
  const bare =
    value[0] === Tag.octetString ? readValue(name, value, (reader) => reader.octets()) : value;
  return { of: readAuthorizationId(name, bare), attributes: [] };
}

function readSequence(reader: BerReader): EffectiveRights {
  const outer = reader.enter(Tag.sequence);
  const of = readAuthorizationId(name, reader.octets());
  const attributes: string[] = [];
  if (reader.peek() === Tag.sequence) {
    const list = reader.enter(Tag.sequence);
    while (reader.more) {
      if (attributes.length === attributesMax) throw new Error('too many attributes');
      attributes.push(reader.text());
    }
    reader.leave(list);
  }
  reader.leave(outer);
  return { of, attributes };
}
