/** Keys of the attributes that hold a person's password: never logged, shown or kept in clear. */
export const passwordAttributes: ReadonlySet<string> = new Set(['userpassword', 'authpassword']);
