/** What the independent client uses of the BER library of ldapjs. */
declare module '@ldapjs/asn1' {
  export class BerWriter {
    constructor(options?: { readonly size?: number });
    readonly buffer: Buffer;
    startSequence(tag?: number): void;
    endSequence(): void;
    appendBuffer(octets: Buffer): void;
    writeBuffer(octets: Buffer, tag: number): void;
    writeInt(value: number, tag?: number): void;
    writeBoolean(value: boolean, tag?: number): void;
  }

  export class BerReader {
    constructor(octets: Buffer);
    readonly remain: number;
    readonly offset: number;
    readonly length: number;
    peek(): number | null;
    readInt(tag?: number): number;
    readEnumeration(): number;
    readBoolean(tag?: number): boolean;
    readTag(tag: number): Buffer | null;
    setOffset(position: number): void;
  }
}
