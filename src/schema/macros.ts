import { schemaFault, type Statement } from './schema-file.js';

const numericOid = /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))+$/;
const macroOid = /^([A-Za-z][A-Za-z0-9-]*)(?::(\d+(?:\.\d+)*))?$/;

/** Turns `name`, `name:1.2` or an OID into a numeric OID, or throws naming the place. */
export type OidReading = (text: string, place: string) => string;

/** Reads the `objectidentifier` statements of all files; they may name each other in any order. */
export function readMacros(statements: readonly Statement[]): OidReading {
  const macros = new Map<string, { readonly oid: string; readonly place: string }>();
  for (const { text, place } of statements) {
    const [name = '', oid, ...rest] = text.split(/\s+/);
    if (oid === undefined || rest.length > 0) {
      throw schemaFault(place, 'objectidentifier takes a name and an OID');
    }
    const known = macros.get(name.toLowerCase());
    if (known !== undefined && known.oid !== oid) {
      throw schemaFault(place, `the OID macro “${name}” is also defined at ${known.place}`);
    }
    macros.set(name.toLowerCase(), { oid, place });
  }
  const read = (text: string, place: string, within: readonly string[]): string => {
    if (numericOid.test(text)) return text;
    const [, name, tail] = macroOid.exec(text) ?? [];
    const macro = name === undefined ? undefined : macros.get(name.toLowerCase());
    if (name === undefined || macro === undefined) {
      throw schemaFault(place, `“${text}” is neither an OID nor a known OID macro`);
    }
    if (within.includes(name.toLowerCase())) {
      throw schemaFault(place, `the OID macro “${name}” is defined by itself`);
    }
    const oid = read(macro.oid, macro.place, [...within, name.toLowerCase()]);
    return tail === undefined ? oid : `${oid}.${tail}`;
  };
  return (text, place) => read(text, place, []);
}
