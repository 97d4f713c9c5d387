import { requestAttribute, responseAttribute, type ServiceCatalogue } from './catalogue.js';
import { modificationOf, nationalOf, threeWayFields } from './overlay.js';
import { derivedAttributes } from './person.js';

/** What the access rules' macros stand for, as plain data: the room `access` imports no domain. */
export interface AccessFacts {
  readonly services: readonly {
    readonly code: string;
    readonly request: string;
    readonly response: string;
    readonly referents: string;
    readonly alsoGrants: readonly string[];
  }[];
  readonly overrides: readonly string[];
  readonly nationals: readonly string[];
  readonly derived: readonly string[];
}

/** The facts of a catalogue. */
export function accessFacts(catalogue: ServiceCatalogue): AccessFacts {
  return {
    services: catalogue.services.map((service) => ({
      code: service.code,
      request: requestAttribute(service),
      response: responseAttribute(service),
      referents: service.referents,
      alsoGrants: service.alsoGrants,
    })),
    overrides: threeWayFields.map(modificationOf),
    nationals: threeWayFields.map(nationalOf),
    derived: derivedAttributes,
  };
}
