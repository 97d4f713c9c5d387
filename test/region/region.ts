import { type Chance, chanceOf } from './chance.js';
import { ldifEntry, type Pairs } from './ldif-text.js';
import {
  familyNames,
  givenNames,
  places,
  professions,
  specialties,
  streets,
  streetTypes,
} from './names.js';

export interface RegionOptions {
  readonly persons: number;
  readonly suffix: string;
  readonly seed?: number;
  /** The suffix entry and its branches come first. */
  readonly withSkeleton?: boolean;
}

/** One structure for each so many persons, as in the real directory. */
const personsPerStructure = 6;

/**
 * A directory of the region as LDIF, entry by entry, parents first: structures, persons with
 * full `personneAnnuaire` data, their activities. 47,200 persons make about 150,000 entries.
 * The same options give the same text. RPPS numbers begin with 99, which no real one does.
 */
export function* regionLdif(options: RegionOptions): Generator<string> {
  const { persons, suffix, seed = 1, withSkeleton = true } = options;
  const chance = chanceOf(seed);
  if (withSkeleton) yield* skeleton(suffix);
  const structures = Math.max(1, Math.floor(persons / personsPerStructure));
  for (let n = 1; n <= structures; n += 1) yield structure(n, suffix, chance);
  const logins = new Map<string, number>();
  for (let n = 1; n <= persons; n += 1) yield* person(n, { suffix, structures, chance, logins });
}

function* skeleton(suffix: string): Generator<string> {
  const dc = suffix.split(',')[0]?.split('=')[1] ?? '';
  yield ldifEntry(suffix, [
    ['objectClass', 'organization'],
    ['objectClass', 'dcObject'],
    ['o', dc],
    ['dc', dc],
  ]);
  for (const ou of ['personnes', 'structures', 'acces', 'groupes', 'comptes', 'politiques']) {
    yield ldifEntry(`ou=${ou},${suffix}`, [
      ['objectClass', 'organizationalUnit'],
      ['ou', ou],
    ]);
  }
  for (const cn of accessCodes) {
    yield ldifEntry(`cn=${cn},ou=acces,${suffix}`, [
      ['objectClass', 'groupOfNames'],
      ['cn', cn],
    ]);
  }
}

const accessCodes = [
  'portailenrs',
  'gwalenn',
  'messageriesecurisee',
  'oris',
  'cancerologie',
  'ror',
];

const structureId = (n: number): string => `R99${String(n).padStart(12, '0')}`;

function structure(n: number, suffix: string, chance: Chance): string {
  const [codePostal, commune] = chance.pick(places);
  const id = structureId(n);
  return ldifEntry(`cn=${id},ou=structures,${suffix}`, [
    ['objectClass', 'structureAnnuaire'],
    ['cn', id],
    ['o', `Cabinet ${chance.pick(familyNames)} – ${commune}`],
    ['identifiantStructure', id],
    ['raisonSociale', `CABINET ${chance.pick(familyNames)}`],
    ['etat', 'Actif'],
    ['origine', 'national'],
    ['typeStructure', chance.percent(20) ? 'Établissement' : 'Cabinet'],
    ['numeroFINESS', withLuhnKey(`99${String(n % 1_000_000).padStart(6, '0')}`)],
    ['numeroVoie', String(1 + chance.below(120))],
    ['typeVoie', chance.pick(streetTypes)],
    ['libelleVoie', chance.pick(streets)],
    ['codePostal', codePostal],
    ['commune', commune],
    ['telephone', phone(chance)],
  ]);
}

interface PersonContext {
  readonly suffix: string;
  readonly structures: number;
  readonly chance: Chance;
  /** How many persons already have each login. */
  readonly logins: Map<string, number>;
}

