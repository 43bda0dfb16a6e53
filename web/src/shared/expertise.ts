/** What separates the fields of work in a draft: nobody can type it into one line. */
const BREAK = '\n';

/** A draft of fields of work: those that are listed, and the one being typed. */
export interface Editing {
  listed: string[];
  typed: string;
}

export function editingOf(text: string): Editing {
  const parts = text.split(BREAK);
  const typed = parts.pop() ?? '';
  return { listed: parts, typed };
}

/** Write a draft down as one text. */
export const textOf = (listed: readonly string[], typed = ''): string =>
  [...listed, typed].join(BREAK);

/** Take what is being typed into the list; commas separate several. */
export function listTyped({ listed, typed }: Editing): string[] {
  const more = typed.split(',').map((each) => each.trim());
  return [...new Set([...listed, ...more])].filter(Boolean);
}

/** All fields of work of a draft, with what is typed and not yet listed. */
export const expertiseOf = (text: string): string[] => listTyped(editingOf(text));

/** What is wrong with the list, or with one of it. */
export function errorOf(fields: Readonly<Record<string, string>>): string | undefined {
  const name = Object.keys(fields).find((each) => /^expertise(\.\d+)?$/.test(each));
  return name === undefined ? undefined : fields[name];
}
