import type { AttributeInput, Modification } from '../../../src/model/modification.js';
import type { Authentication, Request, SearchRequest } from '../../../src/model/request.js';
import {
  application,
  applicationPrimitive,
  boolean,
  constructed,
  context,
  contextConstructed,
  enumerated,
  integer,
  octetString,
  sequence,
  universal,
} from './elements.js';
import { filterOctets } from './filter-octets.js';

/** A protocolOp in BER (RFC 4511 §4.2–§4.12). */
export function operationOctets(request: Request): Buffer {
  switch (request.kind) {
    case 'bind':
      return constructed(
        [integer(request.version), octetString(request.dn), credentials(request.authentication)],
        application(0),
      );
    case 'unbind':
      return octetString('', applicationPrimitive(2));
    case 'search':
      return searchOctets({
        ...request,
        scope: scopes[request.scope],
        deref: derefs[request.deref],
      });
    case 'modify':
      return constructed(
        [octetString(request.dn), constructed(request.changes.map(change))],
        application(6),
      );
    case 'add':
      return constructed(
        [octetString(request.dn), constructed(request.attributes.map(attribute))],
        application(8),
      );
    case 'delete':
      return octetString(request.dn, applicationPrimitive(10));
    case 'modifyDn':
      return constructed(
        [
          octetString(request.dn),
          octetString(request.newRdn),
          boolean(request.deleteOldRdn),
          ...optional(request.newSuperior, 0),
        ],
        application(12),
      );
    case 'compare': {
      const assertion = sequence(octetString(request.attribute), octetString(request.value));
      return constructed([octetString(request.dn), assertion], application(14));
    }
    case 'abandon':
      return integer(request.messageId, applicationPrimitive(16));
    case 'extended':
      return constructed(
        [octetString(request.oid, context(0)), ...optional(request.value, 1)],
        application(23),
      );
  }
}

const scopes = { base: 0, one: 1, sub: 2 } as const;
const derefs = { never: 0, searching: 1, finding: 2, always: 3 } as const;

/** A search whose numbers are as they go over the wire, whether the RFC defines them or not. */
export interface NumberedSearch extends Omit<SearchRequest, 'kind' | 'scope' | 'deref'> {
  readonly scope: number;
  readonly deref: number;
}

export function searchOctets(search: NumberedSearch): Buffer {
  return constructed(
    [
      octetString(search.base),
      enumerated(search.scope),
      enumerated(search.deref),
      integer(search.sizeLimit),
      integer(search.timeLimit),
      boolean(search.typesOnly),
      filterOctets(search.filter),
      constructed(search.attributes.map((name) => octetString(name))),
    ],
    application(3),
  );
}

function credentials(authentication: Authentication): Buffer {
  if (authentication.kind === 'simple') return octetString(authentication.password, context(0));
  const { mechanism, credentials: octets } = authentication;
  const some = octets === undefined ? [] : [octetString(octets)];
  return constructed([octetString(mechanism), ...some], contextConstructed(3));
}

const optional = (value: string | Buffer | undefined, tag: number): Buffer[] =>
  value === undefined ? [] : [octetString(value, context(tag))];

function attribute({ attribute: name, values }: AttributeInput): Buffer {
  const set = constructed(
    values.map((value) => octetString(value)),
    universal.set,
  );
  return sequence(octetString(name), set);
}

const changeKinds = { add: 0, delete: 1, replace: 2, increment: 3 } as const;

const change = (modification: Modification): Buffer =>
  sequence(enumerated(changeKinds[modification.kind]), attribute(modification));
