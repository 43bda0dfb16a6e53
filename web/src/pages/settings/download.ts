/** How long a browser may take to begin with a file, in milliseconds. */
const BEGINS_WITHIN = 60_000;

/** Let the browser save bytes as a file. */
export function save(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers read it only after this turn, and save nothing if it is gone by then.
  setTimeout(() => URL.revokeObjectURL(url), BEGINS_WITHIN);
}
