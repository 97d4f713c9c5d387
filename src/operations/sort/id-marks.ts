/** A set of entry ids, an octet for each up to the greatest. */
export class IdMarks {
  #marks = new Uint8Array(1_024);

  mark(id: number): void {
    if (id >= this.#marks.length) {
      const grown = new Uint8Array(2 * id);
      grown.set(this.#marks);
      this.#marks = grown;
    }
    this.#marks[id] = 1;
  }

  has(id: number): boolean {
    return this.#marks[id] === 1;
  }
}
