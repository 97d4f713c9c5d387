import { passwordModifyOid } from '../protocol/extended/password-modify.js';
import { whoAmIOid } from '../protocol/extended/who-am-i.js';

/** What this server can do beyond RFC 4511, as the root DSE publishes it. */

/** Extended operations of this room; the server adds its own (StartTLS, Cancel). */
export const supportedExtensions: readonly string[] = [whoAmIOid, passwordModifyOid];

/**
 * RFC 3673 `+`, RFC 4529 `@class`, RFC 4526 `(&)` and `(|)`, RFC 3866 language tags and ranges,
 * RFC 4525 increment.
 */
export const supportedFeatures: readonly string[] = [
  '1.3.6.1.4.1.4203.1.5.1',
  '1.3.6.1.4.1.4203.1.5.2',
  '1.3.6.1.4.1.4203.1.5.3',
  '1.3.6.1.4.1.4203.1.5.4',
  '1.3.6.1.4.1.4203.1.5.5',
  '1.3.6.1.1.14',
];
