import type { BindRequest } from '../../model/request.js';
import { resultOf } from '../../model/result.js';
import type { Call } from '../context.js';
import type { BindOutcome } from '../directory.js';
import type { SaslExchange } from './exchange.js';
import { anonymousAt } from './sign-in.js';

/** One message of the client's, and where in the exchange it stands. */
export interface SaslStep {
  readonly credentials: Buffer;
  /** Undefined: the exchange begins. */
  readonly exchange: SaslExchange | undefined;
  readonly call: Call<BindRequest>;
}

const inProgress = resultOf('saslBindInProgress');

/** The server's turn in an exchange that goes on. */
export function challenge(
  { actor }: Call<BindRequest>,
  serverSaslCreds: Buffer,
  exchange: SaslExchange,
): BindOutcome {
  return { result: inProgress, actor: anonymousAt(actor), serverSaslCreds, exchange };
}
