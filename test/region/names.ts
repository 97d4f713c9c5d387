/** Synthetic Breton persons and places: common names, no real person's combination is meant. */

export const familyNames: readonly string[] = [
  'LE GALL', 'LE GOFF', 'LE BIHAN', 'LE ROUX', 'LE BRAS', 'LE CORRE', 'LE BERRE', 'LE MEUR',
  'LE FLOC’H', 'L’HÉNORET', 'L’HOSTIS', 'L’HELGOUALC’H', 'KERMARREC', 'KERVELLA', 'KERJEAN',
  'KERBRAT', 'TANGUY', 'GUÉGUEN', 'GUÉZENNEC', 'GUILLOU', 'MORVAN', 'RIOU', 'CORRE', 'QUÉMÉNER',
  'QUÉRÉ', 'PRIGENT', 'ABGRALL', 'ABHERVÉ-GUÉGUEN', 'SALAÜN', 'CADIOU', 'COADOU', 'JÉZÉQUEL',
  'CREAC’H', 'FLOC’H', 'HAMON', 'HERVÉ', 'JAOUEN', 'MADEC', 'MÉVEL', 'MORIN-LE DÛ', 'NICOLAS',
  'OLLIVIER', 'PENNEC', 'PÉRON', 'PLOUZENNEC', 'POULIQUEN', 'ROPARS', 'ROUDAUT', 'SIMON',
  'STÉPHAN', 'TROADEC', 'VIGOUROUX', 'BÉGOC', 'BODÉNÈS', 'BOURHIS', 'CAËR', 'COLIN', 'DANIÉLOU',
  'DE KERSAUSON', 'DU BOISHAMON', 'GOASDOUÉ', 'GOURMELON', 'LAGADEC', 'MARREC',
].map((name) => name.replaceAll('’', "'"));

export const givenNames: readonly string[] = [
  'Yann', 'Gwenaëlle', 'Maëlle', 'Hélène', 'Jean-Pierre', 'Anne-Marie', 'Loïc', 'Nolwenn',
  'François', 'Françoise', 'Gaël', 'Tanguy', 'Ronan', 'Erwan', 'Morgane', 'Soizic', 'Enora',
  'Malo', 'Youenn', 'Briac', 'Annaïg', 'Bérénice', 'Céline', 'Damien', 'Élodie', 'Fañch', 'Goulven',
  'Herveline', 'Iwan', 'Joëlle', 'Katell', 'Ludivine', 'Marie-Noëlle', 'Mériadec', 'Noémie',
  'Océane', 'Pol', 'Quentin', 'Rozenn', 'Sébastien', 'Tiphaine', 'Ursule', 'Véronique', 'Zoé',
];

/** Code (TRE_G15) and label. */
export const professions: readonly (readonly [code: string, label: string])[] = [
  ['10', 'Médecin'],
  ['21', 'Pharmacien'],
  ['40', 'Chirurgien-Dentiste'],
  ['50', 'Sage-Femme'],
  ['60', 'Infirmier'],
  ['70', 'Masseur-Kinésithérapeute'],
  ['80', 'Pédicure-Podologue'],
  ['91', 'Orthophoniste'],
  ['26', 'Audioprothésiste'],
];

/** Code (TRE_R38) and label; doctors only. */
export const specialties: readonly (readonly [code: string, label: string])[] = [
  ['SM26', 'Qualifié en Médecine Générale'],
  ['SM34', 'Oncologie option médicale'],
  ['SM42', 'Psychiatrie'],
  ['SM44', 'Radio-diagnostic'],
  ['SM04', 'Chirurgie générale'],
  ['SM40', 'Pédiatrie'],
];

export const places: readonly (readonly [postalCode: string, commune: string])[] = [
  ['29200', 'BREST'], ['29000', 'QUIMPER'], ['29600', 'MORLAIX'], ['29900', 'CONCARNEAU'],
  ['29270', 'CARHAIX-PLOUGUER'], ['29120', "PONT-L'ABBÉ"], ['29400', 'LANDERNEAU'],
  ['22000', 'SAINT-BRIEUC'], ['22300', 'LANNION'], ['22100', 'DINAN'], ['22200', 'GUINGAMP'],
  ['22500', 'PAIMPOL'], ['22600', 'LOUDÉAC'], ['35000', 'RENNES'], ['35400', 'SAINT-MALO'],
  ['35300', 'FOUGÈRES'], ['35500', 'VITRÉ'], ['35600', 'REDON'], ['56000', 'VANNES'],
  ['56100', 'LORIENT'], ['56300', 'PONTIVY'], ['56400', 'AURAY'], ['56800', 'PLOËRMEL'],
];

export const streetTypes: readonly string[] = ['Rue', 'Avenue', 'Boulevard', 'Place', 'Chemin'];

export const streets: readonly string[] = [
  'DE LA GARE', 'DU GÉNÉRAL LECLERC', 'ANATOLE LE BRAZ', 'DE L’ÉGLISE', 'DES CHÊNES', 'DE SIAM',
  'SAINT-CORENTIN', 'DU PORT', 'JEAN JAURÈS', 'DE KERGOAT', 'DU 8 MAI 1945', 'DES AJONCS D’OR',
].map((name) => name.replaceAll('’', "'"));
