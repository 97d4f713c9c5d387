import type { MappingRecord, ServiceRecord, TerritoriesRecord } from './data-records.js';

/** What a JSON Schema cannot say of the catalogue: nothing twice, nothing that is not there. */
export function catalogueFaults(services: readonly ServiceRecord[]): string[] {
  const known = new Set(services.map(({ code }) => code));
  return [
    ...repeated(services.map(({ code }) => code.toLowerCase())).map(
      (code) => `service “${code}” stands twice`,
    ),
    ...repeated(services.map(({ oid }) => oid)).map((oid) => `oid “${oid}” stands twice`),
    ...services.flatMap(({ code, accordeAussi = [] }) =>
      accordeAussi
        .filter((other) => !known.has(other))
        .map((other) => `service “${code}”: accordeAussi names “${other}”, which is no service`),
    ),
  ];
}

/** The same for territories: every code they speak of is defined, every prefix leads to one. */
export function territoriesFaults(data: TerritoriesRecord): string[] {
  const centres = data.centres.map(({ code }) => code);
  const territories = data.territoires.map(({ code }) => code);
  return [
    ...repeated(centres).map((code) => `centre “${code}” stands twice`),
    ...repeated(territories).map((code) => `territoire “${code}” stands twice`),
    ...repeated(data.territoires.flatMap(({ codesPostaux = [] }) => codesPostaux)).map(
      (prefix) => `code postal “${prefix}” stands twice`,
    ),
    ...data.territoires
      .filter(({ centre }) => !centres.includes(centre))
      .map(({ code, centre }) => `territoire “${code}”: “${centre}” is no centre`),
    ...Object.entries(data.departements)
      .filter(([, code]) => !territories.includes(code))
      .map(([department, code]) => `departement ${department}: “${code}” is no territoire`),
  ];
}

/** The same for what webDCR receives: nothing twice, lists in the extension alone. */
export function mappingFaults({ attributs }: MappingRecord): string[] {
  return [
    ...repeated(attributs.map(({ scim }) => scim)).map((scim) => `“${scim}” stands twice`),
    ...attributs
      .filter(({ scim, des }) => des !== undefined && !scim.startsWith('annuaire.'))
      .map(({ scim }) => `“${scim}”: values of activities are a list, in annuaire.<nom> only`),
    ...attributs
      .filter(({ scim }) => scim === 'annuaire.entryUUID')
      .map(({ scim }) => `“${scim}” is always sent`),
  ];
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
