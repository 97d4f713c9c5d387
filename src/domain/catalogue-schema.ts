import { accessStates } from './access-state.js';
import {
  requestAttribute,
  responseAttribute,
  type Service,
  type ServiceCatalogue,
} from './catalogue.js';
import { annuaireArc } from './catalogue-data.js';

/** The auxiliary class that allows every service's attributes; a person's class is below it. */
const accessClassOid = `${annuaireArc}.2.1000`;
const generalizedTime = '1.3.6.1.4.1.1466.115.121.1.24';
const directoryString = '1.3.6.1.4.1.1466.115.121.1.15';

/**
 * The catalogue as schema text (RFC 4512 §4.1, in the syntax of OpenLDAP's files): two attribute
 * types for each service, numbered `<arc>.1` and `<arc>.2`, and the class `accesServices`.
 */
export function catalogueSchema(catalogue: ServiceCatalogue): string {
  const { services } = catalogue;
  const types = services.flatMap((service) => [requestType(service), responseType(service)]);
  return [...types, accessClass(services)].join('\n\n') + '\n';
}

function requestType(service: Service): string {
  return `attributetype ( ${service.oid}.1
  NAME '${requestAttribute(service)}'
  DESC '${quoted(`Date de la dernière demande d'accès : ${service.label}`)}'
  EQUALITY generalizedTimeMatch
  ORDERING generalizedTimeOrderingMatch
  SYNTAX ${generalizedTime}
  SINGLE-VALUE
  X-INDEX ( 'equality' 'presence' ) )`;
}

function responseType(service: Service): string {
  const lists = serviceLists(service).map((list) => `    '${quoted(list)}'`);
  return `attributetype ( ${service.oid}.2
  NAME '${responseAttribute(service)}'
  DESC '${quoted(`Réponse à la demande d'accès : ${service.label}`)}'
  EQUALITY caseIgnoreMatch
  SYNTAX ${directoryString}
  SINGLE-VALUE
  X-INDEX 'equality'
  X-LIST (
${lists.join('\n')} ) )`;
}

/** The lists of a service, by name: each answer, and whoever has a request or an answer. */
function serviceLists(service: Service): string[] {
  const answers = accessStates
    .filter((state) => state !== 'Jamais demandé')
    .map((state) => `(${responseAttribute(service)}=${state})`);
  const any = `(|(${requestAttribute(service)}=*)${answers.join('')})`;
  const orders = 'typePersonne sn:fr';
  return [...answers, any].map((asked) => `(&(objectClass=personneAnnuaire)${asked}) ${orders}`);
}

function accessClass(services: readonly Service[]): string {
  const names = services.flatMap((each) => [requestAttribute(each), responseAttribute(each)]);
  const may = names.length > 0 ? `\n  MAY ( ${names.join(' $ ')} )` : '';
  return `objectclass ( ${accessClassOid}
  NAME 'accesServices'
  DESC '${quoted("Demandes d'accès aux services régionaux et leurs réponses")}'
  SUP top AUXILIARY${may} )`;
}

/** A quoted string's two special characters, as RFC 4512 §4.1 escapes them. */
function quoted(text: string): string {
  return text.replace(/\\/g, '\\5C').replace(/'/g, '\\27');
}
