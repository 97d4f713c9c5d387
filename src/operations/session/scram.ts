import { LdapError } from '../../model/result.js';
import {
  madeUpVerifier,
  parseVerifier,
  type ScramVerifier,
  verifyProof,
} from '../../password/scram.js';
import { saslPrep } from '../../password/saslprep.js';
import {
  parseClientFinal,
  parseClientFirst,
  type ScramFault,
  type ScramFinal,
  serverFinalOf,
  serverFirstOf,
} from '../../protocol/sasl/scram-message.js';
import type { DnKey } from '../../schema/definitions.js';
import type { Kernel } from '../context.js';
import type { BindOutcome } from '../directory.js';
import { copiedValues, valuesIn } from '../filter/slice-values.js';
import { mechanism } from '../peer.js';
import { authorizedAs } from './authorize.js';
import type { ScramExchange } from './exchange.js';
import { keyOfClient } from './login-name.js';
import { challenge, type SaslStep } from './sasl-step.js';
import { candidateOf, signInWith } from './sign-in.js';
import { serverSecret } from './server-secret.js';

/**
 * SCRAM-SHA-256 (RFC 5802, RFC 7677), for entries that hold a verifier in `authPassword`
 * (RFC 5803). A login without one is answered like any other, with a salt that is made up and
 * stays the same, and refused at the end. No channel binding is offered.
 *
 * @throws LdapError `invalidCredentials`, `authorizationDenied`, `busy`
 */
export async function bindScram(kernel: Kernel, step: SaslStep): Promise<BindOutcome> {
  const { exchange } = step;
  return exchange?.step === 'proof' ? judge(kernel, step, exchange) : begin(kernel, step);
}

async function begin(kernel: Kernel, { credentials, call }: SaslStep): Promise<BindOutcome> {
  const first = parseClientFirst(credentials);
  if (typeof first === 'string') throw refused(first);
  const login = saslPrep(first.username);
  if (!login) throw refused('invalid-username-encoding');
  const { salt, iterations } = await verifierOf(kernel, keyOfClient(kernel, login));
  const nonce = `${first.nonce}${kernel.randomUuid()}`;
  const serverFirst = serverFirstOf({ nonce, salt, iterations });
  const { authzId, gs2Header, bare: clientFirstBare } = first;
  return challenge(call, Buffer.from(serverFirst), {
    mechanism: mechanism.scram,
    step: 'proof',
    login,
    authzId,
    gs2Header,
    clientFirstBare,
    serverFirst,
    nonce,
  });
}

async function judge(
  kernel: Kernel,
  { credentials, call: { actor, context } }: SaslStep,
  exchange: ScramExchange,
): Promise<BindOutcome> {
  const final = parseClientFinal(credentials);
  if (typeof final === 'string') throw refused(final);
  if (final.channelBinding.toString('latin1') !== exchange.gs2Header) {
    throw refused('channel-bindings-dont-match');
  }
  if (final.nonce !== exchange.nonce) throw refused('other-error');
  const key = keyOfClient(kernel, exchange.login);
  const candidate = candidateOf(kernel, key, context);
  let signature: Buffer | undefined;
  const proving = async (): Promise<boolean> => {
    signature = signatureFor(await verifierOf(kernel, key), exchange, final);
    return signature !== undefined;
  };
  const outcome = await signInWith(kernel, candidate, { actor, context }, proving);
  return {
    ...outcome,
    actor: authorizedAs(kernel, outcome.actor, exchange.authzId),
    ...(signature && { serverSaslCreds: Buffer.from(serverFinalOf(signature)) }),
  };
}

/** None either if the verifier is another than the exchange began with. */
function signatureFor(
  verifier: ScramVerifier,
  { serverFirst, clientFirstBare, nonce }: ScramExchange,
  { withoutProof, proof }: ScramFinal,
): Buffer | undefined {
  if (serverFirstOf({ ...verifier, nonce }) !== serverFirst) return undefined;
  return verifyProof(verifier, `${clientFirstBare},${serverFirst},${withoutProof}`, proof);
}

async function verifierOf(kernel: Kernel, key: DnKey): Promise<ScramVerifier> {
  return storedVerifier(kernel, key) ?? madeUpVerifier(await serverSecret(kernel), key.text);
}

function storedVerifier({ store }: Kernel, key: DnKey): ScramVerifier | undefined {
  const id = store.current.find(key);
  const encoded = id === undefined ? undefined : store.current.encoded(id);
  const values = encoded && valuesIn(encoded, 'authPassword');
  if (!values) return undefined;
  for (const value of copiedValues(values)) {
    const verifier = parseVerifier(value);
    if (verifier) return verifier;
  }
  return undefined;
}

/** Faults of the client's messages tell nothing of anybody: they may be named. */
function refused(fault: ScramFault): LdapError {
  return new LdapError('invalidCredentials', `SCRAM: ${fault}`);
}
