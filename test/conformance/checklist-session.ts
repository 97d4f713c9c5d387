import { expect } from 'chai';
import type { Request } from '../../src/model/request.js';
import { critical, optional } from './client/controls.js';
import type { Expected } from './expected.js';
import { control, extension } from './oids.js';
import { extended } from './session.js';

/** What the rows about sessions share. */

export const whoAmI: Request = extended(extension.whoAmI);

/**
 * responseName is absent, responseValue is the identity, empty for nobody (RFC 4532 §2). The case
 * of a name is the server's affair.
 */
export const whoIs = (identity: string): Expected => ({
  code: 'success',
  oid: null,
  and: ({ value }) => {
    expect(value?.toString().toLowerCase()).to.equal(identity.toLowerCase());
  },
});

export const unknownCritical = critical(control.unknown);
export const unknownOptional = optional(control.unknown);
