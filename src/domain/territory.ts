/**
 * From a post code to the coordination centre in cancer care (3C) that answers:
 *
 *     post code ──longest prefix──▶ territory ──▶ 3C
 *         └──── department (its first two digits), when no prefix says more
 */

/** A health territory. */
export interface Territory {
  readonly code: string;
  readonly label: string;
  /** Code of its coordination centre. */
  readonly centre: string;
}

/** A coordination centre in cancer care. */
export interface CoordinationCentre {
  readonly code: string;
  readonly label: string;
}

export interface Territories {
  readonly territories: readonly Territory[];
  readonly centres: readonly CoordinationCentre[];
  /** Territory code by the beginning of a post code: `56300`, or `294` for all that begin so. */
  readonly byPrefix: ReadonlyMap<string, string>;
  /** Territory code by department, for post codes that no prefix matches. */
  readonly byDepartment: ReadonlyMap<string, string>;
}

/** `schema/data/territories.json`, in the operators' words. */
export interface TerritoriesData {
  readonly centres: readonly CoordinationCentre[];
  readonly territoires: readonly {
    readonly code: string;
    readonly label: string;
    readonly centre: string;
    readonly codesPostaux?: readonly string[];
  }[];
  readonly departements: Readonly<Record<string, string>>;
}

/** The territories of a validated file. */
export function territoriesOf(data: TerritoriesData): Territories {
  return {
    territories: data.territoires.map(({ code, label, centre }) => ({ code, label, centre })),
    centres: data.centres.map(({ code, label }) => ({ code, label })),
    byPrefix: new Map(
      data.territoires.flatMap(({ code, codesPostaux }) =>
        (codesPostaux ?? []).map((prefix) => [prefix, code] as const),
      ),
    ),
    byDepartment: new Map(Object.entries(data.departements)),
  };
}

/**
 * The territory and the centre of a post code; undefined for a code outside the region, or that
 * is not five digits.
 */
export function coordinationCentreOf(
  postalCode: string,
  territories: Territories,
): { readonly territory: Territory; readonly centre: CoordinationCentre } | undefined {
  const code = territoryCodeOf(postalCode.trim(), territories);
  const territory = territories.territories.find((each) => each.code === code);
  const centre = territories.centres.find((each) => each.code === territory?.centre);
  return territory && centre && { territory, centre };
}

/** Whether a post code is the region's: some territory answers for it. */
export function isInRegion(postalCode: string, territories: Territories): boolean {
  return territoryCodeOf(postalCode.trim(), territories) !== undefined;
}

function territoryCodeOf(postalCode: string, territories: Territories): string | undefined {
  if (!/^\d{5}$/.test(postalCode)) return undefined;
  for (let length = postalCode.length; length > 2; length -= 1) {
    const code = territories.byPrefix.get(postalCode.slice(0, length));
    if (code !== undefined) return code;
  }
  return territories.byDepartment.get(postalCode.slice(0, 2));
}
