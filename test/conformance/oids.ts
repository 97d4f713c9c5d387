/** The OIDs that the checklist asks for, by their names in the specifications. */

export const extension = {
  startTls: '1.3.6.1.4.1.1466.20037',
  noticeOfDisconnection: '1.3.6.1.4.1.1466.20036',
  whoAmI: '1.3.6.1.4.1.4203.1.11.3',
  passwordModify: '1.3.6.1.4.1.4203.1.11.1',
  cancel: '1.3.6.1.1.8',
} as const;

export const control = {
  pagedResults: '1.2.840.113556.1.4.319',
  sortRequest: '1.2.840.113556.1.4.473',
  sortResponse: '1.2.840.113556.1.4.474',
  vlvRequest: '2.16.840.1.113730.3.4.9',
  vlvResponse: '2.16.840.1.113730.3.4.10',
  assertion: '1.3.6.1.1.12',
  preRead: '1.3.6.1.1.13.1',
  postRead: '1.3.6.1.1.13.2',
  proxiedAuthorization: '2.16.840.1.113730.3.4.18',
  matchedValues: '1.2.826.0.1.3344810.2.3',
  manageDsaIt: '2.16.840.1.113730.3.4.2',
  subentries: '1.3.6.1.4.1.4203.1.10.1',
  passwordPolicy: '1.3.6.1.4.1.42.2.27.8.5.1',
  treeDelete: '1.2.840.113556.1.4.805',
  permissiveModify: '1.2.840.113556.1.4.1413',
  dontUseCopy: '1.3.6.1.1.22',
  rangeRetrieval: '1.2.840.113556.1.4.802',
  effectiveRights: '1.3.6.1.4.1.42.2.27.9.5.2',
  unknown: '1.2.3.4.5.6.7.8',
} as const;

export const feature = {
  allOperationalAttributes: '1.3.6.1.4.1.4203.1.5.1',
  attributesByClass: '1.3.6.1.4.1.4203.1.5.2',
  trueFalseFilters: '1.3.6.1.4.1.4203.1.5.3',
  languageTags: '1.3.6.1.4.1.4203.1.5.4',
  languageRanges: '1.3.6.1.4.1.4203.1.5.5',
  modifyIncrement: '1.3.6.1.1.14',
} as const;
