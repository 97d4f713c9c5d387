import { fileURLToPath } from 'node:url';
import { readSchemaDirectory } from '../../src/schema/files.js';
import { loadSchema } from '../../src/schema/load.js';
import type { Schema } from '../../src/schema/schema.js';

/** The files of the project, and what the catalogue of services would add, for one service. */
export const shippedTexts = [
  ...readSchemaDirectory(fileURLToPath(new URL('../../schema', import.meta.url))),
  {
    name: 'catalogue',
    text: `
attributetype ( annuaire:1.1000.5.1 NAME 'demandeAccesCancerologie'
  EQUALITY generalizedTimeMatch ORDERING generalizedTimeOrderingMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.24 SINGLE-VALUE )
attributetype ( annuaire:1.1000.5.2 NAME 'reponseAccesCancerologie'
  EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
objectclass ( annuaire:2.1000 NAME 'accesServices' SUP top AUXILIARY
  MAY ( demandeAccesCancerologie $ reponseAccesCancerologie ) )
`,
  },
];

export const shipped: Schema = loadSchema(shippedTexts);
