/** Exit statuses that scripts rely on (DESIGN §4; the last two after sysexits.h). */
export const Exit = {
  done: 0,
  refused: 1,
  /** Done, but some records were rejected. */
  rejected: 2,
  usage: 64,
  busy: 75,
} as const;

export type ExitStatus = (typeof Exit)[keyof typeof Exit];

/** A command that cannot be done, for a reason its user may be told. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly status: ExitStatus;

  constructor(status: ExitStatus, message: string) {
    super(message);
    this.status = status;
  }
}
