import type { Reader } from '../../store/reader.js';
import type { Kernel } from '../context.js';

/** What a filter is prepared against: one view of the directory. */
export interface FilterGround {
  readonly kernel: Kernel;
  readonly reader: Reader;
  /** The filter of a dynamic group, which knows of no other dynamic group. */
  readonly isMemberUrl?: boolean;
}
