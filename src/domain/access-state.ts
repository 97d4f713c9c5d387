/** The four answers to an access request, in the guide's words; absent ≡ `Jamais demandé`. */
export const accessStates = ['A traiter', 'Acceptée', 'Jamais demandé', 'Refusée'] as const;

export type AccessState = (typeof accessStates)[number];
