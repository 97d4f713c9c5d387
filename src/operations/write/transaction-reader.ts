import type { Reader } from '../../store/reader.js';
import type { WriteTransaction } from '../../store/transaction.js';

/**
 * Whether a reader sees changes that are not committed: what is learnt from it must not be
 * remembered, since it may be undone.
 */
export const isTransaction = (reader: Reader): reader is WriteTransaction => 'append' in reader;
