/** A French text with what fills its `{places}`, to be said in the reader's language. */
export interface Said {
  readonly words: string;
  readonly [place: string]: string | number;
}

/** What fills the `{places}` of a text, by name. */
export type Places = Readonly<Record<string, unknown>>;
