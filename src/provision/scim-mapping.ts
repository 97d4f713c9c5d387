/** `schema/data/webdcr.json`, in the operators' words. */
export interface MappingRecord {
  readonly attributs: readonly {
    /** `title`, `name.familyName`, `emails.value`, `annuaire.numeroRPPS`. */
    readonly scim: string;
    readonly de: string;
    readonly sinon?: readonly string[];
    readonly des?: 'activites';
    readonly transmis?: boolean;
  }[];
}

/** One attribute of the target's account, and where its value comes from. */
export interface MappedAttribute {
  /** The SCIM attribute, or the extension's when `isExtension`. */
  readonly name: string;
  /** The part of a complex attribute: `familyName`, `value`. */
  readonly part: string | undefined;
  readonly isExtension: boolean;
  readonly from: string;
  /** Joined by a space, in its place when it has no value. */
  readonly orElse: readonly string[];
  /** All the values of the person's activities; otherwise the person's own, one. */
  readonly isOfActivities: boolean;
}

/** What the directory owns of an account; anything else there is the target's. */
export interface ScimMapping {
  readonly attributes: readonly MappedAttribute[];
  readonly readsActivities: boolean;
}

/** What tells whose an account is; without it no account would be found again. */
const identity: MappedAttribute = {
  name: 'entryUUID',
  part: undefined,
  isExtension: true,
  from: 'entryUUID',
  orElse: [],
  isOfActivities: false,
};

const extensionPrefix = 'annuaire.';

/** The mapping of a validated file: what it does not transmit is not in it. */
export function scimMapping({ attributs }: MappingRecord): ScimMapping {
  const attributes = attributs
    .filter(({ transmis }) => transmis !== false)
    .map(({ scim, de, sinon = [], des }): MappedAttribute => {
      const isExtension = scim.startsWith(extensionPrefix);
      const path = isExtension ? scim.slice(extensionPrefix.length) : scim;
      const [name = path, part] = path.split('.');
      return {
        name,
        part,
        isExtension,
        from: de,
        orElse: sinon,
        isOfActivities: des !== undefined,
      };
    });
  return {
    attributes: [identity, ...attributes],
    readsActivities: attributes.some(({ isOfActivities }) => isOfActivities),
  };
}
