import { type ServerLimits } from './limits.js';

/** How many connections there are, in all and by network address. */
export class ConnectionCount {
  readonly #limits: ServerLimits;
  readonly #byAddress = new Map<string, number>();
  #total = 0;

  constructor(limits: ServerLimits) {
    this.#limits = limits;
  }

  /** Counts one more, unless that would be one too many. */
  admit(address: string): boolean {
    const ofAddress = this.#byAddress.get(address) ?? 0;
    if (this.#total >= this.#limits.connectionsMax) return false;
    if (ofAddress >= this.#limits.connectionsPerAddressMax) return false;
    this.#byAddress.set(address, ofAddress + 1);
    this.#total += 1;
    return true;
  }

  release(address: string): void {
    const ofAddress = this.#byAddress.get(address) ?? 0;
    if (ofAddress > 1) this.#byAddress.set(address, ofAddress - 1);
    else this.#byAddress.delete(address);
    this.#total -= 1;
  }
}