function* person(n: number, context: PersonContext): Generator<string> {
  const { suffix, chance, logins } = context;
  const sn = chance.pick(familyNames);
  const givenName = chance.pick(givenNames);
  const base = `${latin(givenName)}.${latin(sn)}`;
  const homonyms = logins.get(base) ?? 0;
  logins.set(base, homonyms + 1);
  const login = homonyms === 0 ? base : `${base}${String(homonyms + 1)}`;
  const dn = `uid=${login},ou=personnes,${suffix}`;
  const isNational = !chance.percent(15);
  yield ldifEntry(dn, [
    ['objectClass', 'inetOrgPerson'],
    ['objectClass', 'personneAnnuaire'],
    ['uid', login],
    ['cn', `${sn} ${givenName}`],
    ['sn', sn],
    ['givenName', givenName],
    ['nomNaissance', chance.percent(80) ? sn : chance.pick(familyNames)],
    ['dateNaissance', birth(chance)],
    ['civilite', chance.percent(50) ? 'Madame' : 'Monsieur'],
    ['matricule', `GCS${String(10_000 + n).padStart(5, '0')}`],
    ['etat', chance.percent(96) ? 'Actif' : 'Inactif'],
    ...(isNational ? professional(n, chance) : agent),
    ['mail', `${login}@exemple.bzh`],
    ...address(chance, isNational ? 'National' : 'Modification'),
    ...(isNational && chance.percent(5)
      ? ([['numeroVoieModification', String(1 + chance.below(90))]] as const)
      : []),
    ...(chance.percent(40)
      ? ([['emailMSSNational', `${login}@bretagne.mssante.fr`]] as const)
      : []),
    ...accesses(chance),
  ]);
  const activities = isNational ? 1 + chance.below(3) + (chance.percent(35) ? 1 : 0) : 0;
  for (let each = 1; each <= activities; each += 1) yield activity(dn, each, context);
}

function activity(
  person: string,
  n: number,
  { suffix, structures, chance }: PersonContext,
): string {
  const [codePostal, commune] = chance.pick(places);
  const structureDn = `cn=${structureId(1 + chance.below(structures))},ou=structures,${suffix}`;
  return ldifEntry(`cn=A${String(n)},${person}`, [
    ['objectClass', 'activiteExercee'],
    ['cn', `A${String(n)}`],
    ['structure', structureDn],
    ['etat', 'Actif'],
    ['codeModeExercice', chance.percent(60) ? 'L' : 'S'],
    ['codeGenreActivite', 'GENR01'],
    ['secteurActivite', 'Cabinet individuel'],
    ['numeroVoie', String(1 + chance.below(120))],
    ['typeVoie', chance.pick(streetTypes)],
    ['libelleVoie', chance.pick(streets)],
    ['codePostal', codePostal],
    ['commune', commune],
    ['telephone', phone(chance)],
  ]);
}

const agent: Pairs = [
  ['typePersonne', 'AGENT'],
  ['origine', 'local'],
  ['profession', 'Ambulancier'],
];

function professional(n: number, chance: Chance): Pairs {
  const rpps = withLuhnKey(`99${String(n).padStart(8, '0')}`);
  const [code, label] = chance.pick(professions);
  const [specialtyCode, specialty] = chance.pick(specialties);
  const isDoctor = code === '10';
  return [
    ['typePersonne', 'PS'],
    ['origine', 'national'],
    ['numeroRPPS', rpps],
    ['idnps', `8${rpps}`],
    ['codeProfession', code],
    ['profession', label],
    ...(isDoctor
      ? ([
          ['codeSpecialite', specialtyCode],
          ['specialite', specialty],
        ] as const)
      : []),
  ];
}

function address(chance: Chance, layer: 'National' | 'Modification'): Pairs {
  const [codePostal, commune] = chance.pick(places);
  return [
    [`numeroVoie${layer}`, String(1 + chance.below(120))],
    [`typeVoie${layer}`, chance.pick(streetTypes)],
    [`libelleVoie${layer}`, chance.pick(streets)],
    [`codePostal${layer}`, codePostal],
    [`commune${layer}`, commune],
    [`telephone${layer}`, phone(chance)],
  ];
}

function accesses(chance: Chance): Pairs {
  const pairs: (readonly [string, string])[] = [];
  if (chance.percent(60)) pairs.push(['reponseAccesPortailENRS', 'Acceptée']);
  if (chance.percent(8)) {
    pairs.push(
      ['demandeAccesCancerologie', '20260901080000Z'],
      ['reponseAccesCancerologie', chance.pick(['A traiter', 'Acceptée', 'Acceptée', 'Refusée'])],
    );
  }
  if (chance.percent(20)) pairs.push(['reponseAccesROR', 'Acceptée']);
  return pairs;
}

function phone(chance: Chance): string {
  return `02 99 00 ${String(chance.below(100)).padStart(2, '0')} ${String(chance.below(100)).padStart(2, '0')}`;
}

function birth(chance: Chance): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(1950 + chance.below(50))}${two(1 + chance.below(12))}${two(1 + chance.below(28))}000000Z`;
}

/** The digits and the key that makes them pass Luhn's test. */
export function withLuhnKey(digits: string): string {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return `${digits}${String((10 - (sum % 10)) % 10)}`;
}

function latin(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z-]/g, '');
}
