import { type Request } from '../../src/model/request.js';
import { type Filter } from '../../src/model/filter.js';
import { readerOf } from './accounts.js';
import { type Bench, type Section, withServers } from './bench.js';
import { compareAll, report } from './case-section.js';
import { type BenchCase, caseOf, ring } from './bench-case.js';
import { type Comparison } from './measure.js';
import {
  type Person,
  personsPerUnit,
  type Population,
  rootDnOf,
  rootPassword,
  unitOf,
} from './population.js';
import { probe } from './probe.js';
import { bindAs, byFilter, encoded, readOf, uidFilter } from './requests.js';

/**
 * Groups of 5,000. A static one: slapd keeps `memberOf` in each member (slapo-memberof), ours
 * follows it from the group. A dynamic one, a URL that finds the members when the group is read:
 * slapd by slapo-dynlist.
 */
export const groupSection: Section = {
  title: 'groups of 5,000',
  concerns: (bench) =>
    stagesOver(bench.population).some(({ cases }) => cases.some(isWanted(bench))),
  run: (bench) => {
    const able = bench.contenders.filter((each) => each.can('groups'));
    return withServers(able, { groups: true }, async (servers) => {
      const comparisons: Comparison[] = [];
      for (const { group, cases } of stagesOver(bench.population)) {
        const wanted = cases.filter(isWanted(bench));
        if (wanted.length === 0) continue;
        for (const { port } of servers) await add(port, bench.population, group);
        comparisons.push(...(await compareAll(bench, wanted, servers)));
      }
      return report(comparisons);
    });
  },
};

const isWanted =
  ({ options }: Bench) =>
  ({ name }: BenchCase): boolean =>
    options.wants(name);

/** A group and what is asked of it, before there is another one. */
interface Stage {
  readonly group: Request;
  readonly cases: readonly BenchCase[];
}

/** The static group first: in ours every `memberOf` asks the dynamic ones too, in slapd none. */
function stagesOver(population: Population): Stage[] {
  const members = population.sample.slice(0, personsPerUnit);
  return [
    { group: staticGroup(population, members), cases: staticCases(population, members) },
    { group: dynamicGroup(population), cases: dynamicCases(population) },
  ];
}

function staticCases(population: Population, members: readonly Person[]): BenchCase[] {
  const { suffix } = population.shape;
  const login = loginOn(population);
  const value = Buffer.from(staticDn(suffix));
  const inGroup: Filter = { kind: 'equality', attribute: 'memberOf', value };
  const search = byFilter(population, inGroup, { attributes: ['uid'] });
  const mayIn = (person: Person): Request =>
    byFilter(population, { kind: 'and', filters: [uidFilter(person), inGroup] });
  return [
    {
      name: '`(memberOf=…)`, `uid` of each member (slapo-memberof)',
      login,
      drive: ring([search], (each) => each),
    },
    { name: '`(&(uid=…)(memberOf=…))` (slapo-memberof)', login, drive: ring(members, mayIn) },
    {
      name: '`memberOf` of a person, read by DN (slapo-memberof)',
      login,
      drive: ring(members, ({ dn }) => readOf(dn, ['memberOf'])),
    },
  ].map((row) => caseOf({ ability: 'groups', target: 2, ...row }));
}

function dynamicCases(population: Population): BenchCase[] {
  const read = readOf(dynamicDn(population.shape.suffix), ['member']);
  const name = 'dynamic group, its members read (slapo-dynlist)';
  const drive = ring([read], (each) => each);
  return [caseOf({ ability: 'groups', target: 2, name, login: loginOn(population), drive })];
}

const loginOn = ({ shape }: Population): Buffer => encoded(0, bindAs(readerOf(shape.suffix)));
const staticDn = (suffix: string): string => `cn=bench-static,ou=groupes,${suffix}`;
const dynamicDn = (suffix: string): string => `cn=bench-dynamic,ou=groupes,${suffix}`;

const staticGroup = ({ shape }: Population, members: readonly Person[]): Request =>
  addition(staticDn(shape.suffix), {
    objectClass: ['groupOfNames'],
    cn: ['bench-static'],
    member: members.map(({ dn }) => dn),
  });

const dynamicGroup = ({ shape }: Population): Request =>
  addition(dynamicDn(shape.suffix), {
    objectClass: ['groupOfURLs'],
    cn: ['bench-dynamic'],
    memberURL: [`ldap:///${shape.people}??one?(ou=${unitOf(0)})`],
  });

/** Adds a group as any client would, so that overlays see it. */
async function add(port: number, { shape }: Population, group: Request): Promise<void> {
  const login = encoded(0, bindAs({ dn: rootDnOf(shape.suffix), password: rootPassword }));
  const { codes } = await probe(port, { login, drive: ring([group], (each) => each) });
  if (codes.some((code) => code !== 0)) throw new Error(`a group is refused: ${codes.join(' ')}`);
}

function addition(dn: string, attributes: Readonly<Record<string, readonly string[]>>): Request {
  return {
    kind: 'add',
    dn,
    attributes: Object.entries(attributes).map(([attribute, values]) => ({
      attribute,
      values: values.map((value) => Buffer.from(value)),
    })),
  };
}
