import type { AttributeDescription, AttributeType } from './definitions.js';

const shape = /^([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)((?:;[A-Za-z0-9-]+)*)$/;
/** Transfer encoding (RFC 4522), language tags and ranges (RFC 3866). */
const knownOption = /^(?:binary|lang-[a-z0-9-]*)$/;
const lengthMax = 512;
const remembered = 4096;

/**
 * Resolves attribute descriptions and remembers them, a bounded number by a bounded length:
 * names come from the network.
 */
export function descriptionReading(
  lookup: (nameOrOid: string) => AttributeType | undefined,
): (description: string) => AttributeDescription | undefined {
  const byText = new Map<string, AttributeDescription>();
  const byKey = new Map<string, AttributeDescription>();
  return (text) => {
    const known = byText.get(text);
    if (known !== undefined) return known;
    const read = readDescription(text, lookup);
    if (read === undefined) return undefined;
    const one = byKey.get(read.key) ?? read;
    if (byText.size < remembered) {
      byText.set(text, one);
      byKey.set(one.key, one);
    }
    return one;
  };
}

function readDescription(
  text: string,
  lookup: (nameOrOid: string) => AttributeType | undefined,
): AttributeDescription | undefined {
  if (text.length > lengthMax) return undefined;
  const [, name, tail = ''] = shape.exec(text) ?? [];
  const type = name === undefined ? undefined : lookup(name);
  if (type === undefined) return undefined;
  const options = [...new Set(tail.toLowerCase().split(';').slice(1))].sort();
  // RFC 4512 §2.5.2: a description with an option that is not recognised is not recognised.
  if (!options.every((option) => knownOption.test(option))) return undefined;
  const canonical = [type.name, ...options].join(';');
  return { type, options, canonical, key: canonical.toLowerCase() };
}
