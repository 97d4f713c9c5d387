/** What bounds a listener and each of its connections. Times in milliseconds. */
export interface ServerLimits {
  readonly connectionsMax: number;
  /** Per network address; the local socket is not counted. */
  readonly connectionsPerAddressMax: number;
  /** Without a byte received nor an operation under way; 0 = none. */
  readonly idleTimeoutMs: number;
  /** From the connection, or StartTLS, to the end of the TLS handshake. */
  readonly handshakeTimeoutMs: number;
  /** From the first byte of a message to its last. */
  readonly messageTimeoutMs: number;
  /** Operations under way on one connection; beyond, its bytes wait in the network. */
  readonly pendingOperationsMax: number;
  /** Messages taken from one connection before the others have their turn. */
  readonly messagesPerTurn: number;
  /** Largest message of an anonymous connection, and of one that has bound. */
  readonly pduBytesBeforeBindMax: number;
  readonly pduBytesMax: number;
  /** Answers gathered before they are handed to the socket. */
  readonly outputBytes: number;
  /** How long a client may take nothing of a search's answers. */
  readonly stallTimeoutMs: number;
  /** How long a bind waits for the operations before it, which are then abandoned. */
  readonly bindWaitMs: number;
  /** How long operations may go on once the client has closed its side. */
  readonly halfCloseWaitMs: number;
  /** How long a closed connection may take to close its own side. */
  readonly lingerMs: number;
}

export const serverLimits: ServerLimits = {
  connectionsMax: 10_000,
  connectionsPerAddressMax: 2_000,
  idleTimeoutMs: 900_000,
  handshakeTimeoutMs: 10_000,
  messageTimeoutMs: 60_000,
  pendingOperationsMax: 128,
  messagesPerTurn: 32,
  pduBytesBeforeBindMax: 256 * 1024,
  pduBytesMax: 16 * 1024 * 1024,
  outputBytes: 64 * 1024,
  stallTimeoutMs: 30_000,
  bindWaitMs: 2_000,
  halfCloseWaitMs: 5_000,
  lingerMs: 1_000,
};
