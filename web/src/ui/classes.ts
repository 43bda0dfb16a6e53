/** Put the names of classes together, but for those that there aren't. */
export const classes = (...names: (string | false | undefined)[]): string =>
  names.filter(Boolean).join(' ');
