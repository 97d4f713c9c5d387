/**
 * The catalogue of services (DESIGN §1.7): adding a service is adding one object to
 * `schema/data/services.json`.
 */

export interface Tile {
  /** In capitals on screen. */
  readonly name: string;
  readonly description: string;
  /** `#rrggbb`. */
  readonly colour: string;
  readonly url: string;
}

/** The custom list of a service's requests; its three names in the source document. */
export interface ServiceList {
  /** In the menu: `Accès WebDCR`. */
  readonly menu: string;
  /** In the mails: `04-ACCES-WebDCR`. */
  readonly code: string | undefined;
  /** Above the table: `Demandes Accès WebDCR`. */
  readonly title: string;
}

export interface Service {
  /** `Cancerologie`; makes `demandeAccesCancerologie`, `cn=cancerologie,ou=acces`. */
  readonly code: string;
  /** The service's arc: its two attribute types are numbered below it. */
  readonly oid: string;
  /** `Cancérologie`; the screens say `Réponse Accès Cancérologie`. */
  readonly label: string;
  /** `Dossier Communicant de Cancérologie`, as the mails say it. */
  readonly application: string;
  readonly tile: Tile | undefined;
  readonly list: ServiceList;
  /** The cn of its referents' group below ou=groupes: `referents-Cancerologie`. */
  readonly referents: string;
  /** Codes of services that its referents may also set to `Acceptée`. */
  readonly alsoGrants: readonly string[];
  /** `webdcr`, or none. */
  readonly provisioning: 'webdcr' | undefined;
}

export interface ServiceCatalogue {
  readonly services: readonly Service[];
  byCode(code: string): Service | undefined;
  /** By `demandeAcces…` or `reponseAcces…`, in any case. */
  byAttribute(attribute: string): Service | undefined;
}

export const requestAttribute = (service: Service): string => `demandeAcces${service.code}`;
export const responseAttribute = (service: Service): string => `reponseAcces${service.code}`;

/** The catalogue of a list of services, in the order of the screens. */
export function catalogueOf(services: readonly Service[]): ServiceCatalogue {
  const byCode = new Map(services.map((service) => [service.code.toLowerCase(), service]));
  const byAttribute = new Map<string, Service>();
  for (const service of services) {
    byAttribute.set(requestAttribute(service).toLowerCase(), service);
    byAttribute.set(responseAttribute(service).toLowerCase(), service);
  }
  return {
    services: [...services],
    byCode: (code) => byCode.get(code.toLowerCase()),
    byAttribute: (attribute) => byAttribute.get(attribute.toLowerCase()),
  };
}
