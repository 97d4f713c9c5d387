/** A request answered with a page of error; the message is shown, in French. */
export class PageFault extends Error {
  override readonly name = 'PageFault';
  readonly status: number;

  /** Without a message the page says what is usual for the status. */
  constructor(status: number, message = '') {
    super(message);
    this.status = status;
  }
}
