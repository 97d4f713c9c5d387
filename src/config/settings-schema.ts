import { Ajv, type ErrorObject } from 'ajv';
import { ConfigurationFault } from './fault.js';
import { readJson, type ReadFile } from './json-file.js';
import { projectFile } from './project-files.js';
import type { Settings } from './settings.js';

/** `schema/configuration.json`: the keys, what each may be, its default. */
export interface SettingsSchema {
  readonly names: ReadonlySet<string>;
  /** The value of a setting that was given as text. @throws ConfigurationFault */
  fromText(name: string, text: string, origin: string): unknown;
  /**
   * The settings with defaults added.
   *
   * @param originOf what the fault says of where a key was given
   * @throws ConfigurationFault naming the key, never its value
   */
  check(values: Readonly<Record<string, unknown>>, originOf: (name: string) => string): Settings;
}

interface Property {
  readonly type?: string;
}

export function readSettingsSchema(readFile: ReadFile): SettingsSchema {
  const path = projectFile('schema/configuration.json');
  const schema = readJson(path, readFile) as {
    readonly properties: Readonly<Record<string, Property>>;
  };
  const validate = new Ajv({ useDefaults: true, strict: true }).compile<Settings>(schema);
  return {
    names: new Set(Object.keys(schema.properties)),
    fromText: (name, text, origin) => {
      const type = schema.properties[name]?.type;
      if (type === 'integer') {
        if (/^\d{1,9}$/.test(text)) return Number(text);
        throw new ConfigurationFault(`${name}: must be a whole number (${origin})`);
      }
      if (type !== 'boolean') return text;
      if (/^(?:true|1)$/i.test(text)) return true;
      if (/^(?:false|0)$/i.test(text)) return false;
      throw new ConfigurationFault(`${name}: must be true, false, 1 or 0 (${origin})`);
    },
    check: (values, originOf) => {
      const settings: unknown = { ...values };
      if (validate(settings)) return settings;
      throw new ConfigurationFault(faultOf(validate.errors?.[0], originOf));
    },
  };
}

function faultOf(error: ErrorObject | undefined, originOf: (name: string) => string): string {
  if (error?.keyword === 'additionalProperties') {
    const name = String(error.params['additionalProperty']);
    return `${name}: unknown key (${originOf(name)})`;
  }
  const name = error?.instancePath.slice(1) ?? '';
  return `${name}: ${reasonOf(error)} (${originOf(name)})`;
}

function reasonOf(error: ErrorObject | undefined): string {
  if (error?.keyword === 'enum') {
    const allowed: unknown = error.params['allowedValues'];
    return `must be one of ${Array.isArray(allowed) ? allowed.join(', ') : 'the known words'}`;
  }
  if (error?.keyword === 'pattern') return 'is not in the form expected';
  return error?.message ?? 'is not valid';
}
