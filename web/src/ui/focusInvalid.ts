/** Lead the person to the first field of a form that has to be corrected, once it is marked. */
export function focusInvalid(form: HTMLFormElement): void {
  requestAnimationFrame(() => {
    const marked = form.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid] input');
    marked?.focus();
  });
}
