import type { Service } from './catalogue.js';

/** A service as `schema/data/services.json` writes it, in the operators' words. */
export interface ServiceData {
  readonly code: string;
  /** A number below our arc (`5`), or a whole arc of the operator's own (`1.3.6.1.4.1…`). */
  readonly oid: string;
  readonly label: string;
  readonly application: string;
  /** Absent: no tile in the private space. */
  readonly tuile?: TileData;
  readonly liste: ListData;
  /** The cn of the referents' group. */
  readonly referents: string;
  readonly accordeAussi?: readonly string[];
  readonly provisioning?: 'webdcr';
}

export interface TileData {
  readonly nom: string;
  readonly description: string;
  readonly couleur: string;
  readonly url: string;
}

export interface ListData {
  readonly menu: string;
  /** Absent where the source document gives no number: none is invented. */
  readonly code?: string;
  readonly titre: string;
}

/** The arc of everything this project numbers (DESIGN §1.8). */
export const annuaireArc = '2.25.213165072203841953435647073152042308143';

/** Services and their two attributes live below `.1.1000`, out of the way of the hand-numbered. */
const servicesArc = `${annuaireArc}.1.1000`;

/** The services of a validated catalogue file. */
export function servicesOf(data: readonly ServiceData[]): Service[] {
  return data.map((each) => ({
    code: each.code,
    oid: each.oid.includes('.') ? each.oid : `${servicesArc}.${each.oid}`,
    label: each.label,
    application: each.application,
    tile: each.tuile && {
      name: each.tuile.nom,
      description: each.tuile.description,
      colour: each.tuile.couleur,
      url: each.tuile.url,
    },
    list: { menu: each.liste.menu, code: each.liste.code, title: each.liste.titre },
    referents: each.referents,
    alsoGrants: each.accordeAussi ?? [],
    provisioning: each.provisioning,
  }));
}
