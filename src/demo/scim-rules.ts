/**
 * What the demonstration's webDCR accepts of a User: RFC 7643 §4.1 and the directory's
 * extension, strictly. Written apart from the sender, so that each checks the other.
 */
export const coreSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const extensionSchema = 'urn:ietf:params:scim:schemas:extension:annuaire:2.0:User';

/** A refusal with its status and RFC 7644 §3.12 `scimType`. */
export class ScimRefusal extends Error {
  override readonly name = 'ScimRefusal';
  readonly status: number;
  readonly scimType: string | undefined;

  constructor(status: number, detail: string, scimType?: string) {
    super(detail);
    this.status = status;
    this.scimType = scimType;
  }
}

export type ScimObject = Readonly<Record<string, unknown>>;

type Rule = (value: unknown, path: string) => void;

const text: Rule = (value, path) => {
  if (typeof value === 'string' && value !== '') return;
  throw invalid(`${path} must be a non-empty string`);
};

const flag: Rule = (value, path) => {
  if (typeof value !== 'boolean') throw invalid(`${path} must be a boolean`);
};

const object =
  (rules: Readonly<Record<string, Rule>>): Rule =>
  (value, path) => {
    for (const [key, member] of Object.entries(asObject(value, path))) {
      const rule = rules[key];
      if (!rule) throw invalid(`${path}.${key} is not an attribute`);
      rule(member, `${path}.${key}`);
    }
  };

const list =
  (rules: Readonly<Record<string, Rule>>): Rule =>
  (value, path) => {
    if (!Array.isArray(value) || value.length === 0) throw invalid(`${path} must be a list`);
    value.forEach((each) => {
      object({ ...rules, type: text, primary: flag })(each, path);
    });
  };

const extensionMembers = [
  'entryUUID',
  'matricule',
  'typePersonne',
  'numeroRPPS',
  'numeroADELI',
  'idnps',
  'civilite',
  'nomNaissance',
  'profession',
  'specialite',
  'orientationParticuliere',
  'emailMSS',
];

export const extensionRules = Object.fromEntries(extensionMembers.map((name) => [name, text]));

/** Attributes a client may write, each with its rule; others are webDCR's own. */
export const userRules: Readonly<Record<string, Rule>> = {
  userName: text,
  externalId: text,
  active: flag,
  displayName: text,
  title: text,
  name: object({ familyName: text, givenName: text, formatted: text }),
  emails: list({ value: text }),
  phoneNumbers: list({ value: text }),
  addresses: list({ formatted: text, streetAddress: text, postalCode: text, locality: text }),
  [extensionSchema]: object(extensionRules),
};

/** Checks the whole resource of a POST or PUT. @throws ScimRefusal 400 */
export function checkUser(value: unknown): ScimObject {
  const user = asObject(value, 'the resource');
  const schemas = user['schemas'];
  if (!Array.isArray(schemas) || !schemas.includes(coreSchema)) {
    throw invalid('schemas must name the core User schema');
  }
  if (extensionSchema in user && !schemas.includes(extensionSchema)) {
    throw invalid('schemas must name the extension that is used');
  }
  for (const [key, member] of Object.entries(user)) {
    if (key === 'schemas' || key === 'id') continue;
    const rule = userRules[key];
    if (!rule) throw invalid(`${key} is not an attribute that may be written`);
    rule(member, key);
  }
  if (user['userName'] === undefined) throw invalid('userName is required');
  return user;
}

export function asObject(value: unknown, what: string): ScimObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as ScimObject;
  }
  throw invalid(`${what} must be an object`);
}

export function invalid(detail: string): ScimRefusal {
  return new ScimRefusal(400, detail, 'invalidValue');
}
