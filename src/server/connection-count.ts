import { networkOf } from '../model/network-address.js';
import { type ServerLimits } from './limits.js';

type CountLimits = Pick<ServerLimits, 'connectionsMax' | 'connectionsPerAddressMax'>;

/** The address of the local socket, which is never refused: the operator comes that way. */
export const localAddress = 'local';

/** How many connections there are, in all and by the network they come from. */
export class ConnectionCount {
  readonly #limits: CountLimits;
  readonly #isTrusted: (address: string) => boolean;
  readonly #byNetwork = new Map<string, number>();
  #total = 0;

  /** @param isTrusted whose address is that of many: a proxy has all connections but the last */
  constructor(limits: CountLimits, isTrusted: (address: string) => boolean) {
    this.#limits = limits;
    this.#isTrusted = isTrusted;
  }

  /** Counts one more, unless that would be one too many: then, why. */
  admit(address: string): string | undefined {
    const network = networkOf(address);
    const count = this.#byNetwork.get(network) ?? 0;
    const refusal = address === localAddress ? undefined : this.#refusal(address, count);
    if (refusal !== undefined) return refusal;
    this.#byNetwork.set(network, count + 1);
    this.#total += 1;
    return undefined;
  }

  #refusal(address: string, count: number): string | undefined {
    const { connectionsMax, connectionsPerAddressMax } = this.#limits;
    if (this.#total >= connectionsMax) return 'too many connections';
    if (count < connectionsPerAddressMax || this.#isTrusted(address)) return undefined;
    return 'too many connections from this address';
  }

  release(address: string): void {
    const network = networkOf(address);
    const count = this.#byNetwork.get(network) ?? 0;
    if (count > 1) this.#byNetwork.set(network, count - 1);
    else this.#byNetwork.delete(network);
    this.#total -= 1;
  }
}
