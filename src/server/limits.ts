/**
 * What bounds a listener and each of its connections, whoever is behind them; what hangs on who
 * that is comes from the directory (`IdentityLimits`). Times in milliseconds.
 */
export interface ServerLimits {
  readonly connectionsMax: number;
  /** Per network address, an IPv6 one counting by its /64; the local socket is not counted. */
  readonly connectionsPerAddressMax: number;
  /** From the connection, or StartTLS, to the end of the TLS handshake. */
  readonly handshakeTimeoutMs: number;
  /** From the first byte of a message to its last. */
  readonly messageTimeoutMs: number;
  /** Requests of one connection that wait in memory; beyond, its bytes wait in the network. */
  readonly heldRequestsMax: number;
  readonly heldBytesMax: number;
  /** Messages taken from one connection before the others have their turn. */
  readonly messagesPerTurn: number;
  /** The same in time: the one that is being taken then is the last. */
  readonly turnMs: number;
  /** Answers gathered before they are handed to the socket. */
  readonly outputBytes: number;
  /** How long a bind waits for the operations before it, which are then abandoned. */
  readonly bindWaitMs: number;
  /** How long operations may go on once the client has closed its side. */
  readonly halfCloseWaitMs: number;
  /** How long a closed connection may take to read what was written to it… */
  readonly flushMs: number;
  /** … and then to close its own side. */
  readonly lingerMs: number;
  /** How often connections are looked at for what has lasted too long. */
  readonly sweepMs: number;
}

export const serverLimits: ServerLimits = {
  connectionsMax: 10_000,
  connectionsPerAddressMax: 1_000,
  handshakeTimeoutMs: 10_000,
  messageTimeoutMs: 60_000,
  heldRequestsMax: 16,
  heldBytesMax: 64 * 1024,
  messagesPerTurn: 32,
  turnMs: 5,
  outputBytes: 64 * 1024,
  bindWaitMs: 2_000,
  halfCloseWaitMs: 5_000,
  flushMs: 30_000,
  lingerMs: 1_000,
  sweepMs: 2_000,
};
