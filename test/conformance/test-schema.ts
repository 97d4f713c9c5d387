/** Definitions that the standard schema has no like of, for both servers; OIDs of examples. */
export const testSchema = `
attributetype ( 1.3.6.1.4.1.32473.1.1 NAME 'nombre' DESC 'Integers, several'
  EQUALITY integerMatch ORDERING integerOrderingMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 )
attributetype ( 1.3.6.1.4.1.32473.1.2 NAME 'vrai' DESC 'A truth value'
  EQUALITY booleanMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.7 SINGLE-VALUE )
attributetype ( 1.3.6.1.4.1.32473.1.3 NAME 'surnomUnique' DESC 'A name, one'
  SUP name SINGLE-VALUE )
objectclass ( 1.3.6.1.4.1.32473.2.1 NAME 'nomme' DESC 'Whose name is required'
  SUP top STRUCTURAL MUST name MAY ( cn $ sn $ nombre $ vrai $ surnomUnique ) )
objectclass ( 1.3.6.1.4.1.32473.2.2 NAME 'nommeAussi' DESC 'A subclass of it'
  SUP nomme STRUCTURAL MAY description )
objectclass ( 1.3.6.1.4.1.32473.2.3 NAME 'marque' DESC 'An auxiliary class'
  SUP top AUXILIARY MAY nombre )
`;
