import { readFileSync } from 'node:fs';
import { type Shape } from './population.js';

interface Rules {
  readonly regles: readonly unknown[];
  readonly limites: readonly unknown[];
}

/**
 * The access rules that our server ships with for the profile, and what the load needs besides:
 * an account that writes one attribute, so that no case needs the root DN, who is above rules.
 */
export function benchAccess({ profile }: Shape): string {
  const file = profile === 'general' ? 'access-general' : 'access';
  const shipped = JSON.parse(
    readFileSync(new URL(`../../schema/data/${file}.json`, import.meta.url), 'utf8'),
  ) as Rules;
  const editor = { qui: ['compte:editeur'], sur: ['*'] };
  const rules = [
    { ...editor, regle: "L'éditeur lit tout", attributs: ['*'], droits: ['lire'] },
    { ...editor, regle: "L'éditeur décrit", attributs: ['description'], droits: ['ecrire'] },
  ];
  const limit = { limite: "L'éditeur", qui: ['compte:editeur'], recherches: 128, operations: 256 };
  return JSON.stringify({
    ...shipped,
    regles: [...shipped.regles, ...rules],
    limites: [limit, ...shipped.limites],
  });
}
