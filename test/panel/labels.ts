/**
 * Every label and sentence of the administrator's guide (« Guide Administrateur – 3C Espace privé
 * e-Santé Bretagne »), marked with where it stands: a page of the panel, or the issue that brings
 * it (5: webDCR and the mails; 6: the panel and the private space). Spaces before double
 * punctuation are unbreakable on screen and plain here.
 */
export type Reader = 'nobody' | 'professional' | 'referent' | 'administrator';

export type Place =
  | { readonly page: string; readonly as?: Reader }
  | { readonly mail: 'access-request' }
  | { readonly issue: 5 | 6 };

export interface Label {
  readonly text: string;
  readonly place: Place;
}

const on = (place: Place, ...texts: readonly string[]): Label[] =>
  texts.map((text) => ({ text, place }));

const signIn: Place = { page: '/connexion', as: 'nobody' };
const privateSpace: Place = { page: '/espace-prive', as: 'referent' };
const question: Place = { page: '/espace-prive/services/Cancerologie', as: 'administrator' };
const persons: Place = { page: '/personnes', as: 'referent' };
const list: Place = { page: '/listes/04-ACCES-WebDCR', as: 'referent' };
const record: Place = { page: '/personnes/francois.grangere', as: 'referent' };

export const labels: readonly Label[] = [
  ...on({ page: '/', as: 'nobody' }, 'Authentification par identifiants'),
  ...on(
    signIn,
    'CONNEXION DES PROFESSIONNELS DE SANTÉ',
    'Veuillez vous identifier',
    "Nom d'utilisateur :",
    'Mot de passe :',
    'Vous avez oublié votre mot de passe ?',
    'Se connecter',
  ),
  ...on(
    privateSpace,
    'Mon Profil',
    'Gestion des utilisateurs',
    'Autres services disponibles',
    'Ajouter',
  ),
  ...on(
    { page: '/espace-prive', as: 'professional' },
    'FRANCOIS GRANGERE',
    'Ambulancier',
    'DOSSIER COMMUNICANT DE CANCÉROLOGIE',
    'Informatiser les principaux processus et documents standardisés',
    'ORIS',
    'GWALENN',
    'ARDAH',
    'ANNUAIRE RÉGIONAL',
    'MESSAGERIE SÉCURISÉE',
    'RÉPERTOIRE OPÉRATIONNEL DES RESSOURCES',
  ),
  ...on(
    question,
    'Souhaitez vous avoir accès à ce service ?',
    "Votre demande d'activation sera effective prochainement, sous réserve de la validation de " +
      "vos droits d'accès par le référent du service concerné.",
    'Annuler',
    'Valider',
  ),
  ...on({ mail: 'access-request' }, ...mailOfARequest()),
  ...on(
    persons,
    'Structures',
    'Personnes',
    'Listes personnalisées',
    'Filter :',
    "Lieu d'exercice :",
    'Type :',
    'Matricule :',
    'Numéro Adeli :',
    'Numéro RPPS :',
    'Login :',
    'Nom :',
    'Nom de naissance :',
    'Prénom :',
    'Profession :',
    'Spécialité :',
    'Orientation particulière :',
    'Etat Activité :',
    'Rechercher',
    'Effacer',
    'Liste des personnes (124 enregistrements)',
    'Type Nom ▲ Nom de naissance Date de naissance Prénom Etat Profession Spécialité ' +
      'Orientation particulière Login Matricule',
  ),
  ...on(
    list,
    'Accès WebDCR',
    '04-ACCES-WebDCR',
    'Demande Accès Cancérologie :',
    'Réponse Accès Cancérologie :',
    'Demandes Accès WebDCR (2 enregistrements)',
    "Type ▲ Matricule Login Nom d'usage Prénom Profession Etat Date de mise à jour Personne",
    'AGENT GCS02140 francois.grangere GRANGERE FRANCOIS Ambulancier Actif',
    'A traiter Acceptée Jamais demandé Refusée',
  ),
  ...on(
    record,
    "Réponses aux Demandes d'Accès",
    'Réponse Accès Cancérologie * :',
    'A traiter Acceptée Jamais demandé Refusée',
    'Enregistrer',
    'Retour',
    'Réponse Accès Portail ENRS *',
    'Réponse Accès Gwalenn *',
    'Réponse Accès Messagerie Sécurisée *',
    'Réponse Accès ORIS *',
    'Réponse Accès ROR *',
    'Réponse Accès Annuaire Régional *',
    'Réponse Accès ARDAH *',
    'Réponse Accès Administration Annuaire *',
    'Email principal',
    'Email sécurisé MSS (*) :',
    'Email sécurisé MSS :',
    '(*) Données issues des référentiels MSS',
    '(*) Données issues des référentiels',
    'Valeur pour modification',
    'Numéro de voie (*) :',
    'Numéro de voie :',
    "Merci d'indiquer une valeur numérique",
    'Indice répétition voie (*) :',
    'Indice répétition voie :',
    'Type de voie (*) :',
    'Type de voie :',
    'Libellé de la voie (*) :',
    'Libellé de la voie :',
    "Merci d'indiquer le type (rue, avenue, chemin, boulevard, ...) et le nom de la voie",
    'Activités exercées',
  ),
  // « Accès portail ENRS », « Accès cancérologie » and « login » are the guide's running text for
  // the rubrics above; the activation form and the password link have honest pages meanwhile.
  ...on({ issue: 6 }, "formulaire actuel d'activation de services", 'fichier pivot'),
  ...on({ issue: 6 }, 'recevoir un mail de génération de mot de passe'),
  ...on(
    { issue: 5 },
    'transmises automatiquement à webDCR dans les 5 minutes qui suivent',
    'Vérification du « login » et « identifiant SSO externe »',
    'email sécurisé du secrétariat',
  ),
];

/** The mail that referents receive; its own tests read these from `templates/mail`. */
function mailOfARequest(): string[] {
  return [
    'identity.manager@telesantebretagne.org',
    "Demande d'accès à traiter : Application Dossier Communicant de Cancérologie",
    'Bonjour,',
    "Un professionnel de santé a demandé à accéder à l'application Dossier Communicant de " +
      "Cancérologie via le portail de l'ENRS :",
    'NOM.PRENOM',
    'PROFESSION',
    'MAIL',
    'CODE POSTAL',
    'VILLE',
    "Une action de votre part est requise dans l'administration de l'Annuaire Régional pour " +
      'accepter ou refuser cette demande.',
    'Pour cela, vous pouvez consulter la liste personnalisée : "04-ACCES-WebDCR"',
    "Email envoyé automatiquement, par l'Annuaire Régional, ne pas répondre.",
  ];
}
